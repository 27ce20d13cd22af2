"""Versions of each recommendation: who changed what, and when."""
