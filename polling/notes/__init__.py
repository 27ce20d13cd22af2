"""Before the workshop: what note-takers hear in the sessions, and write by a link of their own."""
