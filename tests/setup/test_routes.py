"""The forms over HTTP, with valid and malicious input."""

import io
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from polling.core.db import reading, transaction
from polling.core.edit_conflicts import held_by, mark
from polling.people.actions import organizers as people
from polling.setup import queries
from polling.setup.forms import IssueText
from polling.workshop.models import Issue, Workshop
from tests.pictures import png
from tests.room import Room
from tests.setup.conftest import Desk
from tests.visitor import Visitor


@pytest.fixture
def organizer(room: Room) -> Visitor:
    return room.organizer_visitor()


@pytest.fixture
def at(room: Room) -> str:
    return f"/console/{room.code}/setup"


def issue_form(desk: Desk, **changed: Any) -> dict[str, Any]:
    issue = desk.issues()[0]
    held = held_by(issue, IssueText)
    return held | {"sources": "A1, B2", "seen": mark(held)} | changed


def workshops() -> list[str]:
    with reading() as session:
        return list(session.scalars(select(Workshop.title).order_by(Workshop.id)))


def test_every_form_of_the_setup_works(desk: Desk, organizer: Visitor, at: str) -> None:
    theme, other = desk.themes()[:2]
    one, two, three, four = desk.issues()[:4]
    group = desk.ask(lambda session, workshop: queries.groups(session, workshop.id))[0]
    split = {"headline": three.headline, "rationale": three.rationale}
    answers = [
        organizer.post(f"{at}/themes", {"text": "New theme"}),
        organizer.post(f"{at}/themes/{theme.id}/move", {"direction": "down"}),
        organizer.post(f"{at}/themes/{theme.id}/issues", {"headlines": "- One\n- Two"}),
        organizer.post(
            f"{at}/themes/{theme.id}/merge", {"issues[]": [one.id, two.id], "keep": two.id}
        ),
        organizer.post(
            f"{at}/issues/{three.id}/split",
            split | {"second_headline": "Half", "seen": mark(split)},
        ),
        organizer.post(f"{at}/issues/{three.id}/move", {"direction": "up"}),
        organizer.post(f"{at}/issues/{three.id}/theme", {"theme": other.id}),
        organizer.post(f"{at}/issues/{four.id}/delete"),
        organizer.post(f"{at}/attributes", {"label": "Years"}),
        organizer.post(f"{at}/attributes/years/move", {"direction": "up"}),
        organizer.post(f"{at}/attributes/years/delete"),
        organizer.post(f"{at}/sessions", {"title": "Closing"}),
        organizer.post(f"{at}/groups", {"theme": theme.id, "count": 2}),
        organizer.post(f"{at}/groups/{group.id}/delete"),
        organizer.post(f"{at}/logo", {"logo": (io.BytesIO(png()), "logo.png")}),
        organizer.post(f"{at}/logo/remove"),
    ]
    assert [answer.status_code for answer in answers] == [200] * len(answers)


def test_an_issue_is_saved_as_the_form_sends_it(desk: Desk, organizer: Visitor, at: str) -> None:
    sent = issue_form(desk, headline=" New\r\nheadline ", rationale="One\r\n\r\nTwo")
    answer = organizer.post(f"{at}/issues/{desk.issues()[0].id}", sent)
    assert answer.json == {"ok": True, "message": "Saved.", "to": ""}
    changed = desk.issues()[0]
    assert (changed.headline, changed.rationale) == ("New headline", "One\n\nTwo")


def test_the_second_of_two_edits_gets_both_texts_and_may_insist(
    desk: Desk, organizer: Visitor, at: str
) -> None:
    issue_id = desk.issues()[0].id
    mine, theirs = issue_form(desk, headline="Mine"), issue_form(desk, headline="Theirs")
    assert organizer.post(f"{at}/issues/{issue_id}", theirs).status_code == 200
    refusal = organizer.post(f"{at}/issues/{issue_id}", mine)
    assert refusal.status_code == 409
    error = refusal.json["error"]  # type: ignore[index]
    assert error["code"] == "changed-meanwhile"
    assert error["problems"] == [{"place": "headline", "message": "Current text: “Theirs”"}]
    insisted = organizer.post(f"{at}/issues/{issue_id}", mine | {"seen": error["seen"]})
    assert (insisted.status_code, desk.headlines()[0]) == (200, "Mine")


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"headline": "x" * 301}, id="headline too long"),
        pytest.param({"headline": "  "}, id="no headline"),
        pytest.param({"short": "x" * 61}, id="label too long"),
        pytest.param({"rationale": "x" * 10_001}, id="rationale too long"),
        pytest.param({"sources": ",".join(map(str, range(41)))}, id="too many sources"),
        pytest.param({"seen": "x" * 1_001}, id="mark too long"),
        pytest.param({"priority": "1"}, id="a field that is not for people"),
        pytest.param({"theme_id": "1"}, id="another theme by the back door"),
    ],
)
def test_what_no_form_sends_is_refused_and_changes_nothing(
    desk: Desk, organizer: Visitor, at: str, changed: dict[str, str]
) -> None:
    before = held_by(desk.issues()[0], IssueText)
    answer = organizer.post(f"{at}/issues/{desk.issues()[0].id}", issue_form(desk, **changed))
    assert answer.status_code == 400
    assert held_by(desk.issues()[0], IssueText) == before


@pytest.mark.parametrize(
    "path, data",
    [
        ("themes", {"text": ""}),
        ("themes", {"text": "x" * 201}),
        ("themes/999999", {"title": "x", "seen": ""}),
        ("themes/1/move", {"direction": "sideways"}),
        ("themes/1/merge", {"issues[]": ["1"], "keep": "1"}),
        ("themes/1/issues", {"headlines": "\n- \n"}),
        ("themes/1/issues", {"headlines": "x" * 301}),
        ("themes/import", {}),
        ("issues/999999/delete", {}),
        ("attributes/usual/shoe_size", {}),
        ("attributes/sector", {"label": "x", "seen": "", "options": "x" * 201}),
        ("sessions/1", {"title": "x", "starts": "25:00", "seen": ""}),
        ("actors", {"actors": "\n".join(map(str, range(501))), "seen": ""}),
        ("groups", {"theme": "1", "count": "21"}),
        ("groups/1", {"number": "0", "theme_id": "1", "seen": ""}),
        ("organizers", {"email": "nobody"}),
        ("organizers/999999/remove", {}),
        ("rules", {"rule": "dice", "seen": ""}),
        ("rules", {"rank_places": "999", "seen": ""}),
        ("event", {"title": "x", "accent": "red", "languages[]": ["en"], "seen": ""}),
        ("event", {"title": "x", "accent": "#000000", "languages[]": ["../x"], "seen": ""}),
        ("logo", {"logo": (io.BytesIO(b"<svg/>"), "logo.png")}),
    ],
)
def test_ill_will_is_answered_with_a_refusal(
    desk: Desk, organizer: Visitor, at: str, path: str, data: dict[str, Any]
) -> None:
    entries = len(desk.log())
    answer = organizer.post(f"{at}/{path}", data)
    assert answer.status_code in {400, 404, 409}
    assert answer.json is not None
    assert answer.json["error"]["message"]
    assert len(desk.log()) == entries


@pytest.mark.parametrize("role", ["participant", "facilitator", "screen", "nobody"])
def test_only_organizers_set_up(room: Room, desk: Desk, at: str, role: str) -> None:
    room.go("lobby")
    ways_in: dict[str, Callable[[], Visitor]] = {
        "participant": room.participant_visitor,
        "facilitator": room.facilitator_visitor,
        "screen": room.screen_visitor,
        "nobody": lambda: Visitor(room.app),
    }
    before = desk.headlines()
    answer = ways_in[role]().post(f"{at}/issues/{desk.issues()[0].id}/delete")
    assert (answer.status_code, desk.headlines()) == (401, before)


def test_an_organizer_of_one_workshop_cannot_touch_another(room: Room, desk: Desk) -> None:
    other = Room.of(room.app)
    stranger = Visitor(room.app)
    invited = desk.room.organizer_visitor().post(
        f"/console/{room.code}/setup/organizers", {"email": "stranger@org.example"}
    )
    link = re.search(r"/invitation/\S+", invited.json["message"])  # type: ignore[index]
    assert link is not None
    stranger.post(link.group(), {"password": "a long enough password"})
    assert stranger.post(f"/console/{room.code}/setup/themes", {"text": "Ours"}).status_code == 200
    for path in ("setup/themes", "copy", "template"):
        assert (
            stranger.post(f"/console/{other.code}/{path}", {"title": "Theirs"}).status_code == 401
        )
    assert (
        stranger.post(f"/console/{other.code}/delete", {"confirm": other.code}).status_code == 401
    )
    assert len(Desk(other).themes()) == 6


def test_a_file_becomes_a_workshop(organizer: Visitor) -> None:
    sheet = b"theme,issue\nPorts,Nobody looks into the containers\nPorts,Nobody is asked\n"
    answer = organizer.post("/console/import", {"file": (io.BytesIO(sheet), "Ports 2026.csv")})
    assert answer.status_code == 200
    assert workshops()[-1] == "Ports 2026"


def test_pasted_text_becomes_a_workshop(organizer: Visitor) -> None:
    answer = organizer.post("/console/import", {"text": "# Ports\n- Nobody looks\n- Nobody asks\n"})
    assert answer.status_code == 200
    assert len(workshops()) == 2


@pytest.mark.parametrize("path", ["/console/import", "/console/{0}/setup/themes"])
def test_a_long_text_in_any_script_is_taken(organizer: Visitor, room: Room, path: str) -> None:
    themes = [f"# หัวข้อ {theme}\n" + 20 * f"- {'ก' * 200} {theme}-%s\n" for theme in range(10)]
    text = "".join(themes) % tuple(range(200))
    assert organizer.post(path.format(room.code), {"text": text}).status_code == 200
    with reading() as session:
        headlines = session.scalars(select(Issue.headline)).all()
    assert sum(headline.startswith("กก") for headline in headlines) == 200


def test_a_file_with_problems_lists_them_all_and_makes_nothing(organizer: Visitor) -> None:
    text = json.dumps({"title": 3, "themes": [{"titel": "Ports"}]})
    answer = organizer.post("/console/import", {"text": text})
    assert answer.status_code == 400
    for place in ("title", "themes[0].title", "themes[0].titel"):
        assert f"<code>{place}</code>" in answer.text
    assert "Nothing was changed." in answer.text
    assert "titel&#34;: &#34;Ports" in answer.text, "the pasted text is still there"
    assert len(workshops()) == 1


@pytest.mark.parametrize(
    "file",
    [
        pytest.param((io.BytesIO(b""), "empty.json"), id="empty"),
        pytest.param((io.BytesIO(b"PK\x03\x04" + bytes(100)), "sheet.xlsx"), id="packed"),
        pytest.param((io.BytesIO(b"\xff\xfe" + bytes(100)), "x.csv"), id="UTF-16"),
        pytest.param((io.BytesIO(b"[" * 100_000), "deep.json"), id="deep"),
    ],
)
def test_hostile_files_make_nothing(organizer: Visitor, file: Any) -> None:
    assert organizer.post("/console/import", {"file": file}).status_code == 400
    assert len(workshops()) == 1


def test_workshops_are_created_copied_kept_and_deleted(room: Room, organizer: Visitor) -> None:
    made = organizer.post("/console/new", {"title": "By hand"})
    assert re.fullmatch(r"/console/\d{8}/setup", made.json["to"])  # type: ignore[index]
    assert organizer.post(f"/console/{room.code}/copy", {"title": "Copy"}).status_code == 200
    assert organizer.post(f"/console/{room.code}/template", {"title": "Kept"}).status_code == 200
    assert organizer.post("/console/demo").status_code == 200
    assert organizer.post(f"/console/{room.code}/delete", {"confirm": "no"}).status_code == 400
    assert organizer.post(f"/console/{room.code}/delete", {"confirm": room.code}).status_code == 200
    assert workshops() == ["By hand", "Copy", "Kept", "What should be done next"]


def test_an_organizer_who_removes_themselves_returns_to_their_list(
    room: Room, organizer: Visitor
) -> None:
    with transaction() as session:
        other = people.add_organizer(session, "other@org.example")
        people.give_workshop(session, other, session.get_one(Workshop, room.workshop_id))
    path = f"/console/{room.code}/setup/organizers/{room.organizer_id}/remove"
    assert organizer.post(path).json["to"] == "/console/"  # type: ignore[index]
    assert organizer.post(f"/console/{room.code}/setup/themes", {"text": "x"}).status_code == 401


def test_a_change_is_announced_and_a_refusal_is_not(
    desk: Desk, organizer: Visitor, at: str
) -> None:
    version = desk.ask(lambda _, workshop: workshop.version)
    organizer.post(f"{at}/themes", {"text": ""})
    assert desk.ask(lambda _, workshop: workshop.version) == version
    organizer.post(f"{at}/themes", {"text": "New"})
    assert desk.ask(lambda _, workshop: workshop.version) == version + 1
