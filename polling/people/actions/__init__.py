"""Actions for people in a workshop, and for joining."""
