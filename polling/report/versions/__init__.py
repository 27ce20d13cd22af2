"""Frozen reports, and what changed in each version."""
