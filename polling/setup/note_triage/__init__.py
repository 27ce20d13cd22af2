"""Triage: notes become issues."""
