"""Participants, organizers, and the links with which they log in."""
