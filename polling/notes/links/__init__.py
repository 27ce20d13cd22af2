"""Note-takers' links."""
