"""Joining: people who join at the same time share one commit, and each gets their own answer."""

import re

import gevent
import pytest
from sqlalchemy import select

from polling.core.db import reading, transaction
from polling.core.errors import BadInput, Conflict
from polling.core.i18n import speaking
from polling.people.actions import participants
from polling.people.actions.participants import ENDED, FULL, NOT_YET, Newcomer, let_in
from polling.people.models import Participant
from polling.workshop.models import Workshop
from tests.databases import commits, on_both
from tests.room import Room
from tests.visitor import Visitor

VERSION = select(Workshop.version)


def version(room: Room) -> int:
    with reading() as session:
        return session.scalars(VERSION.where(Workshop.id == room.workshop_id)).one()


@on_both
def test_people_who_come_at_the_same_time_are_numbered_in_one_commit(room: Room) -> None:
    room.go("lobby")
    before = version(room)
    came = [
        gevent.spawn(let_in, Newcomer(room.workshop_id, {"sector": sector}))
        for sector in ("NGO", "", "Government")
    ]
    joined = [one.get(timeout=30) for one in came]
    assert [person.number for person in joined] == [1, 2, 3]
    assert version(room) == before + 1
    with reading() as session:
        stored = session.scalars(select(Participant).order_by(Participant.number))
        said = [person.attributes for person in stored]
    assert said == [{"sector": "NGO"}, {}, {"sector": "Government"}]


@on_both
def test_a_wrong_answer_leaves_the_others_in_one_commit(room: Room) -> None:
    room.go("lobby")
    with commits() as made:
        first, wrong, second = (
            gevent.spawn(let_in, Newcomer(room.workshop_id, {"sector": sector}))
            for sector in ("NGO", "no such sector", "NGO")
        )
        with pytest.raises(BadInput):
            wrong.get(timeout=30)
        assert [one.get(timeout=30).number for one in (first, second)] == [1, 2]
    assert len(made) == 1


def test_a_refusal_is_in_the_language_of_the_reader(room: Room) -> None:
    with transaction() as session:
        session.get_one(Workshop, room.workshop_id).template = True
    early = Visitor(room.app)
    early.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "vi"
    answer = early.post(f"/j/{room.code}", {})
    with room.app.app_context(), speaking("vi"):
        words = str(NOT_YET)
    assert answer.json is not None
    english = "You cannot join yet. Try again when the workshop starts."
    assert answer.json["error"]["message"] == words != english


def test_after_the_workshop_nobody_is_asked_to_join(room: Room) -> None:
    room.go("lobby", "closed")
    late = Visitor(room.app)
    page = late.get(f"/j/{room.code}").text
    assert "The workshop has ended. You can no longer join." in page
    assert 'action="/j/' not in page
    refused = late.post(f"/j/{room.code}", {})
    assert refused.get_json()["error"]["message"] == str(ENDED)


def test_after_the_workshop_the_join_page_leads_to_the_public_report(room: Room) -> None:
    room.go("lobby", "closed")
    late = Visitor(room.app)
    assert "Read the report" not in late.get(f"/j/{room.code}").text
    organizer = room.organizer_visitor()
    organizer.post(f"/console/{room.code}/report/publish")
    assert "Read the report" not in late.get(f"/j/{room.code}").text
    assert organizer.post(f"/console/{room.code}/report/open").status_code == 200
    [path] = re.findall(r'href="(/r/[^"]+)"', late.get(f"/j/{room.code}").text)
    assert late.get(path).status_code == 200
    organizer.post(f"/console/{room.code}/report/close")
    assert "Read the report" not in late.get(f"/j/{room.code}").text


def test_details_that_stay_the_same_are_not_announced(room: Room) -> None:
    room.go("lobby")
    phone = room.participant_visitor()

    def version_after(sector: str) -> int:
        details = {"attributes": {"sector": sector}}
        assert phone.post(f"/w/{room.code}/details", json=details).status_code == 200
        return version(room)

    first = version_after("NGO")
    assert version_after("NGO") == first
    assert version_after("Media") == first + 1


@on_both
def test_a_full_workshop_lets_people_in_after_a_removal(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(participants, "MOST_PARTICIPANTS", 2)
    room.go("lobby")
    newcomer = Newcomer(room.workshop_id, {})
    came = [gevent.spawn(let_in, newcomer) for _ in range(3)]
    first, second = (one.get(timeout=30) for one in came[:2])
    assert (first.number, second.number) == (1, 2)
    with pytest.raises(Conflict, match=str(FULL)):
        came[2].get(timeout=30)
    with transaction() as session:
        session.get_one(Participant, first.id).removed = True
    assert let_in(newcomer).number == 3
    with pytest.raises(Conflict):
        let_in(newcomer)
