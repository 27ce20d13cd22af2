"""Silent ideas: all members write alone first, then their ideas are shown one after another."""
