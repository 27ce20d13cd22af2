"""The pages of the lobby, for each role."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from flask import url_for
from markupsafe import Markup
from sqlalchemy.orm import Session

from polling.contests import electorate
from polling.contests import queries as contests
from polling.contests.kinds import PRACTICE
from polling.contests.models import Contest
from polling.core.access import Actor
from polling.core.i18n import _
from polling.live import connection_registry
from polling.people import qr_codes, queries, urls
from polling.people.models import PRESENCE, Participant
from polling.web.shared_fragments import Mine
from polling.workshop.models import Workshop
from polling.workshop.version_cache import cached_for_phones


@dataclass(frozen=True)
class Drink:
    """One option of the practice ballot."""

    id: int
    label: str


@dataclass(frozen=True)
class Wifi:
    """The room's network, with the QR code that connects a phone."""

    name: str
    password: str
    qr: Markup


@dataclass(frozen=True)
class ParticipantPage:
    """A waiting page with a practice ballot; `practice` is None before it opens.

    `wished` are the ids of the reader's preferred themes, and `said` their answers.
    """

    practice: Contest | None
    drinks: list[Drink]
    wished: tuple[int, ...]
    said: dict[str, str]


@dataclass(frozen=True)
class FacilitatorPage:
    """How many people have joined."""

    joined: int


@dataclass(frozen=True)
class ScreenPage:
    """How to join, how many have joined, and how many of them have tried the practice ballot."""

    address: str
    qr: str
    wifi: Wifi | None
    joined: int
    presence: list[tuple[str, int]]
    practice: Contest | None
    practised: int
    may_practise: int


@dataclass(frozen=True)
class ConsolePage:
    """Who has joined, and the links for joining.

    `attributes` are those with answers from people or the registration list. `registered` are the
    answers in the registration list with counts, by attribute key.
    """

    participants: list[Participant]
    removed: list[Participant]
    answers: dict[int, list[str]]
    online_ids: set[int]
    attributes: list[dict[str, Any]]
    registered: dict[str, Any]
    join_address: str
    screen_address: str


@dataclass(frozen=True)
class Answers(Mine):
    """A person's answers about themselves, and their preferred themes."""

    in_own_order: ClassVar[bool] = False  # nor is the practice ballot
    said: tuple[tuple[str, str], ...] = ()
    wished: tuple[int, ...] = ()


def mine(session: Session, workshop: Workshop, people: Sequence[Participant]) -> dict[int, Mine]:
    """Return what each person has answered."""
    return {
        person.id: Answers(
            said=tuple(sorted(person.attributes.items())), wished=tuple(person.preferences)
        )
        for person in people
    }


def participant(session: Session, workshop: Workshop, mine: Answers) -> ParticipantPage:
    """Return the context of a participant's page."""
    return ParticipantPage(
        practice=cached_for_phones(workshop, "practice", lambda: _practice(session, workshop)),
        drinks=[Drink(number, label) for number, label in drinks().items()],
        wished=mine.wished,
        said=dict(mine.said),
    )


def facilitator(session: Session, workshop: Workshop, actor: Actor) -> FacilitatorPage:
    """Return the context of a facilitator's page."""
    return FacilitatorPage(joined=queries.present(session, workshop.id))


def screen(session: Session, workshop: Workshop) -> ScreenPage:
    """Return the context of the screen."""
    practice = _practice(session, workshop)
    roll = electorate.roll(session, practice) if practice else None
    return ScreenPage(
        address=urls.base().split("://", 1)[-1],
        qr=url_for("people.qr_code", code=workshop.code),
        wifi=_wifi(workshop),
        joined=queries.present(session, workshop.id),
        presence=presence(session, workshop),
        practice=practice,
        practised=len(roll.voted) if roll else 0,
        may_practise=roll.size if roll else 0,
    )


def console(session: Session, workshop: Workshop) -> ConsolePage:
    """Return the context of the console."""
    participants = queries.participants(session, workshop.id)  # first: the counts then reuse them
    registered = {
        attribute["key"]: attribute["counts"]
        for attribute in queries.registered_by_attribute(session, workshop)
    }
    answered = [
        attribute
        for attribute in queries.by_attribute(session, workshop)
        if attribute["key"] in registered or _is_answered(attribute["counts"])
    ]
    removed = queries.removed(session, workshop.id)
    return ConsolePage(
        participants=participants,
        removed=removed,
        answers={person.id: _answers(workshop, person) for person in [*participants, *removed]},
        online_ids=connection_registry.participants_online(workshop.id),
        attributes=answered,
        registered=registered,
        join_address=urls.join_address(workshop),
        screen_address=urls.screen_address(workshop),
    )


def _practice(session: Session, workshop: Workshop) -> Contest | None:
    return next(iter(contests.contests(session, workshop.id, PRACTICE)), None)


def _wifi(workshop: Workshop) -> Wifi | None:
    """Return the room's Wi-Fi network, if an organizer has named it."""
    name, password = workshop.wifi_name, workshop.wifi_password
    if not name:
        return None
    code = Markup(qr_codes.as_svg(qr_codes.wifi_text(name, password)))  # noqa: S704  we have drawn it
    return Wifi(name, password, code)


def _answers(workshop: Workshop, person: Participant) -> list[str]:
    """Return a person's answers, in the workshop's order of attributes."""
    keys = [attribute["key"] for attribute in workshop.attributes]
    return [person.attributes[key] for key in keys if person.attributes.get(key)]


def _is_answered(counts: list[tuple[str, int]]) -> bool:
    return any(answer for answer, _people in counts)


def presence(session: Session, workshop: Workshop) -> list[tuple[str, int]]:
    """Return how many are in the room and how many virtual, if the workshop asks for it."""
    for attribute in queries.by_attribute(session, workshop):
        if attribute["key"] == PRESENCE:
            return [(answer, count) for answer, count in attribute["counts"] if answer]
    return []


def drinks() -> dict[int, str]:
    """Return the options of the practice ballot, by number."""
    return {1: _("Tea"), 2: _("Coffee"), 3: _("Water"), 4: _("Coconut juice"), 5: _("Lemonade")}
