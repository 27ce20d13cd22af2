"""Printing ballots of the final vote, and entering those of its first stage in one line each."""
