"""Participants, organizers and the links that let them in."""
