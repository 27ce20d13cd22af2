"""Enter and print paper ballots of the final vote.

An organizer enters a complete ballot of the first of two stages with one line for all its issues.
The input is read back before it counts. Each issue's part is then a separate ballot with its own
receipt, as on a phone; parts without marks are left out.

People who rate on paper are asked about some of the issues, as on a phone. These depend on the
ballot's number and group, so that printing it again gives the same ballot, unless the vote was
prepared again in the meantime. So an outdated ballot is recognized by its printed check code.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from polling.breakouts.queries import groups
from polling.contests import queries as contests
from polling.contests.actions import prepare_as_at_the_opening
from polling.contests.electorate import authors
from polling.contests.kinds import FINAL, FINALISTS
from polling.contests.models import Contest
from polling.contests.paper import actions as paper
from polling.contests.paper import ballot_sheet as paper_sheet
from polling.contests.paper.ballot_sheet import ANYBODY, Sheet, SheetLine, SheetReader, SheetSection
from polling.contests.paper.forms import Entry, Printed, choices_of
from polling.core.access import Actor
from polling.core.errors import BadInput, Conflict, NotFound
from polling.core.i18n import _, ngettext
from polling.final_vote import actions, ballot_instructions, queries
from polling.final_vote.paper.forms import WholeBallot
from polling.final_vote.two_stages.actions.assignment import share_on_paper
from polling.final_vote.two_stages.queries import RatedIssue, is_open, rated_issues
from polling.final_vote.two_stages.short_titles import finalist_title
from polling.recommendations.models import Recommendation
from polling.recommendations.sentence import sentence
from polling.workshop.models import Workshop
from polling.workshop.queries import workshop_of

EMPTY = "-"
BallotRows = list[tuple[RatedIssue, list[int]]]  # a ballot's issues, each with its row numbers


@dataclass(frozen=True)
class EnteredSection:
    """An issue on the ballot: the mark of each row, by its printed number."""

    one: RatedIssue
    marks: dict[int, str]

    def entry(self, number: int) -> Entry:
        """The line to type for this issue alone."""
        given = [f"{row}={mark}" for row, mark in self.marks.items() if mark != EMPTY]
        return Entry(number=number, choices=" ".join(given))


def read_back(session: Session, actor: Actor, ballot: WholeBallot) -> str:
    """Describe what would be counted, without counting it."""
    parts = _parts(session, workshop_of(session, actor), ballot)
    words = {"2": _("Priority now"), "1": _("Support"), "0": _("Not now"), EMPTY: _("empty")}
    told = _("Not counted yet. Compare with the paper, then press Enter.")
    return "\n".join([told, *(_said(part, words) for part in parts)])


def enter(session: Session, secret: str, actor: Actor, ballot: WholeBallot) -> dict[str, str]:
    """Count all parts; returns {issue: the receipt of its part}, which are not stored."""
    parts = _parts(session, workshop_of(session, actor), ballot)
    return {
        part.one.issue.label: paper.enter(
            session, secret, actor, part.one.contest, part.entry(ballot.number)
        )
        for part in parts
        if _has_marks(part)
    }


def withdraw(session: Session, actor: Actor, number: int) -> int:
    """Withdraw all parts of a ballot; returns their number."""
    issues = rated_issues(session, actor.workshop_id)
    entered = contests.papers(session, [one.contest.id for one in issues])
    there = [one.contest for one in issues if number in entered[one.contest.id]]
    if not there:
        raise NotFound(_("Paper ballot %(number)s has not been entered.", number=number))
    for contest in there:
        paper.withdraw(session, actor, contest, number=number)
    return len(there)


def _parts(session: Session, workshop: Workshop, ballot: WholeBallot) -> list[EnteredSection]:
    issues = rated_issues(session, workshop.id)
    if not is_open(issues):
        raise Conflict(_("Paper ballots can be entered only while voting is open."))
    group_id = _group(session, workshop, ballot.group)
    rows = _rows(workshop, issues, range(ballot.number, ballot.number + 1), group_id)[ballot.number]
    _require_current(ballot, rows)
    signs = _signs(ballot, sum(len(numbers) for _one, numbers in rows))
    parts, at = [], 0
    for one, numbers in rows:
        given = signs[at : at + len(numbers)]
        parts.append(EnteredSection(one, dict(zip(numbers, given, strict=True))))
        at += len(numbers)
    for part in parts:
        _require_countable(session, part, ballot.number)
    return parts


def _group(session: Session, workshop: Workshop, number: int) -> int | None:
    found = {group.number: group.id for group in groups(session, workshop.id)}
    if number and number not in found:
        raise BadInput(_("There is no group %(number)s.", number=number))
    return found[number] if number else None


def _rows(
    workshop: Workshop, issues: list[RatedIssue], numbers: range, group_id: int | None
) -> dict[int, BallotRows]:
    """Return {number of a ballot: its rows}."""
    printed = {one.issue.id: (one, _numbers(one, group_id)) for one in issues}
    shares = share_on_paper(workshop, issues, numbers, group_id=group_id)
    return {
        number: [printed[one.issue.id] for one in issues if one.issue.id in share]
        for number, share in shares.items()
    }


def _check_code(number: int, rows: BallotRows) -> str:
    """Return four characters, which change if the ballot's number or rows change."""
    listed = [[(row, one.contest.options[row - 1]) for row in numbers] for one, numbers in rows]
    return hashlib.sha256(f"{number}:{listed}".encode()).hexdigest()[:4].upper()


def _require_current(ballot: WholeBallot, rows: BallotRows) -> None:
    if ballot.check != _check_code(ballot.number, rows):
        told = _(
            "Check code %(code)s does not match ballot %(number)s. Check the number, the code and "
            "the voters. If they are correct, the ballot is outdated: give the voter a new one.",
            code=ballot.check,
            number=ballot.number,
        )
        problem = {"place": "check", "message": told}
        raise BadInput(_("Nothing was saved."), problems=[problem])


def _numbers(one: RatedIssue, group_id: int | None) -> list[int]:
    written_by = authors(one.contest)
    return [
        number
        for number, option in enumerate(one.contest.options, start=1)
        if group_id is None or group_id not in written_by.get(option, ())
    ]


def _signs(ballot: WholeBallot, rows: int) -> str:
    if not set(ballot.signs) <= {"0", "1", "2", EMPTY}:
        raise BadInput(
            _(
                "Nothing was saved. Type one character for each row: 2 = priority now, 1 = "
                "support, 0 = not now, - = empty."
            )
        )
    if len(ballot.signs) != rows:
        raise BadInput(
            ngettext(
                "Nothing was saved. Ballot %(number)s has %(num)s row. Characters typed: "
                "%(typed)s.",
                "Nothing was saved. Ballot %(number)s has %(num)s rows. Characters typed: "
                "%(typed)s.",
                rows,
                number=ballot.number,
                typed=len(ballot.signs),
            )
        )
    if set(ballot.signs) <= {EMPTY}:
        raise BadInput(_("Nothing was saved. All rows are empty."))
    return ballot.signs


def _require_countable(session: Session, part: EnteredSection, number: int) -> None:
    if not _has_marks(part):
        return
    paper.require_new(session, part.one.contest, number)
    try:
        choices_of(part.entry(number), part.one.contest)
    except BadInput as error:
        raise BadInput(f"{part.one.issue.label}: {error}") from error


def _has_marks(part: EnteredSection) -> bool:
    return set(part.marks.values()) != {EMPTY}


def _said(part: EnteredSection, words: dict[str, str]) -> str:
    """Return one part in words: "Permits: priority now 2 · support 1, 3"."""
    of_mark = {
        word: ", ".join(str(row) for row, mark in part.marks.items() if mark == sign)
        for sign, word in words.items()
    }
    given = " · ".join(f"{word} {rows}" for word, rows in of_mark.items() if rows)
    marks = given if _has_marks(part) else _("left out")
    return f"{part.one.issue.label}: {marks}"


def print_one(session: Session, actor: Actor, contest_id: str, wanted: Printed) -> Sheet:
    """Return the ballots of one theme, or of the finalists."""
    workshop = _prepared(session, actor)
    contest = contests.contest(session, workshop.id, contest_id, FINAL, FINALISTS)
    paper_sheet.require_printable([contest])
    reader = _reader(session, workshop, wanted)
    with paper_sheet.in_its_language(workshop) as language:
        made = _finalists if contest.kind == FINALISTS else _theme
        part = made(session, contest, reader, wanted)
        ballots = {number: [part] for number in paper_sheet.numbers(wanted)}
        return paper_sheet.sheet(workshop, language, ballots)


def print_first_stage(session: Session, actor: Actor, wanted: Printed) -> Sheet:
    """Return rating ballots; each number has its share of the issues."""
    workshop = _prepared(session, actor)
    issues = rated_issues(session, workshop.id)
    paper_sheet.require_printable(one.contest for one in issues)
    reader = _reader(session, workshop, wanted)
    with paper_sheet.in_its_language(workshop) as language:
        parts = {one.issue.id: _issue(one, reader, wanted) for one in issues}
        printed = _rows(workshop, issues, paper_sheet.numbers(wanted), reader.group_id)
        ballots = {
            number: [parts[one.issue.id] for one, _numbers in rows]
            for number, rows in printed.items()
        }
        checks = {number: _check_code(number, rows) for number, rows in printed.items()}
        return paper_sheet.sheet(workshop, language, ballots, checks)


def _prepared(session: Session, actor: Actor) -> Workshop:
    """Return the workshop, with contests prepared from the current recommendations."""
    workshop = workshop_of(session, actor)
    prepare_as_at_the_opening(session, workshop, actions.prepare)
    return workshop


def _reader(session: Session, workshop: Workshop, wanted: Printed) -> SheetReader:
    if not wanted.group:
        return ANYBODY
    found = {one.number: one.id for one in groups(session, workshop.id)}
    if wanted.group not in found:
        raise BadInput(_("There is no group %(number)s.", number=wanted.group))
    return SheetReader(found[wanted.group], wanted.group)


def _theme(session: Session, contest: Contest, reader: SheetReader, wanted: Printed) -> Sheet:
    votes = queries.votes(session, contest.workshop_id)
    vote = next(one for one in votes if one.contest.id == contest.id)
    words = [
        ballot_instructions.approve(contest, reader.group_id).words,
        ballot_instructions.counting(contest),
    ]
    told = SheetSection("", vote.theme.title, words)
    lines = _lines(vote.recommendations)
    return paper_sheet.part(contest, told, lines, reader=reader, reasons=wanted.reasons)


def _finalists(session: Session, contest: Contest, reader: SheetReader, wanted: Printed) -> Sheet:
    """Return the finalists' short titles as on phones; full sentences if rationales are printed."""
    written = queries.by_id(session, contest.options)
    lines = {
        option: SheetLine(_referred(one, finalist_title(contest, one)), sentence(one))
        for option, one in written.items()
    }
    told = SheetSection(
        "",
        _("Choose what should come first"),
        [ballot_instructions.choose_finalists(contest, reader.group_id).words],
    )
    return paper_sheet.part(contest, told, lines, reader=reader, reasons=wanted.reasons)


def _issue(one: RatedIssue, reader: SheetReader, wanted: Printed) -> Sheet:
    told = SheetSection(
        one.theme.label,
        one.issue.headline,
        [ballot_instructions.rate(one.contest, reader.group_id).words],
    )
    lines = _lines(one.recommendations)
    return paper_sheet.part(one.contest, told, lines, reader=reader, reasons=wanted.reasons)


def _lines(written: Mapping[int, Recommendation]) -> dict[int, SheetLine]:
    return {
        option: SheetLine(_referred(one, sentence(one)), one.rationale)
        for option, one in written.items()
    }


def _referred(one: Recommendation, words: str) -> str:
    """Return the text, preceded by its reference if that is fixed."""
    return f"{one.reference} {words}".strip()
