"""What organizers do with the report: choose its form, freeze it, publish it."""
