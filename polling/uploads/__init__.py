"""Uploaded files: checked before a library reads them, and parsed in a worker process."""
