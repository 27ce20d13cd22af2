"""Who has changed what, and when: versions of each recommendation."""
