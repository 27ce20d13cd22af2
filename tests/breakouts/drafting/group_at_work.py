"""A group at work: its members, a facilitator, and a member of another group."""

from dataclasses import dataclass, field
from typing import Any

from flask_socketio import SocketIOTestClient
from sqlalchemy import select, update

from polling.app import socketio_of
from polling.breakouts.drafting.queries import issues_of
from polling.breakouts.models import Group
from polling.core.access import Actor, Role
from polling.core.db import reading, transaction
from polling.documents.models import DocumentUpdate
from polling.people.models import Participant
from polling.recommendations.models import Recommendation
from polling.workshop.models import Issue, Workshop
from tests.room import Room
from tests.visitor import Visitor

MEMBERS = 8


@dataclass
class Table:
    """Group 1 in the breakouts; `stranger` is in group 2."""

    room: Room
    group_id: int = 0
    other_group_id: int = 0
    link_token_version: int = 0
    document: str = ""
    other_document: str = ""
    issues: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, room: Room) -> "Table":
        """Seat nine people and begin the breakouts."""
        table = cls(room)
        room.go("lobby")
        room.join(MEMBERS + 1)
        with transaction() as session:
            query = select(Group).where(Group.workshop_id == room.workshop_id)
            groups = list(session.scalars(query.order_by(Group.number)))[:2]
            table.group_id, table.other_group_id = (group.id for group in groups)
            table.link_token_version = groups[0].link_token_version
            table.document, table.other_document = (group.document_key for group in groups)
            for place, issue in enumerate(groups[0].theme.issues[:3], start=1):
                issue.priority = place
            session.get_one(Workshop, room.workshop_id).stage = "breakouts"
            session.flush()
            table.issues = [issue.id for issue in issues_of(session, groups[0], [])]
        for person in table.members:
            table.seat(person, table.group_id)
        table.seat(table.stranger, table.other_group_id)
        return table

    @property
    def members(self) -> list[int]:
        """The participants of group 1."""
        return self.room.participants[:MEMBERS]

    @property
    def stranger(self) -> int:
        """A participant of group 2."""
        return self.room.participants[MEMBERS]

    def seat(self, participant_id: int, group_id: int | None) -> None:
        """Put a person in a group."""
        with transaction() as session:
            session.get_one(Participant, participant_id).group_id = group_id

    def member(self, index: int = 0) -> Actor:
        """A member as an actor."""
        return self.room.actor(self.members[index])

    def facilitator(self) -> Actor:
        """The facilitator of group 1 as an actor."""
        return Actor(
            Role.FACILITATOR,
            self.room.workshop_id,
            group_id=self.group_id,
            label="Facilitator 1",
            token_version=self.link_token_version,
        )

    def visitor(self, participant_id: int) -> Visitor:
        """A participant's browser."""
        workshop = self.room.workshop_id
        return Visitor(self.room.app).holding(Role.PARTICIPANT, workshop, participant_id)

    def connect(self, participant_id: int) -> SocketIOTestClient:
        """Connect a participant's phone to the app's Socket.IO server."""
        auth = {"workshop": self.room.code, "role": Role.PARTICIPANT}
        client = self.visitor(participant_id).client
        app = self.room.app
        return socketio_of(app).test_client(app, flask_test_client=client, auth=auth)

    def stage(self, stage: str) -> None:
        """Set the stage of the workshop, ignoring blockers."""
        with transaction() as session:
            session.execute(
                update(Workshop).where(Workshop.id == self.room.workshop_id).values(stage=stage)
            )

    def recommend(self, *, group_id: int | None = None, **parts: Any) -> int:
        """Add a recommendation as an import does; returns its id."""
        with transaction() as session:
            made = Recommendation(
                issue_id=parts.pop("issue_id", self.issues[0]),
                group_id=group_id or self.group_id,
                position=parts.pop("position", 1),
                **parts,
            )
            session.add(made)
            session.flush()
            return made.id

    def row(self, recommendation_id: int) -> Recommendation:
        """A recommendation's row in the database."""
        with reading() as session:
            return session.get_one(Recommendation, recommendation_id)

    def order(self, issue_id: int) -> list[int]:
        """The visible recommendations of an issue, in order."""
        with reading() as session:
            query = select(Recommendation.id).where(
                Recommendation.issue_id == issue_id, Recommendation.deleted_at.is_(None)
            )
            return list(session.scalars(query.order_by(Recommendation.position)))

    def stored(self, group_id: int | None = None) -> list[bytes]:
        """The stored updates of a group's document."""
        with reading() as session:
            query = select(DocumentUpdate.data).where(
                DocumentUpdate.group_id == (group_id or self.group_id)
            )
            return list(session.scalars(query.order_by(DocumentUpdate.id)))

    @staticmethod
    def document_of(group_id: int) -> str:
        """The current name of a group's document."""
        with reading() as session:
            return session.get_one(Group, group_id).document_key

    def version(self) -> int:
        """The workshop's version, which counts announced changes."""
        with reading() as session:
            return session.get_one(Workshop, self.room.workshop_id).version

    def foreign_issue(self) -> int:
        """An issue of another theme."""
        with reading() as session:
            own = session.get_one(Group, self.group_id).theme_id
            return session.scalars(select(Issue.id).where(Issue.theme_id != own)).all()[0]
