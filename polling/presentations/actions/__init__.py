"""What groups, facilitators and phones do while groups present."""
