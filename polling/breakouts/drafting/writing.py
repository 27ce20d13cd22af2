"""Writing in a group's document: a phone joins it, then sends what it changes.

Every update is checked before and after the document takes it; then it is stored, the columns
follow the text, and the others in the group receive it once it is on disk.
"""

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
from polling.errors import NotFound
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


def write(
    session: Session, slot: Slot, actor: Actor, *, document: str, update: bytes, sender: str
) -> None:
    """Take an update into the actor's document and pass it on, except to its `sender`."""
    group = own_group(session, actor, document)
    texts = fields.roots(recommendations_of(session, group.id))
    shared = _ready(session, slot, group, texts)
    expected = _check_update(shared, update, texts)
    before = shared.texts(texts)
    effect = shared.apply(update)
    if shared.clocks != expected:
        raise DraftRefused(_("This change cannot be taken."))
    changed = dict(shared.texts(texts).items() - before.items())
    _check_texts(changed, before)
    if effect:
        require_writer(session, actor)
        _keep(session, group, shared, effect, sender)
        _mirror(changed, texts)
        group.active_at = now()
        voices.hear(session, actor, group)
        walls.tell_soon(session, group.workshop_id)


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
    stage = workshops.by_id(session, actor.workshop_id).stage
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
            _keep(session, group, shared, shared.seed(root, stored))
    shared.known.update(texts)
    return shared


def _read_vector(vector: bytes) -> None:
    try:
        updates.read_clocks(vector)
    except updates.BadUpdate as error:
        raise DraftRefused(_("This change cannot be taken.")) from error


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


def _keep(
    session: Session, group: Group, shared: SharedDocument, effect: bytes, sender: str | None = None
) -> None:
    store(session, group, shared, effect)
    message = Draft(group=group.id, kind="update", data=effect)
    room = rooms.group_room(group.id)
    on_commit(session, lambda: announce.relay(message, room, skip_sid=sender))


def _mirror(changed: dict[str, str], texts: Texts) -> None:
    for root, text in changed.items():
        recommendation, field = texts[root]
        setattr(recommendation, field, fields.plain(field, text))
        recommendation.original = ""
