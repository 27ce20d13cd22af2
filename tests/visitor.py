"""A person with a simulated browser: cookies, the CSRF token, and JSON answers."""

import re
from typing import Any, Self
from urllib.parse import parse_qsl

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from polling.core.access import Role
from polling.core.db import transaction
from polling.people.identity import admit

TOKEN = re.compile(r'name="csrf-token" content="([^"]+)"')


def as_form(address: str) -> tuple[str, dict[str, str]]:
    """Split a URL into its path and its query as form fields, for `post`."""
    path, _, query = address.partition("?")
    return path, dict(parse_qsl(query))


def mark_in(page: str, start: str) -> str:
    """The first mark (`seen`) after `start` in a page."""
    return page[page.index(start) :].split('name="seen" value="', 1)[1].split('"', 1)[0]


class Visitor:
    """One cookie jar. `post` sends a form (or JSON) as our pages' script does."""

    def __init__(self, app: Flask, address: str = "127.0.0.1") -> None:
        self.client: FlaskClient = app.test_client()
        self.client.environ_base["REMOTE_ADDR"] = address
        self._token = ""

    def holding(self, role: Role, workshop_id: int, target_id: int) -> Self:
        """Log the visitor in with a role directly, without a link."""
        with self.client.session_transaction() as cookie, transaction() as session:
            admit(session, cookie, role, workshop_id, target_id)
        return self

    def get(self, path: str, **headers: str) -> TestResponse:
        """Get a page, following redirects."""
        return self.client.get(path, follow_redirects=True, headers=headers)

    def post(self, path: str, data: Any = None, *, json: Any = None) -> TestResponse:
        """Post a form or JSON; the answer is JSON."""
        headers = {"X-CSRFToken": self.token(), "Accept": "application/json"}
        if json is not None:
            return self.client.post(path, json=json, headers=headers)
        return self.client.post(path, data=data or {}, headers=headers)

    def token(self) -> str:
        """The CSRF token of this session."""
        if not self._token:
            found = TOKEN.search(self.client.get("/").get_data(as_text=True))
            assert found
            self._token = found.group(1)
        return self._token
