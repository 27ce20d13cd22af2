"""A workshop with people for tests: the demo's content, and visitors in every role."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

import gevent
from flask import Flask
from sqlalchemy import select

from polling.breakouts.facilitator_link import facilitator_address
from polling.breakouts.models import Group
from polling.contests import actions as contests
from polling.contests.casting.actions import cast
from polling.contests.forms import BallotPayload
from polling.contests.kinds import RANKING
from polling.contests.models import Contest
from polling.core.access import Actor, Role
from polling.core.db import reading, transaction
from polling.demo.content import demo_workshop
from polling.facilitation.actions import move
from polling.notes.actions import make_link as make_note_link
from polling.notes.forms import NewLink
from polling.notes.models import NoteLink
from polling.notes.note_taker_link import note_taker_address
from polling.people import urls
from polling.people.actions import organizers, participants
from polling.people.models import Organizer, Participant
from polling.ranking import actions as ranking
from polling.web.newcomers import JOINED
from polling.workshop.models import Workshop
from polling.workshop_file.load import load
from polling.workshop_file.schema import WorkshopFile
from tests.screen.shown_results import show_whole
from tests.visitor import Visitor

SECTORS = ("Government", "NGO", "International organization", "Media", "Academia")
PASSWORD = "a long enough password"
# Participant, contest, choices, and possibly concerns.
Vote = tuple[int, str, dict[str, Any]] | tuple[int, str, dict[str, Any], dict[str, str]]


@dataclass
class Room:
    """A workshop in an app."""

    app: Flask
    workshop_id: int = 0
    code: str = ""
    organizer_id: int = 0
    login_id: int = 0
    login_epoch: int = 0
    participants: list[int] = field(default_factory=list)
    prepared: tuple[Callable[..., Any], ...] = ()  # what created it: see tests/prepared_rooms.py

    @classmethod
    def of(
        cls,
        app: Flask,
        file: WorkshopFile | None = None,
        organizer: str = "organizer@test.example",
    ) -> "Room":
        """Create the demo's workshop, or the file's, in setup, with one organizer."""
        room = cls(app)
        with transaction() as session:
            workshop = load(session, file or demo_workshop())
            account = organizers.add_organizer(session, organizer)
            organizers.give_workshop(session, account, workshop)
            room.workshop_id, room.code = workshop.id, workshop.code
            login = organizers.log_in(session, account)
            room.organizer_id = account.id
            room.login_id, room.login_epoch = login.id, login.token_version
        return room

    @property
    def organizer(self) -> Actor:
        """The organizer as an actor."""
        return Actor(
            Role.ORGANIZER,
            self.workshop_id,
            organizer_id=self.organizer_id,
            login_id=self.login_id,
            label="the organizer",
            token_version=self.login_epoch,
        )

    def actor(self, participant_id: int) -> Actor:
        """A participant as an actor."""
        return self.actors([participant_id])[participant_id]

    def actors(self, participant_ids: Iterable[int]) -> dict[int, Actor]:
        """Several participants as actors, by id."""
        query = select(Participant).where(Participant.id.in_({*participant_ids}))
        with reading() as session:
            return {
                person.id: Actor(
                    Role.PARTICIPANT,
                    self.workshop_id,
                    participant_id=person.id,
                    group_id=person.group_id,
                    label=f"#{person.number}",
                    token_version=person.token_version,
                )
                for person in session.scalars(query)
            }

    def go(self, *stages: str) -> None:
        """Move through these stages, one after another."""
        for stage in stages:
            with transaction() as session:
                seen = session.get_one(Workshop, self.workshop_id).stage
                move(session, self.organizer, seen=seen, to=stage)

    def join(self, count: int) -> list[int]:
        """Let people join, with sectors and places in turn; returns their ids."""
        sectors = cycle(SECTORS)
        joined = []
        with transaction() as session:
            workshop = session.get_one(Workshop, self.workshop_id)
            for number in range(count):
                said = {
                    "sector": next(sectors),
                    "presence": "Virtual" if number % 8 == 7 else "In the room",
                }
                allowed = {a["key"]: a.get("options") for a in workshop.attributes}
                said = {k: v for k, v in said.items() if v in (allowed.get(k) or [v])}
                joined.append(participants.join(session, workshop, said).id)
        self.participants += joined
        return joined

    def cast(
        self,
        participant_id: int,
        contest_id: str,
        choices: dict[str, Any],
        concerns: dict[Any, str] | None = None,
        **more: Any,
    ) -> Any:
        """Cast one ballot. `receipt`, `revision` and `withdrawn` are optional."""
        return self._cast(self.actor(participant_id), contest_id, choices, concerns, **more)

    def _cast(
        self,
        actor: Actor,
        contest_id: str,
        choices: dict[str, Any],
        concerns: dict[Any, str] | None = None,
        **more: Any,
    ) -> Any:
        receipt = more.get("receipt") or f"{actor.participant_id:032x}"
        payload = BallotPayload.model_validate(
            {
                "contest": contest_id,
                "receipt": receipt,
                "revision": more.get("revision", 1),
                "choices": choices,
                "concerns": concerns or {},
                "withdrawn": more.get("withdrawn", {}),
            }
        )
        box = self.app.extensions["ballots"]
        return cast(box, self.app.config["SECRET_KEY"], actor, payload)

    def cast_all(self, ballots: Iterable[Vote]) -> None:
        """Cast many ballots at the same time, because a commit for each takes much longer."""
        sent = list(ballots)
        actors = self.actors(ballot[0] for ballot in sent)
        casting = [gevent.spawn(self._cast, actors[ballot[0]], *ballot[1:]) for ballot in sent]
        gevent.joinall(casting, raise_error=True)

    def contests(self, kind: str = RANKING) -> list[Contest]:
        """The contests of one kind, in order."""
        with reading() as session:
            query = select(Contest).where(
                Contest.workshop_id == self.workshop_id, Contest.kind == kind
            )
            return list(session.scalars(query.order_by(Contest.position)))

    def open_ranking(self) -> list[Contest]:
        """Open every theme's ranking."""
        with transaction() as session:
            for contest in self.contests():
                found = session.get_one(Contest, contest.id)
                ranking.open_theme(session, self.organizer, found)
        return self.contests()

    def close_and_reveal(self) -> None:
        """Close and reveal every theme's ranking, and show each completely on the screen."""
        with transaction() as session:
            for contest in self.contests():
                found = session.get_one(Contest, contest.id)
                contests.close_contest(session, self.organizer, found)
                ranking.reveal(session, self.organizer, found)
                show_whole(session, self.organizer)

    def rank_everything(self) -> None:
        """Let everybody rank three issues of each theme, with slight differences."""
        for contest in self.open_ranking():
            options = contest.options
            ballots = []
            for index, person in enumerate(self.participants):
                start = (index * index) % len(options)
                chosen = [options[(start + step) % len(options)] for step in (0, 1, 3)]
                ballots.append((person, contest.id, {"ranking": list(dict.fromkeys(chosen))}))
            self.cast_all(ballots)
        self.close_and_reveal()

    # ---- Visitors, over HTTP ----

    def participant_visitor(self, participant_id: int | None = None) -> Visitor:
        """The phone of a participant, or of a person who has joined with the code a while ago."""
        visitor = Visitor(self.app)
        if participant_id is not None:
            return visitor.holding(Role.PARTICIPANT, self.workshop_id, participant_id)
        visitor.post(f"/j/{self.code}", {"attributes.sector": "NGO"})
        with visitor.client.session_transaction() as cookie:
            cookie.pop(JOINED, None)
        return visitor

    def organizer_visitor(self) -> Visitor:
        """The organizer, logged in through a one-time link."""
        visitor = Visitor(self.app)
        visitor.post(self.password_path(), {"password": PASSWORD})
        return visitor

    def password_path(self) -> str:
        """The path of the organizer's password link."""
        with self.app.test_request_context(), reading() as session:
            account = session.get_one(Organizer, self.organizer_id)
            return urls.password_path(account)

    def screen_visitor(self) -> Visitor:
        """The projector's browser."""
        visitor = Visitor(self.app)
        with self.app.test_request_context(), reading() as session:
            address = urls.screen_address(session.get_one(Workshop, self.workshop_id))
        visitor.get(address.removeprefix("http://localhost"))
        return visitor

    def facilitator_visitor(self, number: int = 1) -> Visitor:
        """The facilitator of the group with this number."""
        visitor = Visitor(self.app)
        with self.app.test_request_context(), reading() as session:
            query = select(Group).where(
                Group.workshop_id == self.workshop_id, Group.number == number
            )
            address = facilitator_address(session.scalars(query).one())
        visitor.get(address.removeprefix("http://localhost"))
        return visitor

    def note_link(self, session_id: int | None = None, label: str = "") -> NoteLink:
        """A new note-taker's link, for one session or for all."""
        with transaction() as session:
            wanted = NewLink(session=session_id, label=label)
            return make_note_link(session, self.organizer, wanted)

    def note_taker_visitor(self, link: NoteLink | None = None) -> Visitor:
        """A person with this link, or with a new one."""
        visitor = Visitor(self.app)
        with self.app.test_request_context():
            address = note_taker_address(link or self.note_link())
        visitor.get(address.removeprefix("http://localhost"))
        return visitor
