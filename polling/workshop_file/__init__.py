"""The workshop file: a whole workshop as one JSON document; parsing, validating and writing it.

`read` parses bytes (JSON, a CSV sheet or a Markdown outline) and lists every problem; `write`
returns the canonical bytes. `load` and `dump` import from and export to the database.
"""
