"""A participant's ballots of all stages as plain forms.

Encrypted messages show their size to anybody near the Wi-Fi. So a form sends an answer to every
option, and all answers are equally long. Only what people type, points and concerns, varies.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from polling.breakouts.models import Group
from polling.contests.casting.contest_snapshots import ContestSnapshot, snapshot_of
from polling.contests.models import OPEN, Contest
from polling.core.errors import BadInput
from polling.core.i18n import _
from polling.final_vote import pages as final_vote
from polling.final_vote.one_stage_pages import ParticipantPage as OneStage
from polling.final_vote.two_stages.pages import ParticipantPage as TwoStages
from polling.people.models import Participant
from polling.ranking import pages as ranking
from polling.recommendations.models import Recommendation
from polling.recommendations.sentence import sentence
from polling.workshop.models import Workshop

Fields = Mapping[str, Sequence[str]]
NOTHING, DIGITS = "-", 9  # no answer, and the length of an option's id
MARKS = {"2": "priority", "1": "support", "0": "not_now"}
_NUMBER = re.compile(r"\d{1,10}", re.ASCII)  # int() raises an error above 4,300 digits


@dataclass(frozen=True)
class PlainOption:
    """An option to vote on, as displayed to this participant.

    `full` is the whole text of an issue with a short name. `by` is the group that wrote it, or ()
    for the organizers.
    """

    id: int
    text: str
    full: str = ""
    by: tuple[Group | None, ...] = ()

    @property
    def value(self) -> str:
        """The id in a form."""
        return f"{self.id:0{DIGITS}}"


@dataclass(frozen=True)
class PlainBallot:
    """An open vote of this participant."""

    contest: Contest
    title: str
    task: str
    options: list[PlainOption]
    voted: bool

    @property
    def kind(self) -> str:
        """The kind of its form: templates/plain_html/<kind>.html."""
        return form_kind(snapshot_of(self.contest))

    @property
    def nothing(self) -> str:
        """What a form sends for an empty place, as long as an option's value."""
        return NOTHING * DIGITS

    @property
    def places(self) -> range:
        """The places of a ranking."""
        return range(1, min(snapshot_of(self.contest).most, len(self.options)) + 1)


def form_kind(frame: ContestSnapshot) -> str:
    """Return the kind of form for a contest."""
    return str(frame.kind) if frame.priorities is None else "rating"


def open_ballots(session: Session, workshop: Workshop, person: Participant) -> list[PlainBallot]:
    """Return the open votes of this participant, in order."""
    if workshop.stage == "ranking":
        return list(_ranking(session, workshop, person))
    if workshop.stage == "final_vote":
        return [ballot for ballot in _final(session, workshop, person) if ballot.options]
    return []


def _ranking(session: Session, workshop: Workshop, person: Participant) -> Iterator[PlainBallot]:
    mine: Any = ranking.mine(session, workshop, [person])[person.id]
    for one in ranking.participant(session, workshop, mine).ballots:
        if one.contest.state == OPEN:
            options = [
                PlainOption(issue.id, issue.label, issue.headline if issue.short else "")
                for issue in one.options
            ]
            task = one.instructions.task
            yield PlainBallot(one.contest, one.theme.title, task, options, one.voted)


def _final(session: Session, workshop: Workshop, person: Participant) -> Iterator[PlainBallot]:
    mine: Any = final_vote.mine(session, workshop, [person])[person.id]
    page = final_vote.participant(session, workshop, mine)
    if isinstance(page, OneStage):
        return _approvals(page)
    return _ratings(page, mine.group_id)


def _approvals(page: OneStage) -> Iterator[PlainBallot]:
    for one in page.ballots:
        if one.contest.state == OPEN and one.may_vote:
            written = [each for _issue, listed in one.paper for each in listed]
            options = _of_others(written, one.authors, one.group_id)
            yield PlainBallot(one.contest, one.theme.title, one.task.words, options, one.voted)


def _ratings(page: TwoStages, group_id: int | None) -> Iterator[PlainBallot]:
    for one in page.asked if page.phase == "rating" else ():
        options = _of_others(one.paper, one.authors, one.group_id)
        issue, contest = one.one.issue, one.one.contest
        yield PlainBallot(contest, issue.label, one.task.words, options, one.voted)
    if page.phase == "finalists" and page.final:
        final = page.final
        options = _of_others([each.recommendation for each in final.paper], final.authors, group_id)
        yield PlainBallot(final.contest, "", final.task.words, options, final.voted)


def _of_others(
    written: Sequence[Recommendation], authors: Mapping[int, frozenset[int]], group_id: int | None
) -> list[PlainOption]:
    return [
        PlainOption(one.id, sentence(one), by=(one.group,))
        for one in written
        if group_id not in authors.get(one.id, ())
    ]


def choices(kind: str, fields: Fields) -> dict[str, Any]:
    """Return a form's choices, in the format of a phone; empty if nothing was chosen.

    Raises BadInput if a ranking contains an option twice.
    """
    if "1" in fields.get("abstain", ()):
        return {"abstain": True}
    answer = _READ[kind](fields)
    return {_NAMES[kind]: answer} if answer else {}


def concerns(fields: Fields) -> dict[str, str]:
    """Return the concerns of a rating."""
    return {option: text for option, text in _by_option(fields, "concern-") if text.strip()}


def _ranking_of(fields: Fields) -> list[str]:
    places = sorted((int(place), option) for place, option in _by_option(fields, "place-"))
    ids = [option.strip(NOTHING).lstrip("0") for _place, option in places]
    chosen = [option for option in ids if option]
    if len(set(chosen)) < len(chosen):
        raise BadInput(_("You chose an issue twice. Choose a different one for each place."))
    return chosen


def _approved(fields: Fields) -> list[str]:
    return [option for option, mark in _marks(fields).items() if mark == "1"]


def _marks(fields: Fields) -> dict[str, str]:
    return {option: mark for option, mark in _by_option(fields, "mark-") if mark.strip(NOTHING)}


def _points(fields: Fields) -> dict[str, str]:
    return {option: points for option, points in _marks(fields).items() if points != "0"}


def _rated(fields: Fields) -> dict[str, list[str]]:
    rated: dict[str, list[str]] = {}
    for option, mark in _marks(fields).items():
        rated.setdefault(MARKS.get(mark, mark), []).append(option)
    return rated


def _by_option(fields: Fields, prefix: str) -> Iterator[tuple[str, str]]:
    for name, values in fields.items():
        key = name.removeprefix(prefix)
        if key != name and _NUMBER.fullmatch(key):
            yield key, values[0]


_READ: Mapping[str, Any] = {
    "ranking": _ranking_of,
    "approval": _approved,
    "score": _marks,
    "points": _points,
    "rating": _rated,
}
_NAMES = {
    "ranking": "ranking",
    "approval": "approved",
    "score": "scores",
    "points": "points",
    "rating": "rated",
}
