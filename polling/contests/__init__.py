"""One thing to vote on: its state, the turnout, and the secret ballots."""
