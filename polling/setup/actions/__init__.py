"""The organizers' actions in setup, one module for each part."""
