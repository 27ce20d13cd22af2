"""The demo: a complete made-up workshop, similar in size to a real one."""
