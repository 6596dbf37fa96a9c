"""The browser face: parse a request, call work, show a result."""
