"""The anonymous survey at the end of a workshop."""
