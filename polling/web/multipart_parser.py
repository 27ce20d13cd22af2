"""Multipart forms that cannot be read, or whose parts have long headers, are refused.

The server needs a millisecond to parse each KB of the headers, and everybody else waits.
"""

import re
from io import BytesIO
from typing import IO, Any

import flask
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

MOST_HEADER_BYTES = 2_000  # of a part: the names of a field and of a file
_END_OF_HEADERS = re.compile(rb"\r\n\r\n|\r\r|\n\n")
_END_OF_LINE = re.compile(rb"[^\S\r\n]*(\r\n|\r|\n)?")  # of the delimiter


class FormParser(FormDataParser):
    """Flask's parser, after a look at the parts' headers."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.silent = False  # otherwise the form would be empty

    def parse(
        self,
        stream: IO[bytes],
        mimetype: str,
        content_length: int | None,
        options: dict[str, str] | None = None,
    ) -> Any:
        """Parse a form.

        Raises:
            BadRequest: it cannot be read.
            RequestEntityTooLarge: it has too many parts, or their headers are too long.
        """
        if mimetype == "multipart/form-data":
            boundary = (options or {}).get("boundary")
            if not boundary:
                raise BadRequest
            body = stream.read()
            self._require_short_headers(body, boundary)
            stream = BytesIO(body)
        try:
            return super().parse(stream, mimetype, content_length, options)
        except ValueError as error:
            raise BadRequest from error

    def _require_short_headers(self, body: bytes, boundary: str) -> None:
        delimiter = b"--" + boundary.encode("ascii", "replace")
        if body.count(delimiter) > (self.max_form_parts or 0) + 1:
            raise RequestEntityTooLarge
        *parts, last = [_END_OF_LINE.sub(b"", one, 1) for one in body.split(delimiter)[1:]] or [b""]
        # The last delimiter ends the form, and no headers follow it.
        ends = [_END_OF_HEADERS.search(part[:MOST_HEADER_BYTES]) for part in parts]
        end = _END_OF_HEADERS.search(last)
        if not all(ends) or (end and end.start() > MOST_HEADER_BYTES):
            raise RequestEntityTooLarge


class Request(flask.Request):
    """A request whose forms are parsed by `FormParser`."""

    form_data_parser_class = FormParser
