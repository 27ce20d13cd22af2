"""What operators ask of a server: its health and its metrics."""
