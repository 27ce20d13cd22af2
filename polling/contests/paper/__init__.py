"""Ballots on paper: printed, entered, withdrawn."""
