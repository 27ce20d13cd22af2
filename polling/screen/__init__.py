"""What the screen shows: its state, how much fits on it, and the steps of a reveal."""
