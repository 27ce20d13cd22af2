"""Tests mirror the package; journeys/ runs whole workshops in a real browser."""
