"""Groups present their recommendations, one at a time."""
