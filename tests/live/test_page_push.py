"""Pushed pages: each phone gets its own, and many phones cost as little as few."""

import re
import zlib
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import gevent
import pytest
from flask import Flask

from benchmarks.counted_queries import counted_queries
from polling.app import socketio_of
from polling.breakouts.models import Group, Idea
from polling.core.db import reading, transaction
from polling.core.option_shuffle import mixed, own_order
from polling.facilitation.actions import send_message
from polling.live import announce, page_push
from polling.live.page_push import Phone, Pushed
from polling.pages import pages_to_push
from polling.people.models import Participant
from polling.presentations.models import Comment
from polling.recommendations.models import AgreementMark, Recommendation
from polling.workshop import version_cache
from polling.workshop.models import Workshop
from tests.breakouts.full_room import begin_work, draft, full_room
from tests.final_vote import electorate
from tests.prepared_rooms import Prepared
from tests.room import Room

NOW = re.compile(r' data-now="\d+"')
FEW, STAGES = 22, ("lobby", "ranking", "breakouts", "presentations", "final_vote", "survey")


@pytest.fixture
def busy(app: Flask, prepared: Prepared) -> Room:
    """78 people in eleven groups who have written ideas, marks and comments."""
    room = prepared.get(full_room, app)
    prepared.get(begin_work, room)
    prepared.get(draft, room)
    prepared.get(write_something, room)
    return room


def secret(person: int) -> str:
    """Text that only this person has written."""
    return f"only-{person}-wrote-this"


def comment(person: int) -> str:
    """This person's comment to another group, whose members also read it."""
    return f"comment-{person}-to-others"


def write_something(room: Room) -> None:
    with transaction() as session:
        for group in session.query(Group):
            group.idea_phase = "silent"
        for number in room.participants:
            person = session.get_one(Participant, number)
            group = session.get_one(Group, person.group_id)
            written = session.query(Recommendation).order_by(Recommendation.id)
            of_group = written.filter_by(group_id=group.id).first()
            other = written.filter(Recommendation.group_id != group.id).first()
            assert of_group
            assert other
            idea = {"group_id": group.id, "issue_id": of_group.issue_id}
            session.add(Idea(**idea, participant_id=number, text=secret(number)))
            session.add(
                AgreementMark(
                    recommendation_id=of_group.id,
                    participant_id=number,
                    group_id=group.id,
                    stance="reservations",
                    reason=secret(number),
                    wording_digest="of another wording",
                )
            )
            session.add(
                Comment(
                    recommendation_id=other.id,
                    participant_id=number,
                    kind="question",
                    text=comment(number),
                )
            )


def at(room: Room, stage: str) -> None:
    """Prepare the room at a stage, in the middle of it."""
    with transaction() as session:
        workshop = session.get_one(Workshop, room.workshop_id)
        workshop.stage = stage
        announce.changed(session, workshop, "stage")
        workshop.survey_open = stage == "survey"
        if stage == "presentations":
            first = session.query(Recommendation).order_by(Recommendation.id).first()
            assert first
            workshop.screen_state = {"group": first.group_id, "recommendation": 0}
    if stage == "final_vote":
        electorate.open_final_vote(room)


def phones(people: Sequence[int], language: str = "en") -> list[Phone]:
    with reading() as session:
        versions_of = {
            person: session.get_one(Participant, person).token_version for person in people
        }
    return [Phone(f"sid-{one}", one, versions_of[one], language) for one in people]


def pushed(room: Room, to: list[Phone]) -> list[Pushed]:
    with room.app.test_request_context("/"), reading() as session:
        return list(pages_to_push(session, room.workshop_id, to, 1000))


def page_of(person: int, made: list[Pushed]) -> str:
    [mine] = [one for one in made if f"sid-{person}" in one.sids]
    return zlib.decompress(mine.page).decode()


def test_each_phone_gets_what_it_would_fetch_and_nothing_of_anybody_else(busy: Room) -> None:
    for stage in STAGES:
        at(busy, stage)
        made = pushed(busy, phones(busy.participants))
        for person in busy.participants[:3]:
            fetched = busy.participant_visitor(person).get(f"/w/{busy.code}", **{"X-Fragment": "1"})
            own = page_of(person, made)
            assert NOW.sub("", own) == NOW.sub("", fetched.get_data(as_text=True)), stage
        for person in busy.participants:
            others = set(re.findall(r"only-(\d+)-wrote-this", page_of(person, made)))
            assert others <= {str(person)}, stage
            heard = set(re.findall(r"comment-(\d+)-to-others", page_of(person, made)))
            assert heard <= {str(person)} or 'id="heard"' in page_of(person, made), stage
            assert 'data-voter=""' in page_of(person, made)
            tokens = re.findall(r'name="csrf_token" value="([^"]*)"', page_of(person, made))
            assert set(tokens) <= {""}, stage


def test_what_somebody_wrote_is_on_their_own_page(busy: Room) -> None:
    for stage, words in (("breakouts", secret), ("presentations", comment)):
        at(busy, stage)
        made = pushed(busy, phones(busy.participants))
        assert sum(words(one) in page_of(one, made) for one in busy.participants) > FEW


def test_a_page_of_the_same_version_is_the_same_after_somebody_has_joined(busy: Room) -> None:
    same = []
    for stage in STAGES:
        at(busy, stage)
        to = phones(busy.participants)
        made = pushed(busy, to)
        before = {made[0].version: _pages(made)}
        busy.join(1)
        version_cache.forget_all()
        after = pushed(busy, to)
        same += [stage] if after[0].version in before else []
        assert before.get(after[0].version, _pages(after)) == _pages(after), stage
    # Where groups write, who comes late gets a place in one.
    assert same == ["lobby", "ranking", "final_vote", "survey"]


def _pages(made: list[Pushed]) -> dict[str, str]:
    return {
        sid: NOW.sub("", zlib.decompress(one.page).decode()) for one in made for sid in one.sids
    }


@pytest.mark.parametrize("stage", STAGES)
def test_many_phones_take_as_many_queries_as_few(busy: Room, stage: str) -> None:
    at(busy, stage)
    counts = []
    for people in (busy.participants[:FEW], busy.participants):
        version_cache.forget_all()
        to = phones(people)
        with counted_queries() as seen:
            pushed(busy, to)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_phones_that_show_the_same_get_the_same_bytes(room: Room) -> None:
    room.go("lobby")
    room.join(9)
    room.go("ranking")
    room.open_ranking()
    made = pushed(room, phones(room.participants))
    assert [len(one.sids) for one in made] == [9]
    contest = room.contests()[0]
    room.cast(room.participants[0], contest.id, {"ranking": contest.options[:1]})
    assert sorted(len(one.sids) for one in pushed(room, phones(room.participants))) == [1, 8]


def test_each_language_gets_its_own_page(room: Room) -> None:
    room.go("lobby")
    one, other = room.join(2)
    made = pushed(room, [*phones([one]), *phones([other], "vi")])
    assert "Practise while you wait" in page_of(one, made)
    assert "Practise while you wait" not in page_of(other, made)


def test_who_was_removed_or_has_a_newer_badge_is_pushed_nothing(room: Room) -> None:
    room.go("lobby")
    people = room.join(3)
    to = phones(people)
    with transaction() as session:
        session.get_one(Participant, people[0]).removed = True
        session.get_one(Participant, people[1]).token_version += 1
    made = pushed(room, to)
    assert {sid: bool(one.page) for one in made for sid in one.sids} == {
        f"sid-{people[0]}": False,
        f"sid-{people[1]}": False,
        f"sid-{people[2]}": True,
    }


def connect(room: Room, person: int, **auth: Any) -> Any:
    return socketio_of(room.app).test_client(
        room.app,
        flask_test_client=room.participant_visitor(person).client,
        auth={"workshop": room.code, "role": "participant", **auth},
    )


def test_a_phone_that_accepts_pages_is_pushed_one_and_others_get_a_message(room: Room) -> None:
    room.go("lobby")
    one, other = room.join(2)
    follower, asker = connect(room, one, takes_pages=True), connect(room, other)
    for phone in (follower, asker):
        phone.get_received()
    with transaction() as session:
        send_message(session, room.organizer, "Lunch is ready", None)
    heard: dict[str, list[Any]] = {"follower": [], "asker": []}
    with gevent.Timeout(60):
        while not all(heard.values()):
            gevent.sleep(0.02)
            heard["follower"] += follower.get_received()
            heard["asker"] += asker.get_received()
    assert [one["name"] for one in heard["asker"]] == ["changed"]
    assert [one["name"] for one in heard["follower"]] == ["page"]
    [message] = heard["follower"][0]["args"]
    assert "Lunch is ready" in zlib.decompress(message["page"]).decode()


def test_a_group_is_pushed_at_most_once_a_second_and_nobody_else_waits_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pushed: list[tuple[float, list[str]]] = []
    clock: Any = SimpleNamespace(now=100.0, monotonic=lambda: clock.now)

    def push_to(workshop_id: int, rooms: list[str]) -> None:
        pushed.append((clock.now, rooms))
        if len(pushed) == 1:
            page_push.push(workshop_id, ["group:1"])

    def wait() -> None:
        clock.now += 0.5
        if clock.now == 100.5:
            page_push.push(1, ["group:1", "group:2", "workshop:1:participant"])

    server = SimpleNamespace(start_background_task=lambda task, *given: task(*given))
    fakes = {"time": clock, "_socketio": server, "_phones": sorted, "_push_to": push_to}
    for name, fake in (fakes | {"_wait": wait, "_wanted": {}, "_pushed": {}}).items():
        monkeypatch.setattr(page_push, name, fake)
    page_push.push(1, ["group:1"])
    assert pushed == [
        (100.0, ["group:1"]),
        (100.5, ["group:2", "workshop:1:participant"]),
        (101.0, ["group:1"]),
    ]


def test_an_order_of_ones_own_is_the_same_every_time_and_fair() -> None:
    assert [mixed(text) for text in ("", "a", "3f:17:5")] == [2872998923, 444641715, 30249341]
    items = list(range(4))
    firsts = [own_order(items, "seed", voter, int)[0] for voter in range(4000)]
    assert all(abs(firsts.count(item) - 1000) < 120 for item in items)
    assert own_order(items, "seed", 7, int) == own_order(items[::-1], "seed", 7, int)
