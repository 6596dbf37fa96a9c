"""Nameplate: who made the cameras you hold and what, if anything, the law asks of you."""

__version__ = "0.1.0"
