"""Writing the texts of the report together."""
