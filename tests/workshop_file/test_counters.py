"""No number of a workshop grows past the limit of the workshop file, which could not be exported.

Every limited number of the schema is listed here, by what keeps it within its limit.
"""

import bz2
import hashlib
import json
from base64 import b64encode
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from polling.contests import actions as contests
from polling.contests.forms import MOST_REOPENED
from polling.contests.models import Contest
from polling.core.db import reading, transaction
from polling.core.errors import Conflict
from polling.core.text import LAST_REFERENCE
from polling.ranking import actions as ranking
from polling.recommendations.references import fix_references
from polling.report.versions.schema import LAST
from polling.workshop.queries import by_id, themes
from polling.workshop_file.read import read
from polling.workshop_file.schema import json_schema
from tests.room import Room

# Organizers type them into forms with the same limits.
TYPED = {
    "Question.places",
    "Question.scale",
    "ReportChoices.least_support",
    "ReportChoices.top",
    "Settings.approvals_per_theme",
    "Settings.cut_places",
    "Settings.final_approvals",
    "Settings.group_max",
    "Settings.group_min",
    "Settings.issues_each",
    "Settings.plan",
    "Settings.presenting_minutes",
    "Settings.quorum",
    "Settings.rank_places",
    "Settings.silent_minutes",
    "Settings.smallest_cell",
    "Settings.wild_cards",
    "Theme.cut_places",
    "Theme.quorum",
    "Theme.rank_places",
}
# Numbers of people or of what they write, far below the limit.
COUNTED = {
    "Agreement.agree",
    "Agreement.cannot",
    "Agreement.members",
    "Agreement.reservations",
    "CountedContest.paper",
    "CountedContest.present",
    "CountedContest.removed",
    "CountedContest.voted",
    "CountedContest.withdrawn",
    "Crossed.people",
    "Participation.attributes",
    "Participation.present",
    "Participation.surveyable",
    "Participation.surveyed",
    "Registered.answers",
    "Registered.people",
    "Repeated.people",
    "Repeated.version",
    "Results.dissent_written",
    "SurveyAnswers.answered",
    "SurveyAnswers.asked",
    "SurveyAnswers.counts",
    "SurveyAnswers.grid",
}
# Places in a list that is limited itself.
PLACES = {"Issue.priority", "MergedIssue.came_with", "Note.came_with"}
# Each new one is higher than all before: see the tests below.
GROWING = {"FrozenReport.number", "Group.number", "last_references"}


def limited(part: Any, name: str = "") -> Iterator[str]:
    if isinstance(part, dict):
        if "maximum" in part:
            yield name
        for key, inside in part.items():
            if key in {"$defs", "properties"}:
                for one, schema in inside.items():
                    yield from limited(schema, f"{name}.{one}" if name else one)
            else:
                yield from limited(inside, name)
    elif isinstance(part, list):
        for inside in part:
            yield from limited(inside, name)


def test_every_limited_number_is_kept_within_its_limit() -> None:
    assert set(limited(json_schema())) == TYPED | COUNTED | PLACES | GROWING


def room_of(app: Flask, **tree: Any) -> Room:
    issues = [{"headline": "Lists are secret"}]
    themes = [{"title": "Permits", "reference": "1", "issues": issues}]
    file = {"format": "synthesis-workshop/1", "title": "Limits", "themes": themes, **tree}
    return Room.of(app, read(json.dumps(file).encode()))


def is_exported(room: Room) -> bool:
    return room.organizer_visitor().get(f"/console/{room.code}/export/json").status_code == 200


def refused(room: Room, path: str, form: dict[str, Any] | None = None) -> str:
    """The sentence of a refusal."""
    answer = room.organizer_visitor().post(f"/console/{room.code}/{path}", form)
    assert answer.status_code in {400, 409}, answer.text
    return str((answer.json or {})["error"]["message"])


def test_after_the_last_number_no_version_is_frozen(app: Flask) -> None:
    version = {
        "number": LAST,
        "frozen_at": "2026-05-05T14:32:00+00:00",
        "digest": hashlib.sha256(b"{}").hexdigest(),
        "data": b64encode(bz2.compress(b"{}")).decode(),
    }
    room = room_of(app, versions=[version])
    assert "version 100000 has the highest possible number" in refused(room, "report/freeze")
    assert is_exported(room)


UNNUMBERED = {
    "": [{"title": "Permits", "issues": [{"headline": "Lists are secret"}]}],
    "1": [{"title": "Permits", "reference": "1", "issues": [{"headline": "Lists are secret"}]}],
}


@pytest.mark.parametrize("button", ["freeze", "publish", "open"])
@pytest.mark.parametrize("under", ["", "1"])
def test_after_the_last_number_no_reference_is_fixed(app: Flask, under: str, button: str) -> None:
    room = room_of(app, last_references={under: LAST_REFERENCE}, themes=UNNUMBERED[under])
    assert "they end at 999" in refused(room, f"report/{button}")
    assert is_exported(room)


def test_the_last_number_is_used(app: Flask) -> None:
    room = room_of(app, last_references={"1": LAST_REFERENCE - 1})
    with transaction() as session:
        fix_references(session, by_id(session, room.workshop_id), ())
    assert is_exported(room)


def test_after_the_last_number_no_group_is_added(app: Flask) -> None:
    room = room_of(app, groups=[{"number": 999, "theme": "Permits"}])
    with reading() as session:
        theme = themes(session, room.workshop_id)[0].id
    assert "999" in refused(room, "setup/groups", {"theme": theme, "count": 1})
    assert is_exported(room)


def test_a_vote_is_not_reopened_more_often_than_a_file_can_tell(room: Room) -> None:
    room.go("lobby")
    room.join(1)
    room.go("ranking")
    first = room.open_ranking()[0]
    with transaction() as session:
        contest = session.get_one(Contest, first.id)
        contests.close_contest(session, room.organizer, contest)
        contest.reopened = ["2026-05-05T14:32:00+00:00"] * MOST_REOPENED
    with pytest.raises(Conflict, match="reopened at most 1000 times"), transaction() as session:
        ranking.open_theme(session, room.organizer, session.get_one(Contest, first.id))
