"""A final vote in two stages: everybody rates a few issues, then all vote on the finalists."""
