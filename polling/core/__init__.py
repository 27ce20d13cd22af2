"""Basics for all packages: database, access, errors, text, time, languages, worker process."""
