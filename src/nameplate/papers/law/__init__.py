"""Instruments of law as people read them: one page each, and indexes of all."""
