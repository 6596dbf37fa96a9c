"""Hostile bytes to records: intake, readers, protocols, bounded."""
