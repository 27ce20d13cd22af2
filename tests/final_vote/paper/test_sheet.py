"""Printed ballots of the final vote: without a group's own work, or with some of the issues."""

import re
from collections import Counter

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from polling.breakouts.models import Group
from polling.contests.kinds import FINAL, RATING
from polling.contests.models import Contest
from polling.core.db import reading, transaction
from polling.final_vote import queries
from polling.final_vote.two_stages.actions.assignment import share_on_paper
from polling.final_vote.two_stages.queries import rated_issues
from polling.final_vote.two_stages.short_titles import finalist_title
from polling.recommendations.sentence import sentence
from polling.workshop.models import Workshop
from tests.final_vote import raters
from tests.final_vote.paper.test_counting import enter, result
from tests.final_vote.paper.test_entering import code
from tests.pdf_file import claims_ua, opened, text
from tests.room import Room
from tests.visitor import as_form


def address(room: Room, path: str) -> str:
    return f"/console/{room.code}/final-vote/{path}"


def printed(room: Room, path: str) -> PdfReader:
    answer = room.organizer_visitor().post(*as_form(address(room, path)))
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    return opened(answer.data)


def refused(room: Room, path: str) -> tuple[int, str]:
    answer = room.organizer_visitor().post(*as_form(address(room, path)))
    return answer.status_code, (answer.json or {})["error"]["message"]


def numbered(contest: Contest) -> dict[int, str]:
    """{an option's number at entry: its text without spaces}."""
    with reading() as session:
        written = queries.by_id(session, contest.options)
        found = [written[option] for option in contest.options]
        said = [f"{one.reference}{sentence(one)}" for one in found]
    return {number: f"{number}{words}".replace(" ", "") for number, words in enumerate(said, 1)}


def numbers_on(pdf: PdfReader, contest: Contest) -> list[int]:
    said = text(pdf).replace(" ", "")
    return [number for number, line in numbered(contest).items() if line in said]


def shares(room: Room, path: str) -> dict[str, list[str]]:
    """{number of a ballot: the marks of its lists}."""
    found: dict[str, list[str]] = {}
    for page in printed(room, path).pages:
        said = page.extract_text()
        number = re.findall(r"Ballot number: (\d+)", said)[0]
        found.setdefault(number, []).extend(re.findall(r"List (\w{4})\.", said))
    return found


def group_of(room: Room, contest: Contest) -> tuple[int, set[int]]:
    """The number of a group that wrote some of it, and the numbers of its recommendations."""
    authors: dict[str, int] = contest.rule["authors"]
    wrote = authors[str(contest.options[0])]
    with reading() as session:
        number = session.scalars(select(Group.number).where(Group.id == wrote)).one()
    return number, {
        place for place, one in enumerate(contest.options, 1) if authors[str(one)] == wrote
    }


def test_a_theme_is_printed_in_full_and_for_a_group_without_its_own(drafted: Room) -> None:
    contest = drafted.contests(FINAL)[0]
    everything = printed(drafted, f"{contest.id}/paper.pdf?count=1")
    assert numbers_on(everything, contest) == list(numbered(contest))
    assert claims_ua(everything)
    number, own = group_of(drafted, contest)
    theirs = printed(drafted, f"{contest.id}/paper.pdf?count=1&group={number}")
    assert numbers_on(theirs, contest) == [one for one in numbered(contest) if one not in own]
    assert f"Recommendations from group {number} are left out" in text(theirs)


def test_a_group_that_is_not_there_and_one_that_wrote_all_get_a_sentence(drafted: Room) -> None:
    contest = drafted.contests(FINAL)[0]
    assert refused(drafted, f"{contest.id}/paper.pdf?group=99") == (400, "There is no group 99.")
    number, _own = group_of(drafted, contest)
    with transaction() as session:
        written = queries.by_id(session, contest.options)
        mine = written[contest.options[0]].group_id
        for one in written.values():
            one.group_id = mine
    status, said = refused(drafted, f"{contest.id}/paper.pdf?group={number}")
    assert (status, "so it cannot vote." in said) == (409, True)


def test_each_number_rates_its_share_and_the_same_when_it_is_printed_again(two: Room) -> None:
    before = shares(two, "paper.pdf?first=1&count=6")
    again = shares(two, "paper.pdf?first=4&count=2")
    assert again == {number: before[number] for number in ("4", "5")}
    assert set(map(len, before.values())) == {6}


def test_each_ballot_of_the_first_stage_has_its_check_code(two: Room) -> None:
    pages = [page.extract_text() for page in printed(two, "paper.pdf?first=1&count=2").pages]
    found = [re.findall(r"(?:Ballot number|Check code): (\w+)", said) for said in pages]
    assert {(number, check) for number, check, *_footer in found} == {
        ("1", code(two, 1)),
        ("2", code(two, 2)),
    }
    assert len(found) > 2  # each has several pages


def test_shares_in_a_row_cover_all_issues_alike_and_leave_out_a_groups_own(two: Room) -> None:
    with reading() as session:
        workshop = session.get_one(Workshop, two.workshop_id)
        issues = rated_issues(session, two.workshop_id)
        anybody = share_on_paper(workshop, issues, range(1, 36), group_id=None)
        wrote = min(issues[0].writers)
        own = {one.issue.id for one in issues if wrote in one.writers}
        theirs = share_on_paper(workshop, issues, range(20, 30), group_id=wrote)
        later = share_on_paper(workshop, issues, range(9990, 9993), group_id=None)
    covered = Counter(issue for share in anybody.values() for issue in share)
    assert len(covered) == len(issues)
    assert list(later) == [9990, 9991, 9992]
    assert max(covered.values()) - min(covered.values()) <= 1
    assert [issue for share in theirs.values() for issue in share if issue in own] == []


def test_the_console_prints_the_first_stage_before_it_opens_and_until_it_closes(two: Room) -> None:
    def forms() -> tuple[int, int]:
        page = two.organizer_visitor().get(f"/console/{two.code}/final_vote").text
        return page.count(address(two, "paper.pdf")), page.count('id="print-first-stage"')

    assert forms() == (1, 1)
    raters.open_first(two)
    assert forms() == (1, 1)
    raters.close(two)
    assert forms() == (0, 0)


@pytest.mark.usefixtures("rating")
def test_a_rating_is_entered_by_the_numbers_and_marks_on_the_sheet(two: Room) -> None:
    contests = {one.list_mark: one for one in two.contests(RATING)}
    pdf = printed(two, "paper.pdf?count=1&first=7")
    said = text(pdf)
    assert "Priority now Support Not now" in said
    marks = re.findall(r"List (\w{4})\.", said)
    contest = contests[marks[0]]
    assert numbers_on(pdf, contest) == list(numbered(contest))
    enter(two, contest, 7, "1=2 2=1 3=0")
    raters.close(two)
    assert result(contest)["paper"] == 1


@pytest.mark.usefixtures("rated")
def test_the_finalists_have_the_numbers_of_their_entry(two: Room) -> None:
    final = raters.confirm(two)
    pdf = printed(two, f"{final.id}/paper.pdf?count=1&reasons=true")
    with reading() as session:
        written = queries.by_id(session, final.options)
        titles = [
            f"{written[option].reference} {finalist_title(final, written[option])}"
            for option in final.options
        ]
    said = text(pdf)
    assert [one for one in enumerate(titles, 1) if "{} {}".format(*one) not in said] == []
    assert f"List {final.list_mark}." in said
    page = two.organizer_visitor().get(f"/console/{two.code}/final_vote").text
    assert address(two, f"{final.id}/paper.pdf") in page


@pytest.mark.parametrize("path", ["paper.pdf", "{id}/paper.pdf"])
def test_nobody_else_prints_them(two: Room, path: str) -> None:
    contest = two.contests(RATING)[0]
    for visitor in (two.participant_visitor(), two.facilitator_visitor(), two.screen_visitor()):
        answer = visitor.post(address(two, path.format(id=contest.id)))
        assert answer.status_code in {401, 403}


def test_a_rating_alone_is_not_printed_as_if_it_were_a_theme(two: Room) -> None:
    contest = two.contests(RATING)[0]
    assert refused(two, f"{contest.id}/paper.pdf")[0] == 404


@pytest.mark.usefixtures("rating")
def test_the_first_stage_is_not_printed_once_it_has_closed(two: Room) -> None:
    raters.close(two)
    assert refused(two, "paper.pdf")[0] == 409
