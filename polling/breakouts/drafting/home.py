"""A group's document: each text field of each of its recommendations is a text in it."""

from collections.abc import Collection
from functools import cached_property

from sqlalchemy.orm import Session

from polling.access import Actor, Role
from polling.breakouts import voices
from polling.breakouts.drafting import fields, walls
from polling.breakouts.drafting.queries import WRITERS, recommendations_of
from polling.breakouts.drafting.refusals import DraftingClosed
from polling.breakouts.models import Group, Recommendation
from polling.clock import now
from polling.db import transaction
from polling.documents import writing
from polling.documents.homes import Home, Key, Kind, declare
from polling.documents.memory import held
from polling.errors import NotFound
from polling.i18n import _
from polling.live import rooms
from polling.workshop import queries as workshops

NOBODY = 0  # no group has this id: an actor without one is refused inside


class GroupHome(Home):
    """The document of one group."""

    def __init__(self, session: Session, group: Group) -> None:
        self._session, self._group = session, group
        self.name = group.document
        self.owner = {"group_id": group.id}
        self.room = rooms.group_room(group.id)

    @cached_property
    def texts(self) -> dict[str, tuple[Recommendation, str]]:
        """Every text by its name: (recommendation, field)."""
        return fields.roots(recommendations_of(self._session, self._group.id))

    def column(self, text: str) -> str:
        """The field as it was imported, or mirrored."""
        stored: str = getattr(*self.texts[text])
        return stored

    def plain(self, text: str, words: str) -> str:
        """No spaces around it, and on one line if the field is."""
        return fields.plain(self.texts[text][1], words)

    def limit(self, text: str) -> int:
        """That of the field."""
        return fields.LIMITS[self.texts[text][1]]

    def mirror(self, text: str, words: str) -> None:
        """Write the field; the sentence as it was imported is no longer what is said."""
        recommendation, field = self.texts[text]
        setattr(recommendation, field, words)
        recommendation.original = ""

    @cached_property
    def _stage(self) -> str:
        return workshops.by_id(self._session, self._group.workshop_id).stage

    def require_writer(self, actor: Actor) -> None:
        """DraftingClosed unless the actor's role writes at the workshop's stage."""
        require_writer(actor, self._stage)

    def heard(self, actor: Actor) -> None:
        """A member who writes is not a quiet one."""
        voices.hear(self._session, actor, self._group)

    def written(self, actors: Collection[Actor], texts: Collection[str]) -> None:
        """The group is at work, and whoever watches it looks again."""
        self._group.active_at = now()
        walls.tell_soon(self._session, self._group.workshop_id)


def require_writer(actor: Actor, stage: str) -> None:
    """DraftingClosed unless the actor's role writes at this stage."""
    if actor.role in WRITERS.get(stage, ()):
        return
    if stage == "presentations":
        raise DraftingClosed(_("Drafting has ended. Your facilitator can still make changes."))
    raise DraftingClosed(_("Drafting is closed now. What you typed stays on this phone."))


def key_of(group_id: int | None) -> Key:
    """The key under which a group's document is held."""
    return "group", group_id or NOBODY


def take_in(group_id: int | None) -> None:
    """Put into a group's document what an action has written beside it, and pass it on."""
    with held(key_of(group_id)) as slot, transaction() as session:
        writing.take_in(session, slot, GroupHome(session, session.get_one(Group, group_id)))


def _find(session: Session, actor: Actor) -> GroupHome:
    group = session.get(Group, actor.group_id) if actor.group_id is not None else None
    if group is None:
        raise NotFound(_("You are not in a group yet."))
    return GroupHome(session, group)


def _room(actor: Actor) -> str | None:
    return None if actor.group_id is None else rooms.group_room(actor.group_id)


declare(
    Kind(key=lambda actor: key_of(actor.group_id), room=_room, find=_find),
    Role.PARTICIPANT,
    Role.FACILITATOR,
)
