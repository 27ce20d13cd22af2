"""The data of a report: every figure once, which all formats are drawn from."""
