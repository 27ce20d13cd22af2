"""Silent ideas: everybody writes alone first, then one idea of each is shown in turn."""
