"""Writing in a group's document: a phone joins it, then sends what it changes.

Every update is checked before and after the document takes it. What a group has written is stored
and the columns follow the text once for all changes that came together; the others in the group
receive each once it is on disk.
"""

from collections.abc import Sequence
from contextvars import Context, copy_context
from dataclasses import dataclass, field

from pycrdt import merge_updates
from sqlalchemy.orm import Session

from polling.access import Actor
from polling.breakouts import voices
from polling.breakouts.drafting import fields, updates, walls
from polling.breakouts.drafting.documents import SharedDocument, Slot, opened, store
from polling.breakouts.drafting.queries import WRITERS, recommendations_of
from polling.breakouts.drafting.refusals import (
    DraftGap,
    DraftingClosed,
    DraftRefused,
    OtherDocument,
    TextTooLong,
)
from polling.breakouts.models import Group, Recommendation
from polling.clock import now
from polling.db import on_commit
from polling.errors import NotFound, WorkshopError
from polling.i18n import _
from polling.live import announce, rooms
from polling.live.messages import Draft
from polling.workshop import queries as workshops

Texts = dict[str, tuple[Recommendation, str]]


def join(
    session: Session, slot: Slot, actor: Actor, *, document: str, vector: bytes
) -> SharedDocument:
    """The actor's document, ready for a phone that has `vector` of it."""
    group = own_group(session, actor, document)
    _read_vector(vector)
    texts = fields.roots(recommendations_of(session, group.id))
    return _ready(session, slot, group, texts)


@dataclass(frozen=True)
class Change:
    """An update on its way in, by whom, and the connection to which it need not be passed on.

    A refusal of it speaks the language of the `context` in which it came.
    """

    actor: Actor
    document: str
    update: bytes
    sender: str
    context: Context = field(default_factory=copy_context)


def write(session: Session, slot: Slot, changes: Sequence[Change]) -> list[WorkshopError | None]:
    """Take the changes of one group into its document; for each, why not, or None.

    One that is refused leaves no trace, and the others are taken.
    """
    sheet = _Sheet(session, slot)
    refusals = [change.context.run(sheet.take, change) for change in changes]
    sheet.store()
    return refusals


def take_in(session: Session, slot: Slot, group_id: int | None) -> None:
    """Put into a group's document what an action has written beside it, and pass it on."""
    group = session.get_one(Group, group_id)
    _ready(session, slot, group, fields.roots(recommendations_of(session, group.id)))


def own_group(session: Session, actor: Actor, document: str) -> Group:
    """The actor's group, whose document the page must be showing."""
    group = session.get(Group, actor.group_id) if actor.group_id is not None else None
    if group is None:
        raise NotFound(_("You are not in a group yet."))
    if group.document != document:
        raise OtherDocument(_("You are in another group now. Reload this page to see it."))
    return group


def require_writer(session: Session, actor: Actor) -> None:
    """DraftingClosed unless the actor's role writes at the workshop's stage."""
    _require_writer(actor, workshops.by_id(session, actor.workshop_id).stage)


def _require_writer(actor: Actor, stage: str) -> None:
    if actor.role in WRITERS.get(stage, ()):
        return
    if stage == "presentations":
        raise DraftingClosed(_("Drafting has ended. Your facilitator can still make changes."))
    raise DraftingClosed(_("Drafting is closed now. What you typed stays on this phone."))


def _ready(session: Session, slot: Slot, group: Group, texts: Texts) -> SharedDocument:
    """The document, holding also what was stored before it: an import, a draft of old."""
    shared = opened(session, slot, group)
    fresh = [root for root in texts if root not in shared.known]
    for root, text in shared.texts(fresh).items():
        stored: str = getattr(*texts[root])
        if stored and not text:
            seed = shared.seed(root, stored)
            store(session, group, shared, seed)
            _relay(session, group, seed)
    shared.known.update(texts)
    return shared


def _read_vector(vector: bytes) -> None:
    try:
        updates.read_clocks(vector)
    except updates.BadUpdate as error:
        raise DraftRefused(_("This change cannot be taken.")) from error


class _Sheet:
    """A group's document while changes that came together are written in it."""

    def __init__(self, session: Session, slot: Slot) -> None:
        self._session, self._slot = session, slot
        self._group: Group | None = None
        self._effects: list[bytes] = []

    def take(self, change: Change) -> WorkshopError | None:
        """Take a change into the document, or say why not."""
        try:
            self._open(own_group(self._session, change.actor, change.document))
            self._write(change)
        except WorkshopError as refusal:
            return refusal
        return None

    def store(self) -> None:
        """Store what was taken, and let the columns follow it."""
        if self._group is None or not self._effects:
            return
        store(self._session, self._group, self._shared, merge_updates(*self._effects))
        changed = dict(self._written.items() - self._stored.items())
        _mirror(changed, self._texts)
        self._group.active_at = now()
        walls.tell_soon(self._session, self._group.workshop_id)

    def _open(self, group: Group) -> None:
        if self._group is None:
            self._group = group
            self._workshop = workshops.by_id(self._session, group.workshop_id)
            self._texts = fields.roots(recommendations_of(self._session, group.id))
            self._shared = _ready(self._session, self._slot, group, self._texts)
            self._stored = self._written = self._shared.texts(self._texts)

    def _write(self, change: Change) -> None:
        expected = _check_update(self._shared, change.update, self._texts)
        effect = self._shared.apply(change.update)
        written = self._shared.texts(self._texts)
        try:
            self._check(change.actor, written, effect, fits=self._shared.clocks == expected)
        except WorkshopError:
            self._go_back()
            raise
        self._written = written
        if effect:
            self._pass_on(change, effect)

    def _check(self, actor: Actor, written: dict[str, str], effect: bytes, *, fits: bool) -> None:
        if not fits:
            raise DraftRefused(_("This change cannot be taken."))
        changed = dict(written.items() - self._written.items())
        _check_texts(changed, self._written)
        if effect:
            _require_writer(actor, self._workshop.stage)

    def _go_back(self) -> None:
        """Read the document again, without the change that it has taken and should not have."""
        assert self._group is not None  # noqa: S101  it was opened
        self._slot.document = None
        self._shared = opened(self._session, self._slot, self._group)
        for effect in self._effects:
            self._shared.apply(effect)

    def _pass_on(self, change: Change, effect: bytes) -> None:
        assert self._group is not None  # noqa: S101  it was opened
        self._effects.append(effect)
        _relay(self._session, self._group, effect, change.sender)
        voices.hear(self._session, change.actor, self._group)


def _check_update(shared: SharedDocument, update: bytes, texts: Texts) -> updates.Clocks:
    """What the document will have of everybody's work once it has taken the update."""
    try:
        holds = updates.read(update)
        expected = updates.after(shared.clocks, holds)
    except updates.Gap as error:
        raise DraftGap(_("A part of your text is still missing here. It is sent again.")) from error
    except updates.BadUpdate as error:
        raise DraftRefused(_("This change cannot be taken.")) from error
    if not holds.roots <= texts.keys():
        raise DraftRefused(_("This recommendation is not in your group."))
    return expected


def _check_texts(changed: dict[str, str], before: dict[str, str]) -> None:
    for root, text in changed.items():
        limit = fields.LIMITS[root.partition("/")[2]]
        if len(text) > max(limit, len(before[root])):  # an import may be longer: let it shrink
            message = _(
                "This text is %(count)s characters too long. Shorten it to save it.",
                count=len(text) - limit,
            )
            raise TextTooLong(message, problems=[{"place": root, "message": message}])
        if fields.has_unseen_characters(text):
            raise DraftRefused(_("The text has characters that cannot be seen."))


def _relay(session: Session, group: Group, effect: bytes, sender: str | None = None) -> None:
    message = Draft(group=group.id, kind="update", data=effect)
    room = rooms.group_room(group.id)
    on_commit(session, lambda: announce.relay(message, room, skip_sid=sender))


def _mirror(changed: dict[str, str], texts: Texts) -> None:
    for root, text in changed.items():
        recommendation, field = texts[root]
        setattr(recommendation, field, fields.plain(field, text))
        recommendation.original = ""
