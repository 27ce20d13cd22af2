"""Near-duplicates: the similarity of texts, and pairs to review."""
