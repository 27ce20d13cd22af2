"""Actions for forming groups and seating people."""
