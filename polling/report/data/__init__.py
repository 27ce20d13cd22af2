"""The data of a report: each figure once, as the basis of all formats."""
