"""Everybody ranks the issues of each theme; the top ones become priority issues."""
