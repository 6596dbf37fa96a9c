"""The resources: one file each, whose functions marked as operations are the API."""
