"""Counting: from the ballots to a result that anybody can verify."""
