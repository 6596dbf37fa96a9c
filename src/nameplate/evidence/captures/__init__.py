"""Captures of traffic: windows of bytes to flows, and to what the few telling packets say."""
