"""The pages: one file a job. A module has a `router`, and a `PAGE` for the navigation."""
