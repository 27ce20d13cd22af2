"""Who may write in a group's document at which stage. Nobody may once voting has begun."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from polling import stages
from polling.breakouts.models import Group
from polling.contests.kinds import FINAL, RATING
from polling.contests.queries import begun, have_begun
from polling.core.access import Actor, Role
from polling.core.errors import Conflict, NotFound, NotSignedIn
from polling.core.i18n import _, lazy
from polling.documents.errors import OtherDocument
from polling.people.models import Participant
from polling.recommendations.models import Recommendation
from polling.workshop.models import Workshop

VOTES = (FINAL, RATING)  # votes on recommendations (the finalists' vote always follows a rating)
VOTED_ON = lazy("Voting has begun. Recommendations can no longer be changed.")


def is_voted_on(session: Session, workshop: Workshop) -> bool:
    """Whether voting on the groups' recommendations has begun."""
    return have_begun(session, workshop.id, *VOTES)


class DraftingClosed(Conflict):
    """The actor's role may not write at this stage."""

    code = "drafting-closed"


def require_writer(actor: Actor, stage: str, *, voted_on: bool) -> None:
    """Raise DraftingClosed if the actor's role cannot write at this stage, or voting has begun."""
    if actor.role in stages.BY_KEY[stage].drafters:
        if voted_on:
            raise DraftingClosed(str(VOTED_ON))
        return
    raise DraftingClosed(_("Drafting has ended. Unsent changes stay on this phone."))


@dataclass(frozen=True)
class WriteAccess:
    """The write access to a group's current document: its name, its texts, and who may write."""

    group_id: int
    workshop_id: int
    document: str
    stage: str
    voted_on: bool
    link_token_version: int
    recommendations: list[int]  # including deleted ones


class WriteAccessLookup:
    """Reads the write access of several actors' groups with one statement per table."""

    def __init__(self, connection: Connection, actors: Collection[Actor]) -> None:
        self._people = _people(connection, actors)
        self.of_groups = write_access(
            connection, {actor.group_id for actor in actors if actor.group_id is not None}
        )

    def of(self, actor: Actor) -> WriteAccess:
        """Return the access of an actor whose identity is valid and matches the connection."""
        group_id = self._group_id(actor)
        if group_id is None:
            raise NotFound(_("You are not in a group yet."))
        if group_id != actor.group_id or group_id not in self.of_groups:
            raise OtherDocument(_("You are now in another group. Reload the page."))
        return self.of_groups[group_id]

    def _group_id(self, actor: Actor) -> int | None:
        if actor.role is Role.PARTICIPANT:
            person = self._people.get(actor.participant_id)
            now, token_version = (person.group_id, person.token_version) if person else (None, None)
        else:
            desk = self.of_groups.get(actor.group_id or 0)
            now, token_version = (desk.group_id, desk.link_token_version) if desk else (None, None)
        if token_version != actor.token_version:
            raise NotSignedIn(_("Please join the workshop again."))
        return now


def write_access(connection: Connection, group_ids: Collection[int]) -> dict[int, WriteAccess]:
    """Return the write access by group id."""
    columns = (Group.id, Group.workshop_id, Group.document_key, Workshop.stage)
    voted_on = begun(Workshop.id, *VOTES).label("voted_on")
    joined = select(*columns, voted_on, Group.link_token_version)
    joined = joined.join(Workshop, Workshop.id == Group.workshop_id)
    written = _recommendations(connection, group_ids)
    return {
        row.id: WriteAccess(*row, recommendations=written[row.id])
        for row in connection.execute(joined.where(Group.id.in_(group_ids)))
    }


def _recommendations(connection: Connection, group_ids: Collection[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {group_id: [] for group_id in group_ids}
    query = select(Recommendation.id, Recommendation.group_id)
    for one, group_id in connection.execute(query.where(Recommendation.group_id.in_(found))):
        if group_id is not None:
            found[group_id].append(one)
    return found


def _people(connection: Connection, actors: Collection[Actor]) -> dict[int | None, Any]:
    ids = {actor.participant_id for actor in actors if actor.role is Role.PARTICIPANT}
    columns = (Participant.id, Participant.group_id, Participant.token_version)
    query = select(*columns).where(Participant.id.in_(ids), Participant.removed.is_(False))
    return {row.id: row for row in connection.execute(query)}
