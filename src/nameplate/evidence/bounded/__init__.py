"""The only doors to XML, JSON, CSV, ZIP and streams, every one with limits."""
