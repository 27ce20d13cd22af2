"""Breakout groups: their members, and the recommendations they draft."""
