"""No request redirects to another site, whatever its Referer or `to` contains."""

import pytest

from tests.room import PASSWORD, Room
from tests.visitor import Visitor

ELSEWHERE = [
    "http://localhost//evil.example/",
    "http://evil.example/console/",
    "//evil.example/",
    "http://localhost/\\evil.example",
    "http://localhost@evil.example/",
    "javascript:alert(1)",
]


def redirect(room: Room, path: str, referrer: str, **fields: str) -> str:
    """Where a plain form redirects, sent without our script from a page at `referrer`."""
    visitor = Visitor(room.app)
    sent = fields | {"csrf_token": visitor.token()}
    headers = {"Referer": referrer, "Accept": "text/html"}
    return visitor.client.post(path, data=sent, headers=headers).location


@pytest.mark.parametrize("referrer", ELSEWHERE)
def test_choosing_a_language_stays_on_this_site(room: Room, referrer: str) -> None:
    assert redirect(room, "/language", referrer, language="vi") == "/"


@pytest.mark.parametrize("referrer", ELSEWHERE)
def test_a_refused_form_stays_on_this_site(room: Room, referrer: str) -> None:
    assert redirect(room, "/language", referrer, language="xx") == "/"


def test_choosing_a_language_leads_back_to_the_same_page(room: Room) -> None:
    page = "http://localhost/?code=123456"
    assert redirect(room, "/language", page, language="vi") == "/?code=123456"


@pytest.mark.parametrize("to", ELSEWHERE)
def test_logging_in_stays_on_this_site(room: Room, to: str) -> None:
    room.organizer_visitor()
    given = {"email": "organizer@test.example", "password": PASSWORD, "to": to}
    answer = Visitor(room.app).post("/login", given)
    assert answer.json == {"ok": True, "message": "", "to": "/console/"}
