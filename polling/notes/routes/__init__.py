"""Routes for note-takers."""
