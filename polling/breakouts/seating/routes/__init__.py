"""The organizer's buttons for groups and seats."""
