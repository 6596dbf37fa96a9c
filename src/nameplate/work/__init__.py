"""The use cases, one file each: the one place where rooms meet."""
