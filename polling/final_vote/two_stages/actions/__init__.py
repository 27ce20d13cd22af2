"""What organizers and phones do in a final vote in two stages."""
