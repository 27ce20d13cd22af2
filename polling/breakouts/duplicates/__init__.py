"""Near-duplicate recommendations: found, compared, and merged if their groups agree."""
