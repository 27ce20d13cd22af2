"""What is done while groups work."""
