"""Actions on the survey, of phones and organizers."""
