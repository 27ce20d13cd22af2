"""Printed paper ballots have the same numbers as the entry form, and their rule's instructions."""

import pytest
from pypdf import PdfReader

from polling.contests.models import Contest
from polling.contests.paper import actions as paper
from polling.contests.paper.forms import Entry
from polling.core.db import reading, transaction
from polling.workshop.models import Issue, Workshop
from tests.pdf_file import claims_ua, is_tagged, opened, text
from tests.room import Room
from tests.visitor import Visitor, as_form

HOSTILE = '#panic("x") #sys $x$ \\ *bold* <label> @ref <script>'
KINDS: dict[str, tuple[str, str, str]] = {
    "top-three": ("Rank the 3 most important issues: 1 is", "Rank", "2 1 3"),
    "approval": ("Tick up to 3 issues that you support", "Tick the box", "1 3"),
    "score": ("Give each issue a score from 0 to 5", "0 1 2 3 4 5", "1=5 2=0"),
    "hundred-points": ("Divide 100 points", "Points", "1=70 2=30"),
}


def rule(room: Room, name: str) -> None:
    with transaction() as session:
        workshop = session.get_one(Workshop, room.workshop_id)
        workshop.settings = {**workshop.settings, "rule": name}


def address(room: Room, contest: Contest, query: str = "") -> str:
    return f"/console/{room.code}/ranking/{contest.id}/paper.pdf{query}"


def printed(room: Room, contest: Contest, query: str = "") -> PdfReader:
    answer = room.organizer_visitor().post(*as_form(address(room, contest, query)))
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    return opened(answer.data)


def refused(room: Room, contest: Contest, query: str = "") -> tuple[int, str]:
    answer = room.organizer_visitor().post(*as_form(address(room, contest, query)))
    return answer.status_code, (answer.json or {})["error"]["message"]


@pytest.fixture
def contest(room: Room) -> Contest:
    room.go("lobby", "ranking")
    return room.contests()[0]


@pytest.mark.parametrize("name", KINDS)
def test_each_kind_is_printed_in_its_words_with_the_numbers_of_its_entry(
    room: Room, name: str
) -> None:
    rule(room, name)
    room.go("lobby", "ranking")
    contest = room.open_ranking()[0]
    words, boxes, typed = KINDS[name]
    said = text(printed(room, contest, "?count=1"))
    assert words in said
    assert boxes in said
    assert f"List {contest.list_mark}." in said
    with reading() as session:
        issues = [session.get_one(Issue, option).headline for option in contest.options]
    lines = [f"{number}{issue}".replace(" ", "") for number, issue in enumerate(issues, start=1)]
    assert [line for line in lines if line not in said.replace(" ", "")] == []
    entry = Entry(number=1, choices=typed)
    with transaction() as session:
        found = session.get_one(Contest, contest.id)
        paper.enter(session, room.app.config["SECRET_KEY"], room.organizer, found, entry)


def test_numbers_run_from_the_one_that_is_chosen(room: Room, contest: Contest) -> None:
    said = text(printed(room, contest, "?first=12&count=3"))
    found = [number for number in range(1, 30) if f"Ballot number: {number} " in said]
    assert found == [12, 13, 14]


def test_short_ballots_are_two_on_a_sheet_and_long_ones_have_their_own(
    room: Room, contest: Contest
) -> None:
    reasons = "Nobody has said why. " * 40
    with transaction() as session:
        session.get_one(Issue, contest.options[0]).rationale = reasons
    short, long = printed(room, contest), printed(room, contest, "?reasons=true")
    assert (len(short.pages), len(long.pages)) == (3, 5)
    assert ("Nobody has said" in text(short), "Nobody has said" in text(long)) == (False, True)


def test_a_ballot_explains_its_use_and_is_tagged(room: Room, contest: Contest) -> None:
    pdf = printed(room, contest)
    assert (is_tagged(pdf), claims_ua(pdf)) == (True, True)
    assert "not write your name. An organizer sees this ballot" in text(pdf)


def test_hostile_texts_are_printed_literally(room: Room, contest: Contest) -> None:
    with transaction() as session:
        workshop = session.get_one(Workshop, room.workshop_id)
        workshop.event = f"{HOSTILE} 1"
        workshop.themes[0].title = f"{HOSTILE} 2"
        issue = session.get_one(Issue, contest.options[0])
        issue.headline, issue.rationale = f"{HOSTILE} 3", f"{HOSTILE} 4"
    said = text(printed(room, contest, "?count=1&reasons=true"))
    assert [number for number in range(1, 5) if f"{HOSTILE} {number}" in said] == [1, 2, 3, 4]


OUT_OF_RANGE = "Ballot numbers go up to 9999. Choose a lower first number."


@pytest.mark.parametrize(
    "query,sentence",
    [
        ("?count=0", "Print 1 to 200 ballots at a time."),
        ("?count=201", "Print 1 to 200 ballots at a time."),
        ("?first=0", OUT_OF_RANGE),
        ("?first=9998&count=3", OUT_OF_RANGE),
    ],
)
def test_what_is_out_of_bounds_is_said(
    room: Room, contest: Contest, query: str, sentence: str
) -> None:
    assert refused(room, contest, query) == (400, sentence)


def test_a_vote_that_has_closed_is_not_printed(room: Room, contest: Contest) -> None:
    room.open_ranking()
    room.close_and_reveal()
    assert refused(room, contest)[0] == 409


def test_only_organizers_print_ballots(room: Room, contest: Contest) -> None:
    others = [room.participant_visitor(), room.screen_visitor(), Visitor(room.app)]
    for visitor in [*others, room.facilitator_visitor()]:
        answer = visitor.post(address(room, contest))
        assert answer.status_code in {401, 403}


def test_an_issue_that_comes_before_the_opening_is_printed_and_marks_another_list(
    room: Room, contest: Contest
) -> None:
    with transaction() as session:
        theme = session.get_one(Workshop, room.workshop_id).themes[0]
        theme.issues.append(Issue(headline="Something new", position=99))
    said = text(printed(room, contest, "?count=1"))
    now = room.contests()[0]
    assert f"{len(now.options)} Something new" in said
    assert f"List {now.list_mark}." in said
    assert now.list_mark != contest.list_mark


def test_the_console_prints_before_the_vote_opens_and_while_it_is_open(
    room: Room, contest: Contest
) -> None:
    organizer = room.organizer_visitor()
    page = f"/console/{room.code}/ranking"
    form = f'action="{address(room, contest)}"'
    assert form in organizer.get(page).text
    room.open_ranking()
    opened_page = organizer.get(page).text
    assert form in opened_page
    assert f"List {contest.list_mark}" in opened_page
    room.close_and_reveal()
    assert form not in organizer.get(page).text


def test_who_shows_the_list_hears_of_it_if_printing_took_in_new_issues(
    room: Room, contest: Contest
) -> None:
    printed(room, contest)
    before = version(room)
    printed(room, contest)
    assert version(room) == before
    with transaction() as session:
        issue = session.get_one(Issue, contest.options[-1])
        session.add(Issue(theme_id=issue.theme_id, position=99, headline="Late", rationale=""))
    printed(room, contest)
    assert version(room) == before + 1


def test_a_mere_look_at_the_address_changes_nothing(room: Room, contest: Contest) -> None:
    assert room.organizer_visitor().get(address(room, contest)).status_code == 405


def version(room: Room) -> int:
    with reading() as session:
        return session.get_one(Workshop, room.workshop_id).version
