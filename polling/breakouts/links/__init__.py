"""Facilitators' links into their groups."""
