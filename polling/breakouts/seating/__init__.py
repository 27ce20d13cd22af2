"""Who sits where: what the optimiser is asked, what organizers ask of it, and what it found."""
