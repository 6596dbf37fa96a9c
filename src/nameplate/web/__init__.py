"""The browser's face: one page a job, rendered here, on this machine, for this user."""
