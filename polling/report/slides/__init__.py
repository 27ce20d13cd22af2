"""The report on the screen, for review in the plenary."""
