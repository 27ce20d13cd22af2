"""Payloads of the paper forms. Options have the same numbers as on the console."""

import re
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from polling.contests.casting.contest_snapshots import ContestSnapshot, snapshot_of
from polling.contests.forms import MARKS, Choices, checked
from polling.contests.models import Contest
from polling.core.base_models import Payload
from polling.core.errors import BadInput
from polling.core.i18n import _
from polling.voting.ballots import BallotKind

LARGEST_NUMBER = 9_999
Number = Annotated[int, Field(ge=1, le=LARGEST_NUMBER)]
ANSWERS = {
    BallotKind.RANKING: "ranking",
    BallotKind.APPROVAL: "approved",
    BallotKind.SCORE: "scores",
    BallotKind.POINTS: "points",
}
MARKED = {BallotKind.SCORE, BallotKind.POINTS}


class Entry(Payload):
    """A paper ballot: its number and "3 1 7" or, with marks, "3=5 1=2"; or an abstention.

    In a rating, the marks are 2 for priority, 1 for support and 0 for not now.
    """

    number: Number
    choices: Annotated[str, StringConstraints(max_length=4_000)] = ""
    abstain: bool = False


class Withdrawal(Payload):
    """The number of the ballot to withdraw."""

    number: Number


class Printed(Payload):
    """Which ballots to print: how many, from which number on, and for whom.

    `group` is the number of the group whose members they are for, or 0.
    """

    first: int = 1
    count: int = 5
    group: int = 0
    reasons: bool = False


def choices_of(entry: Entry, contest: Contest) -> dict[str, Any]:
    """Return the choices in stored form. Raises BadInput if they are invalid."""
    if entry.abstain and entry.choices.strip():
        raise BadInput(_("Nothing was saved. Enter either choices or an abstention, not both."))
    frame = snapshot_of(contest)
    choices = Choices(abstain=True) if entry.abstain else _typed(entry, contest, frame)
    return checked(
        choices,
        kind=frame.kind,
        options=frame.options,
        most=frame.most,
        priorities=frame.priorities,
    )


def _typed(entry: Entry, contest: Contest, frame: ContestSnapshot) -> Choices:
    words = re.split(r"[\s,;]+", entry.choices.strip())
    pattern = r"(\d{1,4})[=:](\d{1,4})" if frame.kind in MARKED else r"(\d{1,4})"
    found = [re.fullmatch(pattern, word, re.ASCII) for word in words]
    pairs = [one.groups() for one in found if one]
    options = [_option(contest, int(pair[0])) for pair in pairs]
    if len(pairs) < len(words) or len(set(options)) < len(options):
        raise BadInput(_how(frame))
    if frame.kind in MARKED:
        marks = {option: int(pair[1]) for option, pair in zip(options, pairs, strict=True)}
        return _choices(frame, marks) if frame.priorities is None else _rated(marks)
    return _choices(frame, options)


def _option(contest: Contest, number: int) -> int:
    if not 1 <= number <= len(contest.options):
        raise BadInput(
            _("Number %(number)s is not on this list. Nothing was saved.", number=number)
        )
    return contest.options[number - 1]


def _rated(marks: dict[int, int]) -> Choices:
    if not set(marks.values()) <= set(MARKS.values()):
        raise BadInput(_("Nothing was saved. Type 2 (priority now), 1 (support) or 0 (not now)."))
    of_mark = {
        name: [option for option, given in marks.items() if given == mark]
        for name, mark in MARKS.items()
    }
    return Choices.model_validate({"rated": of_mark})


def _choices(frame: ContestSnapshot, answer: Any) -> Choices:
    from_paper: dict[str, Any] = {ANSWERS[frame.kind]: answer}
    try:
        return Choices.model_validate(from_paper)
    except ValueError as error:
        raise BadInput(_how(frame)) from error


def _how(frame: ContestSnapshot) -> str:
    if frame.priorities is not None:
        return _("Nothing was saved. Type each number once with its rating, for example: 3=2 1=0.")
    if frame.kind in MARKED:
        return _("Nothing was saved. Type each number once with its score, for example: 3=5 1=2.")
    return _("Nothing was saved. Type each number once, for example: 3 1 7.")
