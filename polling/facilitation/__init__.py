"""Running the room: moving between stages, timers and messages."""
