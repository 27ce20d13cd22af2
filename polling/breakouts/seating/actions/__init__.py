"""Forming groups, and who sits where."""
