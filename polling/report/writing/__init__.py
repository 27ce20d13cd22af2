"""What organizers write in the report, together."""
