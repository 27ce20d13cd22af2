"""Keep similar recommendations, or merge them."""
