"""The report on the screen, for review in plenary."""
