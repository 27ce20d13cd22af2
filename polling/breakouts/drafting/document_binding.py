"""The binding of a group's document. It contains one text per text field of each recommendation."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import cached_property

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from polling.breakouts import quiet_members
from polling.breakouts.drafting import draft_announcements, versions
from polling.breakouts.drafting.queries import recommendations_of
from polling.breakouts.drafting.write_access import (
    WriteAccess,
    WriteAccessLookup,
    require_writer,
    write_access,
)
from polling.breakouts.models import Group
from polling.contests.secure_deletion import sweep_soon
from polling.core.access import Actor, Role
from polling.core.clock import now
from polling.core.db import on_commit
from polling.documents import writing
from polling.documents.binding import (
    BindingFinder,
    BindingKind,
    DocumentBinding,
    Key,
    declare,
    new_name,
)
from polling.documents.models import DocumentUpdate
from polling.live import rooms
from polling.recommendations.models import Recommendation
from polling.recommendations.wording import LIMITS, TEXT_FIELDS, Wording

NOBODY = 0  # no group has this id, so actors without a group are refused


def text_name(recommendation_id: int, field: str) -> str:
    """Return the name of a field's text in the group's document: "12/action"."""
    return f"{recommendation_id}/{field}"


def split_text_name(name: str) -> tuple[int, str]:
    """Split such a name into the recommendation's id and the field: (12, "action")."""
    number, _, field = name.partition("/")
    return int(number), field


class GroupDocument(DocumentBinding):
    """The document of one group. It runs on every key press, so it reads few rows and columns."""

    def __init__(self, session: Session, desk: WriteAccess) -> None:
        self._session, self._desk = session, desk
        self.key = key_of(desk.group_id)
        self.name = desk.document
        self.owner = {"group_id": desk.group_id}
        self.room = rooms.group_room(desk.group_id)

    @cached_property
    def texts(self) -> Collection[str]:
        """Return the names of the texts: each field of each recommendation."""
        return {
            text_name(one, field) for one in self._desk.recommendations for field in TEXT_FIELDS
        }

    @cached_property
    def _rows(self) -> dict[int, Recommendation]:
        return {one.id: one for one in recommendations_of(self._session, self._desk.group_id)}

    def column(self, text: str) -> str:
        """Return the stored value of the field."""
        one, field = split_text_name(text)
        stored: str = getattr(self._rows[one], field)
        return stored

    def plain(self, text: str, words: str) -> str:
        """Strip spaces, and remove line breaks unless the field allows paragraphs."""
        return TEXT_FIELDS[split_text_name(text)[1]].clean(words)

    def limit(self, text: str) -> int:
        """Return the limit of the field, in characters."""
        return LIMITS[split_text_name(text)[1]]

    def project(self, texts: Mapping[str, str]) -> None:
        """Write the texts to their columns, which replaces an imported sentence."""
        rows = defaultdict(list)
        for text, words in texts.items():
            one, field = split_text_name(text)
            rows[field].append({"at": one, "words": words})
        for field, those in rows.items():
            self._session.connection().execute(_FOLLOW[field], those)

    def rename(self) -> None:
        """Rename the document, and let the group's pages open it under the new name."""
        group = self._session.get_one(Group, self._desk.group_id)
        group.document_key = new_name()
        draft_announcements.tell_group(self._session, group)

    def require_writer(self, actor: Actor) -> None:
        """Raise DraftingClosed if the actor's role cannot write at the workshop's stage."""
        require_writer(actor, self._desk.stage, voted_on=self._desk.voted_on)

    def seeded(self, texts: Collection[str]) -> None:
        """Begin the history of these texts with their current wording."""
        versions.begin(self._session, [self._rows[one] for one in _places(texts)])

    def taken(self, actor: Actor, texts: Collection[str]) -> None:
        """Record the actor as active and as an author of these recommendations."""
        quiet_members.hear(self._session, actor, self._desk.group_id)
        versions.note(self._session, actor, _places(texts))

    def stored(self, actors: Collection[Actor], texts: Collection[str]) -> None:
        """Record the group's activity and refresh the pages that show it."""
        moment = {"at": self._desk.group_id, "moment": now()}
        self._session.connection().execute(_ACTIVE, moment)
        draft_announcements.tell_soon(self._session, self._desk.workshop_id)


def begin(session: Session, one: Recommendation, wording: Wording) -> None:
    """Give a new recommendation its first wording, in its group's document if it has a group."""
    if one.group_id is None:
        one.wording = wording
        return
    one.actors = list(wording.actors)
    session.flush()
    writing.begin(session, _document(session, one.group_id), _texts(one, wording))
    session.refresh(one)


def rewrite(session: Session, one: Recommendation, wording: Wording) -> None:
    """Replace a recommendation's wording in a transaction that is `editing` its document."""
    session.flush()
    writing.rewrite(session, _document(session, one.group_id or NOBODY), _texts(one, wording))
    session.refresh(one)
    one.actors, one.original = list(wording.actors), wording.original


def _document(session: Session, group_id: int) -> GroupDocument:
    return GroupDocument(session, write_access(session.connection(), [group_id])[group_id])


def _texts(one: Recommendation, wording: Wording) -> dict[str, str]:
    return {text_name(one.id, field): getattr(wording, field) for field in TEXT_FIELDS}


def erase_documents(session: Session, workshop_id: int) -> None:
    """Erase all groups' documents, because their client ids show who wrote what.

    The texts stay in their columns. If the workshop returns to drafting, new documents start with
    them.
    """
    stored = select(DocumentUpdate.group_id)
    query = select(Group).where(Group.workshop_id == workshop_id, Group.id.in_(stored))
    groups = list(session.scalars(query))
    for group in groups:
        group.document_key = new_name()
        session.execute(delete(DocumentUpdate).where(DocumentUpdate.group_id == group.id))
    if groups:
        on_commit(session, sweep_soon)


def _places(texts: Collection[str]) -> set[int]:
    """Return the ids of the recommendations that contain these texts."""
    return {split_text_name(text)[0] for text in texts}


_FOLLOW = {
    field: update(Recommendation)
    .where(Recommendation.id == bindparam("at"))
    .values({field: bindparam("words"), "original": ""})
    for field in TEXT_FIELDS
}
_ACTIVE = update(Group).where(Group.id == bindparam("at")).values(active_at=bindparam("moment"))


def key_of(group_id: int | None) -> Key:
    """Return the key of a group's document."""
    return "group", group_id or NOBODY


def _look(session: Session, actors: Collection[Actor]) -> BindingFinder:
    found = WriteAccessLookup(session.connection(), actors)
    homes = {group: GroupDocument(session, desk) for group, desk in found.of_groups.items()}
    return lambda actor: homes[found.of(actor).group_id]


def _room(actor: Actor) -> str | None:
    return None if actor.group_id is None else rooms.group_room(actor.group_id)


declare(
    BindingKind(key=lambda actor: key_of(actor.group_id), room=_room, look=_look),
    Role.PARTICIPANT,
    Role.FACILITATOR,
)
