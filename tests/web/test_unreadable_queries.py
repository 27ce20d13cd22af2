"""A query string that is not UTF-8 is refused; browsers encode all such bytes."""

import pytest
from werkzeug.test import TestResponse

from tests.room import Room
from tests.visitor import Visitor

UNREADABLE = "k=\xff"  # as in a WSGI environment: one byte


def ask(visitor: Visitor, path: str, method: str = "GET", **headers: str) -> TestResponse:
    raw = {"QUERY_STRING": UNREADABLE}
    return visitor.client.open(path, method=method, headers=headers, environ_overrides=raw)


@pytest.mark.parametrize(
    "path",
    ["/", "/login", "/j/{}", "/w/{}", "/w/{}/plain", "/console/{}", "/n/none", "/r/none"],
)
def test_every_page_is_refused(room: Room, path: str) -> None:
    room.go("lobby")
    for visitor in (Visitor(room.app), room.participant_visitor(), room.organizer_visitor()):
        answer = ask(visitor, path.format(room.code))
        assert answer.status_code == 400
        assert "That did not work" in answer.get_data(as_text=True)


@pytest.mark.parametrize("path", ["/", "/login", "/j/{}", "/w/{}/wishes", "/console/{}/stage"])
def test_every_form_is_refused(room: Room, path: str) -> None:
    room.go("lobby")
    for visitor in (Visitor(room.app), room.participant_visitor(), room.organizer_visitor()):
        headers = {"X-CSRFToken": visitor.token()}
        assert ask(visitor, path.format(room.code), "POST", **headers).status_code == 400


def test_the_form_of_another_site_is_refused_as_such(room: Room) -> None:
    answer = ask(Visitor(room.app), "/login", "POST", Origin="https://other.example")
    assert answer.status_code == 403


@pytest.mark.parametrize("path", ["/zzz", "/console"])
def test_what_is_no_page_is_answered_as_usual(room: Room, path: str) -> None:
    visitor = Visitor(room.app)
    assert ask(visitor, path).status_code == visitor.client.get(path).status_code


def test_a_script_is_refused_in_json(room: Room) -> None:
    answer = ask(Visitor(room.app), "/login", Accept="application/json")
    assert answer.status_code == 400
    assert answer.json
    assert answer.json["error"]["code"] == "bad-input"


def test_a_query_in_utf_8_is_read(room: Room) -> None:
    raw = {"QUERY_STRING": "code=é".encode().decode("latin-1")}
    page = Visitor(room.app).client.get("/", environ_overrides=raw)
    assert "é" in page.get_data(as_text=True)
