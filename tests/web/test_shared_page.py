"""Whole pages that many open: rendered once, and each reader gets their own number and tokens."""

import re

import pytest

from benchmarks.counted_queries import counted_queries
from polling.core.db import transaction
from polling.facilitation.actions import send_message
from polling.lobby.pages import Answers
from polling.web import shared_page
from tests.room import Room

# What differs from one answer to the next.
CHANGING = re.compile(r'nonce="[^"]+"|data-now="\d+"|(?:value|content)="[\w-]+\.[\w-]+\.[\w-]+"')


def page(room: Room, person: int) -> str:
    return room.participant_visitor(person).get(f"/w/{room.code}").text


def test_each_reader_gets_the_lobby_as_if_it_were_rendered_for_them(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.go("lobby")
    people = room.join(9)  # of several sectors
    shared = [CHANGING.sub("", page(room, person)) for person in people]
    monkeypatch.setattr(Answers, "in_own_order", True)
    assert shared == [CHANGING.sub("", page(room, person)) for person in people]
    assert len(set(shared)) == len(people)


def test_no_reader_gets_the_tokens_of_another(room: Room) -> None:
    room.go("lobby")
    one, other = (page(room, person) for person in room.join(2))
    for pattern in (r'nonce="([^"]+)"', r'csrf_token" value="([^"]+)"', r'voter="(\d+)"'):
        mine, others = set(re.findall(pattern, one)), set(re.findall(pattern, other))
        assert len(mine) == len(others) == 1, pattern
        assert mine != others, pattern


def test_who_opens_the_lobby_after_others_have_joined_gets_what_was_rendered(room: Room) -> None:
    room.go("lobby")
    [first] = room.join(1)
    page(room, first)
    visitor = room.participant_visitor(first)
    room.join(1)
    with counted_queries() as seen:
        visitor.get(f"/w/{room.code}")
    assert len(seen) == 1  # who is asking
    with transaction() as session:
        send_message(session, room.organizer, "Lunch is ready", None)
    assert "Lunch is ready" in visitor.get(f"/w/{room.code}").text


def test_it_keeps_no_more_pages_than_it_should(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared_page, "MOST_PAGES", 3)
    room.go("lobby")
    for person in room.join(9):
        page(room, person)
    assert len(shared_page._pages) == 3
