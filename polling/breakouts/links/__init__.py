"""Facilitators' links to their groups."""
