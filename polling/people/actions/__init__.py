"""People in a workshop, and how they join."""
