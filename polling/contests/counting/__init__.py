"""From the ballots to a result that anybody can recheck."""
