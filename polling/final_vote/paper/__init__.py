"""Ballots of the final vote on paper."""
