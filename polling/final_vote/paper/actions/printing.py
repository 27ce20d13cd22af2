"""Printing ballots of the final vote, for anybody or for the members of a group.

People who rate on paper are asked about some of the issues, as on a phone. These depend only on the
ballot's number and group, so that printing it again gives the same ballot.
"""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from polling.breakouts.queries import groups
from polling.contests import queries as contests
from polling.contests.actions import prepare_as_at_the_opening
from polling.contests.models import FINAL, FINALISTS, Contest
from polling.contests.paper import ballot_sheet as paper_sheet
from polling.contests.paper.ballot_sheet import ANYBODY, Sheet, SheetLine, SheetReader, SheetSection
from polling.contests.paper.forms import Printed
from polling.core.access import Actor
from polling.core.errors import BadInput
from polling.core.i18n import _
from polling.final_vote import actions, ballot_instructions, queries
from polling.final_vote.two_stages.actions.assignment import share_on_paper
from polling.final_vote.two_stages.queries import RatedIssue, rated_issues
from polling.final_vote.two_stages.short_titles import finalist_title
from polling.recommendations.models import Recommendation
from polling.recommendations.sentence import sentence
from polling.workshop.models import Workshop
from polling.workshop.queries import by_id


def of_one(session: Session, actor: Actor, contest_id: str, wanted: Printed) -> Sheet:
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


def of_first_stage(session: Session, actor: Actor, wanted: Printed) -> Sheet:
    """Return rating ballots; each number has its share of the issues."""
    workshop = _prepared(session, actor)
    issues = rated_issues(session, workshop.id)
    paper_sheet.require_printable(one.contest for one in issues)
    reader = _reader(session, workshop, wanted)
    with paper_sheet.in_its_language(workshop) as language:
        parts = {one.issue.id: _issue(one, reader, wanted) for one in issues}
        shares = share_on_paper(
            workshop, issues, paper_sheet.numbers(wanted), group_id=reader.group_id
        )
        ballots = {
            number: [parts[one.issue.id] for one in issues if one.issue.id in share]
            for number, share in shares.items()
        }
        return paper_sheet.sheet(workshop, language, ballots)


def _prepared(session: Session, actor: Actor) -> Workshop:
    """Return the workshop, with contests prepared from the current recommendations."""
    workshop = by_id(session, actor.workshop_id)
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
