"""Before the event: the organizer writes themes and issues and chooses the rules."""
