"""View models and templates: terminal, HTML, XLSX, CSV, JSON. Same input, same bytes."""
