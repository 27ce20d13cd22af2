"""Entering complete first-stage paper ballots: one line each, read back before they count."""

from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from polling.breakouts.queries import groups
from polling.contests import queries as contests
from polling.contests.kinds import RATING
from polling.core.db import reading, transaction
from polling.final_vote.actions import choose_stages
from polling.final_vote.paper import actions
from polling.final_vote.two_stages.queries import rated_issues
from polling.workshop.queries import by_id
from tests.browser_page import opened
from tests.final_vote import raters
from tests.room import Room
from tests.server import Server
from tests.visitor import Visitor


def _of(room: Room, number: int, group: int | None) -> actions.BallotRows:
    with reading() as session:
        workshop, numbers = by_id(session, room.workshop_id), range(number, number + 1)
        issues = rated_issues(session, workshop.id)
        return actions._rows(workshop, issues, numbers, group)[number]


def rows(room: Room, number: int, group: int | None = None) -> list[tuple[str, list[int]]]:
    """The issues on a ballot with their row numbers, in order."""
    return [(one.issue.label, numbers) for one, numbers in _of(room, number, group)]


def count(room: Room, number: int, group: int | None = None) -> int:
    return sum(len(numbers) for _issue, numbers in rows(room, number, group))


def code(room: Room, number: int, group: int | None = None) -> str:
    """The check code printed on a ballot."""
    return actions._check_code(number, _of(room, number, group))


def send(organizer: Visitor, room: Room, **typed: str) -> tuple[int, dict[str, Any]]:
    """Send a ballot, with the check code of a ballot for anybody unless it is given."""
    check = {"check": code(room, int(typed["number"]))}
    answer = organizer.post(f"/console/{room.code}/final-vote/paper", check | typed)
    said = answer.get_json()
    return answer.status_code, said if answer.status_code == 200 else said["error"]


def papers(room: Room) -> int:
    """The number of entered parts of paper ballots."""
    with reading() as session:
        ids = [contest.id for contest in room.contests(RATING)]
        return sum(len(numbers) for numbers in contests.papers(session, ids).values())


def test_a_line_is_read_back_and_counts_when_it_is_sent_again(rating: Room) -> None:
    organizer = rating.organizer_visitor()
    marks = "2" + "-" * (count(rating, 1) - 2) + "0"
    status, told = send(organizer, rating, number="1", marks=marks)
    (first, numbers), *_between, (last, others) = rows(rating, 1)
    heading, *lines = told["message"].splitlines()
    assert heading == "Not counted yet. Compare with the paper, then press Enter."
    empty = ", ".join(map(str, numbers[1:]))
    assert (status, lines[0]) == (200, f"{first}: Priority now {numbers[0]} · empty {empty}")
    assert lines[1].endswith(": left out")
    assert lines[-1].startswith(f"{last}: Not now {others[-1]}")
    assert papers(rating) == 0
    status, said = send(organizer, rating, number="1", marks=marks, read=told["read"])
    assert said["message"].startswith("Paper ballot 1 counted for 2 issues.")
    assert papers(rating) == 2


def test_a_paper_ballot_changed_after_the_read_back_is_read_back_again(rating: Room) -> None:
    organizer = rating.organizer_visitor()
    many = count(rating, 1)
    _status, told = send(organizer, rating, number="1", marks="1" * many)
    _status, again = send(organizer, rating, number="1", marks="0" * many, read=told["read"])
    assert again["read"] != told["read"]
    assert papers(rating) == 0


@pytest.mark.parametrize(
    "marks, said",
    [
        pytest.param("1", "rows. Characters typed: 1.", id="too few"),
        pytest.param("3", "Type one character for each row", id="another sign"),
        pytest.param("all -", "All rows are empty", id="nothing"),
        pytest.param(
            "all 2", "Priority now: You", id="too many priorities, with the name of the issue"
        ),
    ],
)
def test_what_cannot_be_counted_is_refused_before_the_read_back(
    rating: Room, marks: str, said: str
) -> None:
    typed = marks[-1] * count(rating, 1) if marks.startswith("all") else marks
    status, error = send(rating.organizer_visitor(), rating, number="1", marks=typed)
    assert (status, said in error["message"]) == (400, True), error


def test_a_group_s_paper_ballot_has_no_rows_for_its_own_work(rating: Room) -> None:
    with reading() as session:
        group = next(one for one in groups(session, rating.workshop_id) if one.number == 1)
    organizer, own = rating.organizer_visitor(), count(rating, 7, group.id)
    typed = {"number": "7", "group": "1", "marks": "1" * own}
    status, _told = send(organizer, rating, **typed, check=code(rating, 7, group.id))
    assert status == 200
    assert send(organizer, rating, **typed)[0] == 400
    assert send(organizer, rating, number="7", group="99", marks="1")[0] == 400


def test_an_outdated_printout_is_refused(two: Room) -> None:
    printed = {number: (rows(two, number), code(two, number)) for number in range(1, 21)}
    for stage_count in (1, 2):
        with transaction() as session:
            choose_stages(session, two.organizer, stage_count)
    raters.open_first(two)
    organizer, refused = two.organizer_visitor(), []
    for number, (_rows, check) in printed.items():
        marks = "1" * count(two, number)
        status, said = send(organizer, two, number=str(number), check=check, marks=marks)
        if status != 200:
            refused.append(number)
            assert said["message"] == "Nothing was saved."
            [problem] = said["problems"]
            assert problem["place"] == "check"
            told = f"Check code {check} does not match ballot {number}."
            assert problem["message"].startswith(told)
    outdated = [
        number for number, (before, _check) in printed.items() if rows(two, number) != before
    ]
    assert refused == outdated != []


def test_the_check_code_belongs_to_one_number_and_may_be_typed_in_small_letters(
    rating: Room,
) -> None:
    organizer = rating.organizer_visitor()
    typed = {"number": "1", "marks": "1" * count(rating, 1)}
    assert send(organizer, rating, **typed, check=code(rating, 2))[0] == 400
    assert send(organizer, rating, **typed, check=f" {code(rating, 1).lower()}")[0] == 200


def test_entered_once_and_withdrawn_as_a_whole(rating: Room) -> None:
    organizer = rating.organizer_visitor()
    typed = {"number": "3", "marks": "1" * count(rating, 3)}
    _status, told = send(organizer, rating, **typed)
    assert send(organizer, rating, **typed, read=told["read"])[0] == 200
    assert send(organizer, rating, **typed)[0] == 409
    at = f"/console/{rating.code}/final-vote/paper/withdraw"
    assert organizer.post(at, {"number": "3"}).status_code == 200
    assert papers(rating) == 0
    assert organizer.post(at, {"number": "3"}).status_code == 404


def test_three_ballots_are_entered_without_leaving_the_keyboard(
    rating: Room, browser: Browser
) -> None:
    console = f"/console/{rating.code}/final_vote"
    with Server() as server:
        page = opened(browser, server, rating.organizer_visitor(), console)
        form = page.locator("paper-ballot form")
        page.locator("#paper-first-stage > summary").focus()
        page.keyboard.press("Enter")
        form.locator("[name=number]").focus()
        page.keyboard.press("Tab")
        for number in (1, 2, 3):
            expect(form.locator("[name=check]")).to_be_focused()
            expect(form.locator("[name=number]")).to_have_value(str(number))
            page.keyboard.type(code(rating, number))
            page.keyboard.press("Tab")
            page.keyboard.type("1" * count(rating, number))
            page.keyboard.press("Enter")
            expect(form.get_by_role("button")).to_have_text("Count ballot")
            expect(form.locator(".form-note")).to_contain_text(": Support 1")
            expect(form.locator(".form-note")).to_have_attribute("data-outcome", "asked")
            page.keyboard.press("Enter")
            expect(form.locator(".form-note")).to_contain_text(f"Paper ballot {number} counted for")
        expect(page.locator("#paper-first-stage > summary")).to_contain_text("(3)")
    assert papers(rating) == sum(len(rows(rating, number)) for number in (1, 2, 3))
