"""The report over HTTP: downloads for organizers, and for everybody once it is published."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from docx import Document

from polling.contests.kinds import FINAL
from polling.core.db import reading, transaction
from polling.core.text import file_stem
from polling.live import announce
from polling.rehearsal.html_tree import read
from polling.report.formats import FORMATS
from polling.screen import state
from polling.workshop.models import Workshop
from tests import word_file
from tests.room import Room
from tests.visitor import Visitor, mark_in

RESULT = "Top recommendation in each theme"


@pytest.fixture
def console(day: Room) -> Visitor:
    return day.organizer_visitor()


@pytest.fixture
def phone(day: Room) -> Visitor:
    return day.participant_visitor()


def tab(day: Room, console: Visitor) -> str:
    return console.get(f"/console/{day.code}/closed").text


def write(day: Room, **texts: str) -> None:
    """Write texts into the report, as organizers do."""
    with transaction() as session:
        workshop = session.get_one(Workshop, day.workshop_id)
        workshop.prose = {**workshop.prose, **texts}


def test_the_proofreader_reads_what_was_saved(day: Room, console: Visitor) -> None:
    assert "Proofreading" not in tab(day, console)
    write(day, summary="{{ participant }}")
    asked = "Unknown placeholder: “participant”. Did you mean “{{ participants }}”?"
    assert tab(day, console).count(asked) == 2  # next to the text, and in the list of all
    assert asked in console.get(f"/console/{day.code}/closed?view=files").text  # in the downloads


@pytest.mark.parametrize("view", ["texts", "print", "files"])
def test_a_report_with_errors_does_not_offer_to_publish_it(
    day: Room, console: Visitor, view: str
) -> None:
    def offered() -> list[bool]:
        page = console.get(f"/console/{day.code}/closed?view={view}").text
        named = {button.words: button for button in read(page).all("button")}
        buttons = [named[name] for name in ("Publish to participants", "Create public link")]
        said = "The report has errors. Correct them, then try again." in page
        return [said, *("disabled" not in one.attributes for one in buttons)]

    assert offered() == [False, True, True]
    write(day, summary="{{ typo }}")
    assert offered() == [True, False, False]


def test_a_frozen_version_can_be_published_despite_later_errors(
    day: Room, console: Visitor
) -> None:
    console.post(f"/console/{day.code}/report/freeze")
    write(day, summary="{{ typo }}")
    assert " disabled>Publish to participants" not in tab(day, console)


@pytest.mark.parametrize("key", FORMATS)
def test_each_format_is_a_file_to_keep(day: Room, console: Visitor, key: str) -> None:
    answer = console.get(f"/console/{day.code}/export/{key}")
    made = FORMATS[key]
    name = f"attachment; filename={stem(day)}-{made.download_name}.{made.extension}"
    assert (answer.status_code, answer.mimetype) == (200, made.mimetype)
    assert answer.headers["Content-Disposition"] == name


def stem(room: Room) -> str:
    with reading() as session:
        return file_stem(session.get_one(Workshop, room.workshop_id).title)


def test_a_file_is_named_after_the_workshop_in_any_script(day: Room, console: Visitor) -> None:
    for title, plain, encoded in (
        (
            "Đối thoại 2026",
            "oi-thoai-2026-report.md",
            "%C4%91%E1%BB%91i-tho%E1%BA%A1i-2026-report.md",
        ),
        ("แม่น้ำ", "report.md", "%E0%B9%81%E0%B8%A1%E0%B9%88%E0%B8%99%E0%B9%89%E0%B8%B3-report.md"),
    ):
        with transaction() as session:
            session.get_one(Workshop, day.workshop_id).title = title
        name = console.get(f"/console/{day.code}/export/md").headers["Content-Disposition"]
        assert name == f"attachment; filename={plain}; filename*=UTF-8''{encoded}"


def test_another_format_is_not_found(day: Room, console: Visitor) -> None:
    assert console.get(f"/console/{day.code}/export/odt").status_code == 404


def test_the_organizers_template_is_used_and_anything_else_refused(
    day: Room, console: Visitor
) -> None:
    template = io.BytesIO()
    Document().save(template)
    address = f"/console/{day.code}/export/docx"
    answer = console.post(address, {"template": (io.BytesIO(template.getvalue()), "a.docx")})
    refused = console.post(address, {"template": (io.BytesIO(b"MZ"), "a.docx")})
    assert "Permits can be bought" in word_file.text(word_file.opened(answer.data))
    assert (refused.status_code, refused.get_json()["error"]["code"]) == (400, "bad-input")


def test_the_preview_is_the_report_under_our_policy(day: Room, console: Visitor) -> None:
    answer = console.get(f"/console/{day.code}/report")
    nonce = answer.text.split('<style nonce="')[1].split('"')[0]
    assert f"'nonce-{nonce}'" in answer.headers["Content-Security-Policy"]


def test_nobody_reads_a_report_before_it_is_published(day: Room, phone: Visitor) -> None:
    assert phone.get(f"/w/{day.code}/report").status_code == 404
    assert phone.get(f"/w/{day.code}/report/download").status_code == 404


def test_everybody_reads_a_published_report(day: Room, console: Visitor, phone: Visitor) -> None:
    day.go("closed")
    assert f"/w/{day.code}/report" not in phone.get(f"/w/{day.code}").text
    console.post(f"/console/{day.code}/report/publish")
    assert f'href="/w/{day.code}/report"' in phone.get(f"/w/{day.code}").text
    assert "Nobody reads the declarations" in phone.get(f"/w/{day.code}/report").text
    assert phone.get(f"/w/{day.code}/report/download").mimetype == "text/html"
    assert day.facilitator_visitor().get(f"/w/{day.code}/report").status_code == 200


def test_readers_do_not_see_unshown_results(day: Room, console: Visitor, phone: Visitor) -> None:
    def tell(change: Callable[[Workshop, list[str]], Any]) -> None:
        with transaction() as session:
            workshop = session.get_one(Workshop, day.workshop_id)
            change(workshop, [contest.id for contest in day.contests(FINAL)])
            announce.changed(session, workshop, "contest")

    def shown(reader: Visitor, path: str) -> bool:
        return RESULT in reader.get(path).text

    readers = phone, day.facilitator_visitor()
    paths = [f"/w/{day.code}/report", f"/w/{day.code}/report/download"]
    console.post(f"/console/{day.code}/report/publish")
    tell(state.set_unshown)
    assert [shown(one, path) for one in readers for path in paths] == [False] * 4
    assert shown(console, f"/console/{day.code}/report")
    tell(state.set_shown)
    assert [shown(one, path) for one in readers for path in paths] == [True] * 4


def test_each_reader_of_a_cached_drawing_has_their_own_nonce(
    day: Room, console: Visitor, phone: Visitor
) -> None:
    console.post(f"/console/{day.code}/report/publish")
    answers = [phone.get(f"/w/{day.code}/report") for _ in range(2)]
    nonces = [answer.text.split('<style nonce="')[1].split('"')[0] for answer in answers]
    policies = [answer.headers["Content-Security-Policy"] for answer in answers]
    assert nonces[0] != nonces[1]
    pairs = zip(nonces, policies, strict=True)
    assert all(f"'nonce-{nonce}'" in policy for nonce, policy in pairs)
    assert "nonce" not in phone.get(f"/w/{day.code}/report/download").text


def test_what_changes_after_a_report_was_read_is_read_next(
    day: Room, console: Visitor, phone: Visitor
) -> None:
    console.post(f"/console/{day.code}/report/publish")
    assert "This report shows" not in phone.get(f"/w/{day.code}/report").text
    options = console.get(f"/console/{day.code}/closed?view=print").text
    form = {"top": "1", "least_support": "0", "seen": mark_in(options, 'id="report-form"')}
    console.post(f"/console/{day.code}/report/form", form)
    assert "This report shows 4 of 8" in phone.get(f"/w/{day.code}/report").text


def test_many_readers_have_it_drawn_once(
    day: Room, console: Visitor, phone: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    console.post(f"/console/{day.code}/report/publish")
    phone.get(f"/w/{day.code}/report")
    monkeypatch.delattr("polling.report.routes.draw_page")
    again = day.facilitator_visitor().get(f"/w/{day.code}/report").text
    assert "Nobody reads the declarations" in again


def test_a_report_that_was_taken_back_is_not_found(
    day: Room, console: Visitor, phone: Visitor
) -> None:
    console.post(f"/console/{day.code}/report/publish")
    console.post(f"/console/{day.code}/report/withdraw")
    assert phone.get(f"/w/{day.code}/report").status_code == 404


def test_texts_are_shown_as_printed(day: Room, console: Visitor) -> None:
    write(day, summary="It was *good*.")
    assert "It was <em>good</em>." in tab(day, console)
    assert "It was <em>good</em>." in console.get(f"/console/{day.code}/report").text


def test_the_checklist_says_what_is_missing(day: Room, console: Visitor) -> None:
    items = tab(day, console).split('id="gaps"')[1].split("</ul>")[0]
    gaps = [item.split("<a")[0].split("<")[0].strip() for item in items.split("<li>")[1:]]
    assert gaps == [
        "This section has no text: Chairs’ note.",
        "This section has no text: Summary.",
        "This section has no text: Public engagement.",
        "Themes without a description: Coordination.",
        "Themes without a description of their sessions: Coordination.",
        "The issue “Nobody reads the declarations” has no rationale.",
        "The issue “Scanners stand still” has no rationale.",
        "The issue “Every agency has its own form” has no rationale.",
        "The issue “Lists are secret” has no rationale.",
        "The survey is open.",
        "Not shown: 1 question with fewer than 5 answers.",
    ]


def test_the_screen_thanks_with_the_key_figures(day: Room) -> None:
    day.go("closed")
    page = day.screen_visitor().get(f"/w/{day.code}/screen").text
    for figure in ("12", "36", "4", "8"):
        assert f'<strong class="num">{figure}</strong>' in page
