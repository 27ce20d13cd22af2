"""Frozen reports, and the changes between versions."""
