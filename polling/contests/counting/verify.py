"""Verify revealed contests: recompute every figure from the ballots stored in the database."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from polling.contests import electorate
from polling.contests.casting.ballot_terms import names_of
from polling.contests.casting.published_list import VERSION, ballot_lines, head_of, list_digest
from polling.contests.counting.result_statistics import explain, margin, support
from polling.contests.counting.sector_support import (
    by_sector_is_possible,
    rated_by_sector_is_possible,
)
from polling.contests.counting.tally import (
    at_least_chosen,
    ballots_of,
    by_option,
    outcome,
    ratings_of,
    stored_able,
)
from polling.contests.kinds import RANKING, RATING
from polling.contests.models import REVEALED, Ballot, Contest
from polling.contests.queries import papers, voted
from polling.contests.turnout import able_by_sector
from polling.privacy.sector_table import AbleOf
from polling.voting.ballots import Abstention
from polling.voting.ballots import Ballot as VotingBallot
from polling.voting.rules import BY_SHARE, RULES
from polling.workshop.models import Issue


class Verdict(StrEnum):
    """The result of a check."""

    OK = "ok"
    WRONG = "WRONG"
    MISSED = "NOT CHECKED"


@dataclass(frozen=True)
class Check:
    """One checked fact and the verdict."""

    text: str
    verdict: Verdict

    @property
    def passed(self) -> bool:
        """Whether nothing is wrong, or the check is impossible."""
        return self.verdict is not Verdict.WRONG


AT_THE_CLOSE = ("present", "sectors", "presence", "electorate", "removed", "withdrawn")
UNREADABLE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


def verify(session: Session, contest: Contest) -> list[Check]:
    """Count a contest again and compare everything that follows from its stored ballots."""
    try:
        return list(_checks(session, contest))
    except UNREADABLE:
        return [Check("cannot be read", Verdict.WRONG)]


def _checks(session: Session, contest: Contest) -> Iterator[Check]:
    stored = list(
        session.scalars(
            select(Ballot).where(Ballot.contest_id == contest.id).order_by(Ballot.digest)
        )
    )
    choices = [ballot.choices for ballot in stored]
    yield from _turnout(session, contest, len(stored))
    yield from _ballots(contest, stored)
    yield from _names(session, contest)
    yield from _figures(contest, choices)
    yield from _at_the_close(contest)
    yield from _electorates(session, contest, choices)
    yield from _priorities(session, contest)


def _turnout(session: Session, contest: Contest, ballots: int) -> Iterator[Check]:
    voters = voted(session, [contest.id])[contest.id]
    paper = len(papers(session, [contest.id])[contest.id])
    published = contest.result["voted"], contest.result.get("paper", 0)
    holds = ballots == voters + paper and published == (voters, paper)
    yield _check(f"{ballots} ballots, {voters} voters, {paper} on paper", holds)


def _ballots(contest: Contest, stored: list[Ballot]) -> Iterator[Check]:
    listed = [{"hash": one.digest, "choices": json.loads(one.choices)} for one in stored]
    yield _check("the published list is what is stored", contest.result["ballots"] == listed)
    ballots = ballot_lines(contest.result, [(one.digest, one.choices) for one in stored])
    digest = list_digest([*head_of(contest, contest.result), *ballots])
    yield _check("the list's hash", contest.result["ballots_hash"] == digest)


def _names(session: Session, contest: Contest) -> Iterator[Check]:
    """Compare the options' names with those that the list's hash covers."""
    if contest.result.get("list_version") != VERSION:
        text = "names of options: the list's hash of an earlier version does not cover them"
        yield Check(text, Verdict.MISSED)
    else:
        named = contest.result["names"]
        yield _check("the options' names", named == names_of(session, [contest])[contest.id])


def _figures(contest: Contest, choices: list[str]) -> Iterator[Check]:
    """Return every figure that the rule and the additional statistics compute from the ballots."""
    rule = RULES.get(contest.rule["rule"])
    if rule is None:
        text = f"the outcome: the rule {contest.rule['rule']} is no longer offered"
        yield Check(text, Verdict.MISSED)
        return
    result, again = contest.result, count_again(contest, choices)
    explained = again.get("explained", {})
    if explained:
        yield from _of_earlier_versions(contest, choices, explained)
    for name, counted in again.items():
        published = result.get(name)
        if name == "explained":
            published = {key: published.get(key) for key in counted} if published else None
        yield _check(f"the {name}, counted again", published == counted)


def _at_the_close(contest: Contest) -> Iterator[Check]:
    """Compare the figures of the turnout with those frozen as the vote closed: people may move."""
    for name in AT_THE_CLOSE:
        if name not in contest.turnout and name in contest.result:
            yield Check(f"{name}: an earlier version did not store it at the close", Verdict.MISSED)
        elif name in contest.turnout:
            same = contest.result.get(name) == contest.turnout[name]
            yield _check(f"{name}, as the vote closed", same)


def _electorates(session: Session, contest: Contest, choices: list[str]) -> Iterator[Check]:
    """Compare who could choose what, and what follows from the published table of sectors."""
    if "able" not in contest.turnout:
        yield Check("who could choose what: an earlier version did not store it", Verdict.MISSED)
    rule = RULES.get(contest.rule["rule"])
    if rule is None or "able" not in contest.turnout:
        return
    ballots, able = ballots_of(choices, rule.ballot_kind), able_by_sector(session, contest)
    in_all = electorate.in_all(able, contest)
    eligible = by_option(at_least_chosen(in_all, ballots))
    yield _check("who could choose what", contest.result["eligible"] == eligible)
    found = (contest.result.get("explained") or contest.result).get("by_sector")
    if not found:
        return
    try:
        holds = _is_possible(contest, found, ballots, able)
    except UNREADABLE:
        holds = False
    yield _check("support by sector: its totals (the sectors of ballots are erased)", holds)


def _priorities(session: Session, contest: Contest) -> Iterator[Check]:
    """Compare the priority issues of a theme with the winners of its ranking."""
    if contest.kind == RANKING and contest.state == REVEALED:
        places = {option: place for place, option in enumerate(contest.winners, start=1)}
        issues = session.scalars(select(Issue).where(Issue.theme_id == contest.theme_id))
        yield _check("the priority issues", all(i.priority == places.get(i.id) for i in issues))


def _is_possible(
    contest: Contest, found: dict[str, Any], ballots: list[VotingBallot], able: AbleOf
) -> bool:
    if contest.kind == RATING:
        return rated_by_sector_is_possible(found, ballots, contest.options)
    return by_sector_is_possible(
        found,
        ballots,
        contest.options,
        outcome(contest, ballots, stored_able(contest)),
        papers=contest.result.get("paper", 0),
        able=able if contest.rule["rule"] in BY_SHARE else None,
    )


def _of_earlier_versions(
    contest: Contest, choices: list[str], explained: dict[str, Any]
) -> Iterator[Check]:
    """Return the figures that an earlier version computed otherwise; removes the new ones."""
    published = contest.result["explained"]
    if "generator" not in published:
        del explained["probability"], explained["generator"]
        yield Check("the probabilities: drawn by an earlier version", Verdict.MISSED)
    if published.get("margin") == explained["margin"]:
        return
    if published.get("margin") == _margin_of_an_earlier_version(contest, choices):
        del explained["margin"]
        text = "the margin: an earlier version counted as if ballots could rank all options"
        yield Check(text, Verdict.MISSED)


def _margin_of_an_earlier_version(contest: Contest, choices: list[str]) -> dict[str, Any] | None:
    """Return the margin as if a ballot could name all options."""
    ballots = ballots_of(choices, RULES[contest.rule["rule"]].ballot_kind)
    able = stored_able(contest)
    counted = outcome(contest, ballots, able)
    return margin(ballots, contest.options, counted, most=None, able=able)


def count_again(contest: Contest, choices: list[str]) -> dict[str, Any]:
    """Return the parts of a result that follow from the ballots and the stored electorate.

    Args:
        choices: the canonical choices of each ballot.
    """
    ballots = ballots_of(choices, RULES[contest.rule["rule"]].ballot_kind)
    able = stored_able(contest)
    counted = outcome(contest, ballots, able)
    again: dict[str, Any] = {
        "outcome": counted.as_dict(),
        "abstained": sum(isinstance(ballot, Abstention) for ballot in ballots),
    }
    if contest.kind == RATING:
        return again | {"ratings": ratings_of(ballots, contest.options)}
    return again | {
        "support": support(contest.options, ballots),
        "explained": explain(
            ballots,
            contest.options,
            counted,
            seed=contest.id,
            most=contest.rule.get("most"),
            able=able,
        ),
    }


def _check(text: str, holds: bool) -> Check:
    return Check(text, Verdict.OK if holds else Verdict.WRONG)


def revealed_contests(session: Session, workshop_id: int) -> list[Contest]:
    """Return the revealed contests of a workshop, in order. Others are not verified."""
    query = select(Contest).where(Contest.workshop_id == workshop_id, Contest.state == REVEALED)
    return list(session.scalars(query.order_by(Contest.kind.desc(), Contest.position)))
