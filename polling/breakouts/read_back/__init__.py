"""Read-back: a group checks its wording, and its members mark their agreement."""
