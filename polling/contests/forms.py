"""The payload of a ballot, and the check that it fits its contest."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from polling.contests.casting.idempotency import Revision
from polling.core.errors import BadInput
from polling.core.i18n import _
from polling.core.text import clean
from polling.voting.ballots import (
    Abstention,
    ApprovalBallot,
    BallotKind,
    InvalidBallot,
    OptionId,
    PointsBallot,
    RankedBallot,
    ScoreBallot,
)
from polling.voting.ballots import Ballot as VotingBallot
from polling.voting.ratings import NOT_NOW, PRIORITY, SUPPORT

MARKS = {"priority": PRIORITY, "support": SUPPORT, "not_now": NOT_NOW}
LONGEST_CONCERN = 300
MOST_REOPENED = 1_000  # times that a vote can be reopened
CLEAN = BeforeValidator(lambda text: clean(text) if isinstance(text, str) else text)

HIGHEST_SCORE = 5  # a phone offers 0 to 5 for each option

ContestId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
Receipt = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
Padding = Annotated[str, StringConstraints(max_length=4096)]  # makes ballots equally long
OptionIds = Annotated[list[int], Field(max_length=400)]
Marks = Annotated[dict[int, int], Field(max_length=400)]
Scores = Annotated[dict[int, Annotated[int, Field(ge=0, le=HIGHEST_SCORE)]], Field(max_length=400)]


Remark = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_CONCERN), CLEAN]


class Rated(BaseModel):
    """How a ballot rates its options. An option in none of the lists was skipped."""

    model_config = ConfigDict(extra="forbid")

    not_now: OptionIds = []
    priority: OptionIds = []
    support: OptionIds = []


class Choices(BaseModel):
    """One answer: exactly one of the fields is set."""

    model_config = ConfigDict(extra="forbid")

    abstain: bool | None = None
    ranking: OptionIds | None = None
    approved: OptionIds | None = None
    scores: Scores | None = None
    points: Marks | None = None
    rated: Rated | None = None


class ChosenContest(BaseModel):
    """The contest of a form."""

    contest: ContestId


class BallotPayload(BaseModel):
    """A ballot with the phone's receipt (32 hex digits) and its revision (from 1).

    `concerns` are objections to options. They are not part of the choices, because these are
    published: a concern that is shown would identify the ballot that contains it. `withdrawn` are
    those of the phone's last counted ballot that this one does not have: after the reveal, the
    server no longer knows whose they are.
    """

    model_config = ConfigDict(extra="forbid")

    contest: ContestId
    receipt: Receipt
    revision: Revision
    choices: Choices
    concerns: Annotated[dict[int, Remark], Field(max_length=400)] = {}
    withdrawn: Annotated[dict[int, Remark], Field(max_length=400)] = {}
    padding: Padding = ""


def as_ballot(choices: dict[str, Any], kind: BallotKind) -> VotingBallot:
    """Convert stored or sent choices for the voting rules. Raises InvalidBallot."""
    if choices.get("abstain"):
        return Abstention()
    if kind is BallotKind.RANKING and choices.get("ranking") is not None:
        return RankedBallot(tuple(choices["ranking"]))
    if kind is BallotKind.APPROVAL and choices.get("approved") is not None:
        return ApprovalBallot(frozenset(choices["approved"]))
    if kind is BallotKind.SCORE and choices.get("scores") is not None:
        return ScoreBallot({int(option): mark for option, mark in choices["scores"].items()})
    if kind is BallotKind.SCORE and choices.get("rated") is not None:
        return ScoreBallot(_scores(choices["rated"]))
    if kind is BallotKind.POINTS and choices.get("points") is not None:
        return PointsBallot({int(option): mark for option, mark in choices["points"].items()})
    raise InvalidBallot("The answer is not of the contest's kind.")


def _scores(rated: dict[str, list[int]]) -> dict[OptionId, int]:
    """Return the marks of a rating; `voting.ratings` defines their meaning."""
    marked: list[tuple[OptionId, int]] = [
        (option, mark) for name, mark in MARKS.items() for option in rated[name]
    ]
    if len({option for option, _ in marked}) < len(marked):
        raise InvalidBallot("A ballot rates an option twice.")
    return dict(marked)


def checked(
    choices: Choices,
    *,
    kind: BallotKind,
    options: frozenset[int],
    most: int,
    priorities: int | None = None,
) -> dict[str, Any]:
    """Validate choices and return them as stored. Raises BadInput.

    The same answer is always stored as the same text, so that its form does not mark a ballot in
    the published list. A score of 0 is another answer than no score, and ranking an option last is
    another answer than leaving it out: ties and figures treat them differently. A ballot without
    choices is refused, because only an abstention is blank.
    `most` is the number of options that may be named. `priorities` is the number that may be rated
    as priority; None if the contest is not a rating.
    """
    given = choices.model_dump(exclude_none=True)
    if len(given) != 1:
        raise BadInput(_("This ballot cannot be counted. Please vote again."))
    if "abstain" not in given:
        _require_kind(given, priorities)
    given = {answer: _normalized(answer, value) for answer, value in given.items()}
    try:
        ballot = as_ballot(given, kind)
    except InvalidBallot as error:
        raise BadInput(_("This ballot cannot be counted. Please vote again.")) from error
    if not isinstance(ballot, Abstention):
        _require_named(ballot.named, options, most)
    return given


def _normalized(answer: str, value: Any) -> Any:
    """Return the value without an order or entries that have no meaning.

    Marks get text keys, as in JSON, so that the canonical text sorts them.
    """
    if answer == "approved":
        return sorted(set(value))
    if answer == "rated":
        return {name: sorted(set(ids)) for name, ids in value.items()}
    if answer == "points":
        return {str(option): points for option, points in value.items() if points}
    if answer == "scores":
        return {str(option): score for option, score in value.items()}
    return value


def _require_named(named: frozenset[Any], options: frozenset[int], most: int) -> None:
    if not named:
        raise BadInput(_("Choose something first, or abstain."))
    if not named <= options:
        raise BadInput(_("This ballot cannot be counted. Please vote again."))
    if len(named) > most:
        raise BadInput(_("You can choose at most %(most)s.", most=most))


def _require_kind(given: dict[str, Any], priorities: int | None) -> None:
    """Refuse ratings in other contests, other choices in a rating, and too many priorities."""
    if ("rated" in given) is (priorities is None):
        raise BadInput(_("This ballot cannot be counted. Please vote again."))
    if priorities is not None and len(set(given["rated"]["priority"])) > priorities:
        most = _("You can choose at most %(most)s.", most=priorities)
        raise BadInput(f"{_('Priority now')}: {most}")
