"""The event itself: its stage, themes, issues, timers, messages and log."""
