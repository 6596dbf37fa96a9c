"""The answer as paper: JSON, CSV, XLSX, HTML and terminal text. Same input, same bytes.

Every function is pure: `model.report.Read` in, bytes or text out; no clock, locale or chance.
"""
