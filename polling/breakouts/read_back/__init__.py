"""A group hears what it has written, and says how far it agrees."""
