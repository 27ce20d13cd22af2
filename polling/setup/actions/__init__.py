"""What an organizer does in setup, one module for each part of it."""
