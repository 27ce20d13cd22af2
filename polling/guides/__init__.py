"""The guides in `docs/guides`, served as pages of the product."""
