"""Everybody prioritises the other groups' recommendations."""
