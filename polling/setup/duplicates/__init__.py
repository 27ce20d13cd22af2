"""Near-duplicate issues in all themes, and merged issues."""
