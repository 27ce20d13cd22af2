"""The results that the report and the workshop file publish."""
