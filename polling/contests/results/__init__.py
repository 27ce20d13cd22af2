"""Figures of a counted contest as plain data, and their charts and sentences."""
