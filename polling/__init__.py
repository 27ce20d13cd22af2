"""A live app for synthesis workshops: from noted issues to recommendations a room stands behind."""
