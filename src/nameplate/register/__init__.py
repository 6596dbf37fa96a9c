"""A body's own decisions: appended, never overwritten, undone by another entry."""
