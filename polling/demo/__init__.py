"""The demo: a whole invented workshop, close in size and shape to a real one."""
