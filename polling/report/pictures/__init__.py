"""The pictures of a report: one on its cover, and the logos of those who publish it."""
