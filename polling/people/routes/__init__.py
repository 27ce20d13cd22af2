"""The ways in, and the organizer's badges and screen."""
