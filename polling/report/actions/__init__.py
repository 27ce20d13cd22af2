"""Organizers' actions on the report: choosing its form, freezing and publishing it."""
