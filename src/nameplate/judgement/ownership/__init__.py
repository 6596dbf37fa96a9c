"""Bounds of share and control between entities on a day."""
