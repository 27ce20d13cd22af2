"""Two texts beside each other: how alike they are, and where they differ."""
