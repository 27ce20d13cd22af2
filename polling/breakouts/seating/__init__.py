"""Seating: assigning people to groups, with an optimiser and by hand."""
