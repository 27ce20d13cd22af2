"""Paper ballots of the final vote."""
