"""What phones and organizers do with the survey."""
