"""A group checks its wording and marks its agreement."""
