"""The workshop file: a whole workshop as one JSON document, read, checked, written.

`read` takes bytes from outside (JSON, a CSV sheet or a Markdown outline) and names every problem;
`write` gives the canonical bytes. `load` and `dump` carry it into and out of the database.
"""
