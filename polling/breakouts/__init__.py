"""Breakout groups: who sits where, and what they draft."""
