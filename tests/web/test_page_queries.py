"""The number of queries per page: small, and independent of the numbers of themes and groups."""

from collections.abc import Iterator
from http import HTTPStatus
from itertools import chain
from typing import Any, NamedTuple, TypeVar

import pytest
from flask import Flask, url_for
from sqlalchemy import select
from werkzeug.routing import Rule

from benchmarks.counted_queries import counted_queries
from polling import stages
from polling.breakouts import pages as breakouts
from polling.breakouts.facilitator_link import facilitator_address
from polling.breakouts.models import Group
from polling.core.access import Role, roles_of
from polling.core.db import reading
from polling.notes.models import NoteLink
from polling.notes.note_taker_link import note_taker_address
from polling.people import urls
from polling.people.models import Organizer
from polling.report import pages as report
from polling.setup.sections import SECTIONS
from polling.survey import pages as survey
from polling.workshop import version_cache
from polling.workshop.models import Workshop
from tests.room import Room
from tests.visitor import Visitor
from tests.web import full_workshop_day

MOST = 14
# It uses all data: one query per table, some of them again after a worker has checked the texts.
MOST_OF_REPORT = 28
SMALL, LARGE = 3, 6  # themes, and groups


class Asked(NamedTuple):
    """A page requested at a moment of the day."""

    moment: str
    role: Role
    page: str


Counts = dict[Asked, int]

# Files are drawn in another process, which is slow.
FILES = {
    "operation.ready",  # not a page: it queries the database now and then
    "badges.sheet",
    "report.bundling.download",
    "report.bundling.progress",
    "report.download",
    "report.export",
    "report.export_version",
    "report.picture",
    "report.pictures.show",
    "report.public.download",
    "report.public.picture",
}
# At these moments, test every view of each tab of the console; at others only the first.
FULL = {"lobby", "ranking waits", "breakouts", "closed"}
VIEWS = {
    "setup": [f"section={key}" for key in SECTIONS],
    "breakouts": [f"view={view}" for view in breakouts.VIEWS if view != "history"],
    "survey": [f"part={part}" for part in survey.PARTS],
    "closed": [*(f"view={view}" for view in report.VIEWS), "view=files&compare=2"],
}


@pytest.mark.slow
def test_a_page_takes_few_queries_however_many_themes_and_groups_there_are(app: Flask) -> None:
    small, large = (_measured(app, size) for size in (SMALL, LARGE))
    print(_table(small, large))
    assert {page: count for page, count in large.items() if count > _most(page)} == {}
    assert {
        page: (small[page], count) for page, count in large.items() if small[page] != count
    } == {}


def _most(asked: Asked) -> int:
    of_report = asked.page.startswith(("/console/…/closed", "/console/<code>/report"))
    of_report |= asked.role is Role.SCREEN and asked.moment.startswith("closed")
    return MOST_OF_REPORT if of_report else MOST


def _measured(app: Flask, size: int) -> Counts:
    file = full_workshop_day.planned(size)
    one, two = (Room.of(app, file, f"{name}-{size}@test.example") for name in ("one", "two"))
    found: Counts = {}
    day = (
        full_workshop_day.whole_day(one),
        full_workshop_day.vote_in_one_stage(one),
        full_workshop_day.conclude(one),
    )
    for moment in chain(*day):
        found |= _counts(one, moment)
    for _moment in full_workshop_day.whole_day(two):
        pass
    for moment in full_workshop_day.vote_in_two_stages(two):
        found |= _counts(two, moment)
    return found


def _counts(room: Room, moment: str) -> Counts:
    """The queries of each page at this moment in each role, without caches."""
    found: Counts = {}
    for role, visitor in _visitors(room).items():
        for page, address in _addresses(room, role, every_view=moment in FULL):
            version_cache.forget_all()
            with counted_queries() as queries:
                answer = visitor.client.get(address)
            if answer.status_code < HTTPStatus.BAD_REQUEST:
                found[Asked(moment, role, page)] = len(queries)
    return found


def _visitors(room: Room) -> dict[Role, Visitor]:
    """A visitor of each role; a participant only once somebody has joined."""
    targets = {
        Role.ORGANIZER: room.organizer_id,
        Role.SCREEN: room.workshop_id,
        Role.FACILITATOR: _first(room, Group).id,
        Role.NOTE_TAKER: _first(room, NoteLink).id,
    }
    if room.participants:
        targets[Role.PARTICIPANT] = room.participants[0]
    known = {
        role: Visitor(room.app).holding(role, room.workshop_id, target)
        for role, target in targets.items()
    }
    return known | {Role.ANYONE: Visitor(room.app)}


def _addresses(room: Room, role: Role, *, every_view: bool = True) -> list[tuple[str, str]]:
    """(page, URL) of every GET route for this role, except files."""
    with room.app.test_request_context():
        values = _values(room)
        return [
            one
            for rule in room.app.url_map.iter_rules()
            if "GET" in (rule.methods or ()) and rule.endpoint not in FILES
            if role in roles_of(room.app.view_functions[rule.endpoint])
            for one in _of_rule(rule, values, every_view=every_view)
        ]


def _of_rule(rule: Rule, values: dict[str, Any], *, every_view: bool) -> Iterator[tuple[str, str]]:
    given = {name: values[IN_RULE.get((rule.endpoint, name), name)] for name in rule.arguments}
    if "stage" not in given:
        yield rule.rule, url_for(rule.endpoint, **given, k=values["k"])
        return
    for stage in stages.KEYS:
        address = url_for(rule.endpoint, **given | {"stage": stage})
        for query in VIEWS.get(stage, [""])[: None if every_view else 1]:
            yield f"/console/…/{stage} {query}", f"{address}?{query}"


# Arguments of routes whose names have other meanings elsewhere.
IN_RULE = {
    ("breakouts.enter_link", "token"): "facilitator",
    ("notes.enter_link", "token"): "note-taker",
    ("screens.enter_screen", "token"): "screen",
    ("logins.password", "token"): "password",
    ("invitations.show", "token"): "invitation",
}


def _values(room: Room) -> dict[str, Any]:
    """A value for every argument of a route; add new ones here."""
    with reading() as session:
        workshop = session.get_one(Workshop, room.workshop_id)
        account = session.get_one(Organizer, room.organizer_id)
    group, link = _first(room, Group), _first(room, NoteLink)
    return {
        "code": room.code,
        "stage": "",
        "k": urls.links().join_key(room.code),
        "group_id": group.id,
        "link_id": link.id,
        "contest_id": next((contest.id for contest in room.contests()), "0"),
        "name": "organizer",
        "number": 1,
        "key": workshop.public_key or "none",
        "facilitator": _token(facilitator_address(group)),
        "note-taker": _token(note_taker_address(link)),
        "screen": _token(urls.screen_address(workshop)),
        "password": _token(urls.password_path(account)),
        "invitation": full_workshop_day.invitation(room),
    }


def _token(address: str) -> str:
    return address.rpartition("/")[2]


Row = TypeVar("Row", Group, NoteLink)


def _first(room: Room, model: type[Row]) -> Row:
    with reading() as session:
        query = select(model).where(model.workshop_id == room.workshop_id)
        return session.scalars(query.order_by(model.id).limit(1)).one()


def _table(small: Counts, large: Counts) -> str:
    """A line for each page and role: the largest number of queries, and when."""
    lines = [f"{'queries':>8} {f'with {LARGE}':>8}  page"]
    pages = dict.fromkeys((one.role, one.page) for one in large)
    for role, page in pages:
        at = [one for one in large if (one.role, one.page) == (role, page)]
        worst = max(at, key=lambda one: large[one])
        lines.append(f"{small[worst]:>8} {large[worst]:>8}  {role} {page}, {worst.moment}")
    return "\n".join(lines)
