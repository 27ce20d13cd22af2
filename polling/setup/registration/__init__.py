"""The registration list: read from a file and counted by attribute. The list itself is not stored.

Names and addresses are not needed and are skipped. Only the counts of answers are stored.
"""
