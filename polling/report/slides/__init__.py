"""The report on the screen, for the plenary to correct."""
