"""Tests mirror the package; journeys/ run whole workshops in a real browser."""
