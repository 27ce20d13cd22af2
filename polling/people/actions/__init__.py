"""Who is in a workshop, and by which way in."""
