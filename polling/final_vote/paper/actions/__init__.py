"""Printing paper ballots of the final vote, and entering first-stage ballots in one line."""
