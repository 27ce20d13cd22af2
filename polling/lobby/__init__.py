"""The lobby: the pages before the ranking, and the practice ballot."""
