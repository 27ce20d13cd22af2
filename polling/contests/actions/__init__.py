"""What organizers do with a contest."""
