"""Organizers' actions on the rankings."""
