"""Actions of organizers and phones in a final vote in two stages."""
