"""Contests: their state, turnout and secret ballots."""
