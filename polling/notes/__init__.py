"""Notes: before the workshop, note-takers write notes on sessions, each with a link."""
