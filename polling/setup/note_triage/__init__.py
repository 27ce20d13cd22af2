"""Notes become issues."""
