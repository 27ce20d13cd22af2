"""Numbers in URLs are ids of rows, or smaller: larger ones are no page.

PostgreSQL raises an error if an id is larger than its column can hold.
"""

from typing import Any

from flask import Flask, request
from werkzeug.routing import IntegerConverter

LARGEST = 2**31 - 1


class _RowNumber(IntegerConverter):
    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{"max": LARGEST} | more)


def install(app: Flask) -> None:
    """Limit `<int:…>` in the rules that are added later."""
    app.url_map.converters["int"] = _RowNumber


def number_in_query(name: str) -> int | None:
    """Return a number of the query string; None if it is missing, or no row can have it."""
    number = request.args.get(name, type=int)
    return number if number is not None and 0 <= number <= LARGEST else None
