"""The pages of the setup, for each role."""

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from polling.core.db import transaction
from polling.setup.actions import settings, workshops
from polling.setup.sections import PARTS, SECTIONS
from polling.web import templating
from polling.workshop.models import LogEntry, Workshop
from polling.workshop_file.schema import WorkshopFile
from tests.pictures import png
from tests.room import Room
from tests.setup.conftest import Desk
from tests.visitor import Visitor


@pytest.fixture
def organizer(room: Room) -> Visitor:
    return room.organizer_visitor()


@pytest.mark.parametrize("section", [*SECTIONS, "", "no-such-section"])
def test_every_section_opens(room: Room, organizer: Visitor, section: str) -> None:
    page = organizer.get(f"/console/{room.code}/setup?section={section}")
    assert page.status_code == 200
    assert "Setup" in page.text


def test_others_run_between_the_issues_of_a_page(
    room: Room, organizer: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = organizer.get(f"/console/{room.code}/setup").text
    turns: list[None] = []
    monkeypatch.setattr(templating, "BUSY_SECONDS", -1)
    monkeypatch.setattr(templating, "let_others_in", lambda: turns.append(None))
    organizer.get(f"/console/{room.code}/setup")
    themes, issues = page.count('<section class="card theme'), page.count('<li id="issue-')
    assert issues > themes > 1
    assert len(turns) == themes + issues


def test_the_setup_has_five_parts_and_the_log_is_another_page(
    room: Room, organizer: Visitor
) -> None:
    page = organizer.get(f"/console/{room.code}/setup").text
    parts = page.split('class="parts"')[1].split("</nav>")[0]
    links = re.findall(r"<a [^>]*>([^<]+)", parts)
    assert [link.strip() for link in links] == [str(part.title) for part in PARTS]
    assert len(PARTS) == 5
    log = organizer.get(f"/console/{room.code}/log").text
    assert 'class="parts"' not in log
    assert re.findall(r'<a [^>]*aria-current="page">([^<]+)', log) == ["Log"]


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_opens_in_an_empty_workshop(
    room: Room, organizer: Visitor, section: str
) -> None:
    empty = Room.of(room.app, WorkshopFile(title="Empty", attributes=[]))
    assert organizer.get(f"/console/{empty.code}/setup?section={section}").status_code == 200


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_opens_after_the_ranking(
    room: Room, organizer: Visitor, section: str
) -> None:
    Desk(room).open_ranking()
    assert organizer.get(f"/console/{room.code}/setup?section={section}").status_code == 200


def test_a_frozen_theme_offers_nothing_to_change(room: Room, organizer: Visitor) -> None:
    Desk(room).open_ranking()
    page = organizer.get(f"/console/{room.code}/setup?section=issues").text
    assert page.count("Voting has begun, so the issues are locked") == len(Desk(room).themes())
    assert "/issues/" not in page


def test_frozen_rules_are_disabled_with_the_reason(room: Room, organizer: Visitor) -> None:
    Desk(room).open_ranking()
    page = organizer.get(f"/console/{room.code}/setup?section=rules").text
    assert page.count("Voting has begun, so the rules are locked") == 1
    assert page.count('<fieldset class="rules" disabled>') == 1


@pytest.mark.parametrize(
    "count, warning",
    [
        pytest.param(1, "needs at least two issues", id="too few"),
        pytest.param(9, "More than eight issues", id="too many"),
    ],
)
def test_a_theme_with_too_few_or_too_many_issues_is_marked(
    room: Room, organizer: Visitor, count: int, warning: str
) -> None:
    issues = [{"headline": f"Issue {n}"} for n in range(count)]
    file = {"title": "T", "themes": [{"title": "Theme", "issues": issues}]}
    other = Room.of(room.app, WorkshopFile.model_validate(file))
    assert warning in organizer.get(f"/console/{other.code}/setup").text


def test_an_accent_that_few_can_read_is_warned_about(room: Room, organizer: Visitor) -> None:
    file = WorkshopFile(title="T", accent="#ffcc00")
    other = Room.of(room.app, file)
    page = organizer.get(f"/console/{other.code}/setup?section=event").text
    assert "White text on this colour is hard to read" in page
    assert "hard to see on the screen" not in page


def test_words_from_outside_are_escaped_everywhere(room: Room, organizer: Visitor) -> None:
    evil = "<script>alert(1)</script>"
    file = {
        "title": evil,
        "event": evil,
        "actors": [evil],
        "attributes": [{"key": "k", "label": evil, "options": [evil]}],
        "sessions": [{"title": evil, "speakers": [evil]}],
        "themes": [{"title": evil, "issues": [{"headline": evil, "sources": [evil]}]}],
        "groups": [{"number": 1, "theme": evil, "place": evil}],
    }
    other = Room.of(room.app, WorkshopFile.model_validate(file))
    addresses = [
        "/console/",
        *(f"/console/{other.code}/setup?section={section}" for section in SECTIONS),
    ]
    assert [path for path in addresses if evil in organizer.get(path).text] == []


def test_the_log_page_says_that_the_log_is_unbroken(room: Room, organizer: Visitor) -> None:
    room.go("lobby")
    page = organizer.get(f"/console/{room.code}/log").text
    assert "Stage changed: “Setup” → “Lobby”" in page
    assert "Intact" in page
    assert "note down the first hash above" in page


def test_a_changed_entry_shows_on_the_log_page(room: Room, organizer: Visitor) -> None:
    room.go("lobby")
    with transaction() as session:
        session.execute(update(LogEntry).values(actor="organizer: somebody else"))
    assert "Broken: an entry was changed" in organizer.get(f"/console/{room.code}/log").text


def test_everybody_who_comes_too_early_sees_the_events_name(room: Room) -> None:
    room.go("lobby")
    participant = room.participant_visitor()
    room.go("setup")
    seen = [
        participant.get(f"/w/{room.code}"),
        room.facilitator_visitor().get(f"/w/{room.code}/facilitator"),
        room.screen_visitor().get(f"/w/{room.code}/screen"),
    ]
    assert [page.status_code for page in seen] == [200, 200, 200]
    assert [page.text.count(">What should be done next</h1>") for page in seen] == [1, 1, 1]


def test_the_logo_is_for_all_who_know_the_code_and_kept_by_browsers(room: Room) -> None:
    Desk(room).do(settings.set_logo, png())
    room.go("lobby")
    visitor = Visitor(room.app)
    assert visitor.get(f"/w/{room.code}/logo").status_code == 404
    visitor.get(f"/j/{room.code}")
    answer = visitor.get(f"/w/{room.code}/logo")
    assert (answer.data, answer.mimetype) == (png(), "image/png")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, max-age=300"
    again = visitor.get(f"/w/{room.code}/logo", **{"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_without_a_logo_there_is_nothing_at_its_address(room: Room) -> None:
    assert room.screen_visitor().get(f"/w/{room.code}/logo").status_code == 404


def test_an_organizer_without_workshops_is_offered_the_demo(room: Room) -> None:
    organizer = room.organizer_visitor()
    assert "Try the demo" not in organizer.get("/console/").text
    Desk(room).do(workshops.remove, confirm=room.code)
    assert "Try the demo" in organizer.get("/console/").text


def test_days_are_written_in_words(room: Room, organizer: Visitor) -> None:
    Desk(room).open_ranking()  # so that the log is not empty
    with transaction() as session:
        when = datetime(2026, 11, 5, 9, 7, tzinfo=UTC)
        session.get_one(Workshop, room.workshop_id).created_at = when
        session.execute(update(LogEntry).values(at=when))
    assert ">5 Nov 2026<" in organizer.get("/console").text
    log = organizer.get(f"/console/{room.code}/log").text
    assert ">5 November 2026, 09:07:00 UTC<" in log
