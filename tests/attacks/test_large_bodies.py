"""A large body is refused before it is parsed, and no response is much longer than its request."""

import json
from typing import Any

import pytest
from flask import Flask, g
from pydantic import BaseModel, ConfigDict

from polling.core.errors import BadInput
from polling.core.text import LONGEST
from polling.web import forms
from polling.web.forms import (
    MOST_CHARACTERS,
    MOST_OF_ORGANIZERS,
    MOST_PROBLEMS,
    MOST_VALUES,
    parse_payload,
)
from polling.web.gatekeeper import BODY_LIMIT_BYTES, FORM_LIMIT_BYTES
from tests.room import Room

FORM = "application/x-www-form-urlencoded"


class Given(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str = ""
    parts: list[Any] = []


def fields(number: int) -> dict[str, int]:
    return {f"field{index}": index for index in range(number)}


@pytest.mark.parametrize("path", ["/", "/login", "/b", "/language", "/j/{0}", "/w/{0}/ballots"])
def test_what_people_post_is_small(room: Room, path: str) -> None:
    room.go("lobby")
    phone = room.participant_visitor()
    at = path.format(room.code)
    assert phone.post(at, json={"name": "a" * BODY_LIMIT_BYTES}).status_code == 413
    assert phone.post(at, {"name": "a" * FORM_LIMIT_BYTES}).status_code == 413


def test_a_body_is_read_only_once_we_know_who_sends_it(app: Flask) -> None:
    room = Room.of(app)
    stranger = app.test_client()
    address, body = f"/console/{room.code}/message", "a=1&" * 300_000
    answer = stranger.post(address, data=body, content_type=FORM)
    assert answer.status_code == 401


def test_an_answer_names_only_so_many_problems(room: Room) -> None:
    room.go("lobby")
    phone = room.participant_visitor()
    answer = phone.post(f"/w/{room.code}/wishes", json=fields(MOST_VALUES - 10))
    assert len(answer.get_json()["error"]["problems"]) == MOST_PROBLEMS
    assert len(answer.data) < BODY_LIMIT_BYTES / 10


@pytest.mark.parametrize(
    "data",
    [
        fields(MOST_VALUES + 1),
        {"parts": [0] * MOST_VALUES},
        {"parts": [[0] * 100 for _ in range(MOST_VALUES // 100)]},
        {"parts": [fields(10) for _ in range(MOST_VALUES // 10)]},
    ],
)
def test_a_payload_of_too_many_values_is_refused_whole(app: Flask, data: dict[str, Any]) -> None:
    with app.test_request_context(), pytest.raises(BadInput) as refused:
        parse_payload(Given, json.loads(json.dumps(data)))
    assert not refused.value.problems


def test_a_large_payload_of_ours_is_taken(app: Flask) -> None:
    with app.test_request_context():
        assert len(parse_payload(Given, {"parts": ["a"] * 5_000}).parts) == 5_000


@pytest.mark.parametrize(
    "data",
    [
        {"name": "é" * (MOST_CHARACTERS + 1)},
        {"parts": ["\u200c" * 100] * (MOST_CHARACTERS // 100 + 1)},
        {"unknown": {"deep": ["ก" * LONGEST] * (MOST_CHARACTERS // LONGEST + 1)}},
    ],
)
def test_long_texts_are_refused_before_they_are_cleaned(
    app: Flask, data: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    cleaned: list[Any] = []
    monkeypatch.setattr(forms, "visible", cleaned.append)
    with app.test_request_context(), pytest.raises(BadInput):
        parse_payload(Given, data)
    assert cleaned == []


def test_long_texts_in_any_script_are_taken(app: Flask) -> None:
    with app.test_request_context():
        assert parse_payload(Given, {"name": "ก" * LONGEST}).name == "ก" * LONGEST


def test_an_organizer_may_send_more(room: Room) -> None:
    with room.app.test_request_context():
        g.actor = room.organizer
        assert parse_payload(Given, {"name": "ก" * MOST_OF_ORGANIZERS}).name
        with pytest.raises(BadInput):
            parse_payload(Given, {"name": "ก" * (MOST_OF_ORGANIZERS + 1)})
