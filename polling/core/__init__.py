"""What every part uses: database, access, errors, text, time, languages, worker process."""
