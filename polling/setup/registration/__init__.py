"""The registration list: read from a file, counted by attribute, and not kept.

Names and addresses are not needed. What a file has of them is read past: only the counts of what
people said of themselves are stored.
"""
