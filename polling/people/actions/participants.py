"""Joining, correcting one's answers, and removing participants."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from polling import stages
from polling.core.access import Actor, Role
from polling.core.db import lane, on_commit, transaction
from polling.core.errors import BadInput, Conflict, NotAllowed, WorkshopError
from polling.core.first_token_version import first_token_version
from polling.core.group_commit import GroupCommit
from polling.core.i18n import lazy
from polling.core.metrics import JOINS, QUEUE_LENGTH
from polling.live import announce, connection_control
from polling.people.countries import is_country, one_name
from polling.people.models import Participant
from polling.workshop.log import record
from polling.workshop.models import Workshop
from polling.workshop.queries import by_id, workshop_of

Welcome = Callable[[Session, Workshop, Sequence[Participant]], Any]
_welcomes: list[Welcome] = []
MOST_IN_ONE_COMMIT = 200
MOST_PARTICIPANTS = 10_000  # of a workshop, without those removed; then only badges let people in
GATHER_SECONDS = 0.1  # the room scans one code in a minute; nobody notices so short a wait

NOT_YET = lazy("You cannot join yet. Try again when the workshop starts.")
ENDED = lazy("The workshop has ended. You can no longer join.")
NO_ANSWER = lazy("Something in this form is wrong. Check the form and try again.")
FULL = lazy("This workshop is full. Please tell an organizer.")
NEEDS_BADGE = lazy("Please scan the QR code on your badge to join.")


@dataclass(frozen=True)
class Newcomer:
    """A person who wants to join: their answers, and their language if known."""

    workshop_id: int
    attributes: dict[str, str]
    language: str = ""


def on_joining(hook: Welcome) -> Welcome:
    """Declare what a stage does for everybody who joins, or is let in again after a removal.

    This package does not know the stages.
    """
    _welcomes.append(hook)
    return hook


def let_in(newcomer: Newcomer) -> Participant:
    """Let a person join, in one commit with all who join at the same time.

    Refusals are translated when they are read.
    """
    return _queue.submit(newcomer)


def _lane(newcomer: Newcomer) -> int | None:
    return lane(newcomer.workshop_id)


def _commit(newcomers: Sequence[Newcomer]) -> list[Participant | WorkshopError]:
    by_workshop: dict[int, list[Newcomer]] = {}
    for newcomer in newcomers:
        by_workshop.setdefault(newcomer.workshop_id, []).append(newcomer)
    with transaction(_lane(newcomers[0])) as session:
        joined = {
            workshop_id: iter(join_all(session, by_id(session, workshop_id), there))
            for workshop_id, there in by_workshop.items()
        }
    return [next(joined[newcomer.workshop_id]) for newcomer in newcomers]


_queue: GroupCommit[Newcomer, Participant] = GroupCommit(
    _commit, most=MOST_IN_ONE_COMMIT, lane=_lane, gather_seconds=GATHER_SECONDS
)
QUEUE_LENGTH.labels("joins").set_function(_queue.waiting)


def join(session: Session, workshop: Workshop, attributes: dict[str, str]) -> Participant:
    """Create a participant with the next number."""
    [answer] = join_all(session, workshop, [Newcomer(workshop.id, attributes)])
    if isinstance(answer, WorkshopError):
        raise answer
    return answer


def join_all(
    session: Session, workshop: Workshop, newcomers: Sequence[Newcomer]
) -> list[Participant | WorkshopError]:
    """Create participants with the next numbers; return a refusal for each who may not join."""
    answers = [_newcomer(workshop, newcomer) for newcomer in newcomers]
    people = [answer for answer in answers if isinstance(answer, Participant)]
    if not people:
        return answers
    first = _next_number(session, workshop)
    joined = people[: _places(session, workshop, first)]
    for number, person in enumerate(joined, start=first):
        person.number = number
    if joined:
        session.add_all(joined)
        welcome(session, workshop, joined)
    too_many = set(people[len(joined) :])
    return [Conflict(FULL) if answer in too_many else answer for answer in answers]


def _newcomer(workshop: Workshop, newcomer: Newcomer) -> Participant | WorkshopError:
    """Return the participant, who has no number yet, or the refusal."""
    try:
        answers = answers_of(workshop, newcomer)
    except WorkshopError as refusal:
        return refusal
    return Participant(workshop_id=workshop.id, attributes=answers, language=newcomer.language)


def has_ended(workshop: Workshop) -> bool:
    """Return whether people can no longer join."""
    return stages.next_stage(workshop.stage) is None


def require_open(workshop: Workshop) -> None:
    """Raise Conflict before and after the workshop."""
    if has_ended(workshop):
        raise Conflict(ENDED)
    if not stages.BY_KEY[workshop.stage].open_to_join or workshop.template:
        raise Conflict(NOT_YET)


def answers_of(workshop: Workshop, newcomer: Newcomer) -> dict[str, str]:
    """Return the answers to store. Raises WorkshopError if this person may not join."""
    require_open(workshop)
    if workshop.settings.get("badges"):
        raise NotAllowed(NEEDS_BADGE)
    return _answers(workshop, newcomer.attributes)


def _places(session: Session, workshop: Workshop, next_number: int) -> int:
    """Return how many people may still join in one commit."""
    if next_number + MOST_IN_ONE_COMMIT <= MOST_PARTICIPANTS:
        return MOST_IN_ONE_COMMIT  # without counting everybody
    here = select(func.count()).where(Participant.workshop_id == workshop.id, ~Participant.removed)
    return max(0, MOST_PARTICIPANTS - (session.scalar(here) or 0))


def welcome(session: Session, workshop: Workshop, people: Sequence[Participant]) -> None:
    """Run the stages' functions for new participants."""
    _prepare(session, workshop, people)
    announce.changed(session, workshop, "joined")
    on_commit(session, lambda: JOINS.inc(len(people)))


def _prepare(session: Session, workshop: Workshop, people: Sequence[Participant]) -> None:
    session.flush()
    for hook in _welcomes:
        hook(session, workshop, people)


def choose_language(session: Session, workshop: Workshop, person: Participant, tag: str) -> None:
    """Store a participant's reading language, for the seating; "" changes nothing."""
    if tag and tag != person.language:
        person.language = tag
        announce.changed(session, workshop, "people")


def _next_number(session: Session, workshop: Workshop) -> int:
    mine = select(func.max(Participant.number)).where(Participant.workshop_id == workshop.id)
    return (session.scalar(mine) or 0) + 1


def add_participant(
    session: Session, workshop: Workshop, number: int | None, attributes: dict[str, str]
) -> Participant:
    """Create a participant with this number, or with the next one."""
    number = _next_number(session, workshop) if number is None else number
    answers = _answers(workshop, attributes)
    person = Participant(workshop_id=workshop.id, number=number, attributes=answers)
    session.add(person)
    welcome(session, workshop, [person])
    return person


def _answers(workshop: Workshop, given: dict[str, str]) -> dict[str, str]:
    """Return the answers to store; an empty one means "prefer not to say" and is left out."""
    kept: dict[str, str] = {}
    for attribute in workshop.attributes:
        answer = given.get(attribute["key"], "").strip()
        allowed = attribute.get("options") or []
        if answer and allowed and answer not in allowed:
            raise BadInput(NO_ANSWER)
        if answer:
            said = one_name(answer) if is_country(attribute) else answer
            kept[attribute["key"]] = said[:80]
    return kept


def change_details(session: Session, actor: Actor, attributes: dict[str, str]) -> None:
    """Correct a participant's answers from joining."""
    person = session.get_one(Participant, actor.participant_id)
    workshop = workshop_of(session, actor)
    answers = _answers(workshop, attributes)
    if answers == person.attributes:
        return
    person.attributes = answers
    announce.changed(session, workshop, "people")


def log_out(session: Session, before: Participant) -> None:
    """End a participant's access with the token version of `before`.

    Only their badge, if they have one, lets them in again. The new version is random, because one
    more would say that the badge was replaced.
    """
    person = session.get(Participant, before.id)
    if person is not None and person.token_version == before.token_version:
        person.token_version = first_token_version()
        connection_control.send_away(session, Role.PARTICIPANT, person.id)


def remove(session: Session, actor: Actor, person: Participant) -> None:
    """Revoke a participant's access until they are let in again.

    Their ballots still count, because nobody can find them. So their turnout and group are kept
    too: without the group, the number of voters who could choose an option would be wrong.
    """
    if person.removed:
        return
    person.removed, person.presents = True, False
    connection_control.send_away(session, Role.PARTICIPANT, person.id)
    record(session, actor, "participant-removed", number=person.number)
    _announce(session, actor, person)


def let_in_again(session: Session, actor: Actor, person: Participant) -> None:
    """Undo a removal: the same phone is the same voter again, in the same group."""
    if not person.removed:
        return
    person.removed = False
    _prepare(session, workshop_of(session, actor), [person])
    record(session, actor, "participant-let-in", number=person.number)
    _announce(session, actor, person)


def _announce(session: Session, actor: Actor, person: Participant) -> None:
    workshop = workshop_of(session, actor)
    announce.changed(session, workshop, "people")
    if person.group_id is not None:
        announce.group_changed(session, workshop, person.group_id, "group")
