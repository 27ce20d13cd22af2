"""Limits on the number of fields in a post's body."""

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

# A body with more fields, or a multipart form with more parts, takes tens of milliseconds to parse.
MOST_FIELDS, MOST_PARTS = 1_000, 300


def read_body() -> None:
    """Read the body of a post. Raises RequestEntityTooLarge if it has too many fields."""
    request.max_form_parts = MOST_PARTS
    body = request.get_data()
    if request.mimetype == "application/x-www-form-urlencoded" and body.count(b"&") > MOST_FIELDS:
        raise RequestEntityTooLarge
