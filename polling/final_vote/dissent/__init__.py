"""Dissent notes: objections to a revealed result."""
