"""How remote members take part in their group."""

import json

import pytest

from polling.breakouts import queries
from polling.breakouts.seating import actions as seating
from polling.core.db import reading, transaction
from polling.core.edit_conflicts import held_by, mark
from polling.people.models import Participant
from polling.setup.forms import GroupText
from polling.workshop.models import LogEntry
from tests.breakouts.full_room import group
from tests.room import Room
from tests.visitor import Visitor

ELSEWHERE = 'target="_blank" rel="noopener noreferrer"'
LINK = "https://meet.example.org/j/818?pwd=secret"


def member_of(room: Room, number: int, presence: str) -> Visitor:
    """A phone in this group whose owner is in the room or remote."""
    phone = Visitor(room.app)
    phone.post(f"/j/{room.code}", {"attributes.presence": presence})
    with transaction() as session:
        newest = session.query(Participant).order_by(Participant.id.desc()).first()
        assert newest is not None
        here = queries.group(session, room.workshop_id, group(room, number).id)
        seating.move(session, room.organizer, newest, here)
    return phone


def page(room: Room, phone: Visitor) -> str:
    return phone.get(f"/w/{room.code}").text


def link(room: Room, address: str) -> dict[str, object]:
    answer = room.facilitator_visitor(3).post(f"/w/{room.code}/group/meeting", {"link": address})
    told: dict[str, object] = answer.get_json()
    return told


def test_a_virtual_member_waits_for_the_link_and_then_opens_it_safely(at_work: Room) -> None:
    phone = member_of(at_work, 3, "Virtual")
    assert "Your group’s meeting link will appear here." in page(at_work, phone)
    assert link(at_work, f" {LINK} ")["ok"]
    shown = page(at_work, phone)
    assert f'class="button primary" href="{LINK}" {ELSEWHERE}' in shown
    assert "opens meet.example.org" in shown


def test_who_is_in_the_room_sees_it_without_being_sent_there(at_work: Room) -> None:
    phone = member_of(at_work, 3, "In the room")
    assert "meeting" not in page(at_work, phone)
    link(at_work, LINK)
    assert f'class="button" href="{LINK}"' in page(at_work, phone)


def test_nobody_else_sees_it_and_neither_log_nor_file_has_it(at_work: Room) -> None:
    others = member_of(at_work, 4, "Virtual"), at_work.screen_visitor(), at_work.organizer_visitor()
    link(at_work, LINK)
    room = at_work.code
    pages = [
        page(at_work, others[0]),
        at_work.facilitator_visitor(4).get(f"/w/{room}/facilitator").text,
        others[1].get(f"/w/{room}/screen").text,
        others[2].get(f"/console/{room}/breakouts").text,
        others[2].get(f"/console/{room}/log").text,
        others[2].get(f"/console/{room}/export/json").text,
    ]
    assert [text for text in pages if "meet.example.org" in text] == []
    with reading() as session:
        kept = session.query(LogEntry).order_by(LogEntry.id.desc()).first()
        assert kept is not None
        assert (kept.action, kept.detail) == ("meeting-linked", {"group": 3})


@pytest.mark.parametrize(
    "address",
    [
        "http://meet.example.org/a",
        "javascript:alert(1)",
        "https:/meet.example.org",
        "https://",
        "https://bank.example@evil.example/a",
        'https://meet.example.org/"onclick="x',
        "https://meet.example.org/a b",
        "https://[meet.example.org/a",
        "https://meet.example.org:port/a",
        "https://мeet.example.org/a",
        "meet.example.org/a",
    ],
)
def test_whatever_is_no_plain_https_address_is_refused_and_the_old_one_stays(
    at_work: Room, address: str
) -> None:
    link(at_work, LINK)
    refused = link(at_work, address)
    assert "begins with https://" in json.dumps(refused["error"])
    assert group(at_work, 3).meeting_link == LINK


def test_it_can_be_taken_away_again(at_work: Room) -> None:
    link(at_work, LINK)
    link(at_work, "")
    assert group(at_work, 3).meeting_link == ""


def test_it_can_be_given_before_the_breakouts_begin(full: Room) -> None:
    page = full.facilitator_visitor(3).get(f"/w/{full.code}/facilitator").text
    assert 'id="set-meeting"' in page
    assert link(full, LINK)["ok"]
    assert group(full, 3).meeting_link == LINK


def test_an_organizer_gives_it_in_the_setup(at_work: Room) -> None:
    organizer, there = at_work.organizer_visitor(), group(at_work, 3)
    address = f"/console/{at_work.code}/setup/groups/{there.id}"
    seen = mark(held_by(there, GroupText))
    sent = {"number": 3, "theme_id": there.theme_id, "seen": seen, "meeting_link": "ftp://x"}
    assert organizer.post(address, sent).status_code == 400
    assert organizer.post(address, sent | {"meeting_link": LINK}).status_code == 200
    assert group(at_work, 3).meeting_link == LINK


def test_a_facilitator_sees_who_is_elsewhere_and_that_they_need_a_link(at_work: Room) -> None:
    member_of(at_work, 3, "Virtual")
    tablet = at_work.facilitator_visitor(3)
    shown = tablet.get(f"/w/{at_work.code}/facilitator").text
    virtual = shown.count('<span class="small">Virtual</span>')
    assert virtual >= 1
    assert "online. Add a meeting link." in shown
    link(at_work, LINK)
    shown = tablet.get(f"/w/{at_work.code}/facilitator").text
    assert "Add a meeting link" not in shown
    assert f'href="{LINK}" {ELSEWHERE}' in shown
