"""Recommendations that say nearly the same: found, laid side by side, and merged by consent."""
