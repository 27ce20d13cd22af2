"""The results published by the report and the workshop file."""
