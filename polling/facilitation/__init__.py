"""Running the room: moving the stage, clocks and messages."""
