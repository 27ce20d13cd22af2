"""Paper ballots: printing, entering and withdrawing them."""
