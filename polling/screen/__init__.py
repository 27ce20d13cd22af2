"""The screen: its state, its layout, and the steps of a reveal."""
