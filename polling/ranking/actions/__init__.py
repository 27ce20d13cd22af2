"""What organizers do with the rankings of the themes."""
