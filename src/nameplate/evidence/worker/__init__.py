"""What runs in the child process: hostile bytes come in, checked records go out."""
