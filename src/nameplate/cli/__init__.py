"""The command line: parse a request, call work, show a result. No logic."""
