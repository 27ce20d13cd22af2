"""Versions of each recommendation: who changed what, and when.

After the commit of an edit, `note` records in memory who changed which recommendation. `write_down`
stores the versions two seconds later, so that typing does not wait for them. If the server is
killed in between, the text is saved but its authors are lost.

Only the group, its facilitator and organizers see a history. Reports, exports, workshop files and
the log leave it out. When the workshop leaves the presentations, `forget_who` erases the authors
and keeps the wordings. A version that another server stores after that has no authors either.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from functools import partial

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from polling import stages
from polling.breakouts.drafting.version_bursts import Write, goes_on, grown
from polling.contests.secure_deletion import sweep_soon
from polling.core.access import Actor
from polling.core.clock import now
from polling.core.db import on_commit
from polling.live import announce, rooms
from polling.live.messages import Versions
from polling.recommendations.models import DraftVersion, Recommendation
from polling.recommendations.wording import Wording
from polling.workshop import queries as workshops
from polling.workshop.models import Issue, Theme

MOST_VERSIONS = 100  # of one recommendation; see `_drop_oldest`
RESTORED_PER_MINUTE = 10  # versions of one recommendation, by one person

_noted: dict[int, dict[int, set[str]]] = {}  # workshop → recommendation → labels


def note(session: Session, actor: Actor, recommendations: Collection[int]) -> None:
    """Record, after the commit, that the actor has changed these recommendations."""

    def remember() -> None:
        noted = _noted.setdefault(actor.workshop_id, {})
        for one in recommendations:
            noted.setdefault(one, set()).add(actor.label)

    if recommendations:
        on_commit(session, remember)


def begin(
    session: Session, recommendations: Iterable[Recommendation], by: Actor | None = None
) -> None:
    """Store a version of each recommendation whose current wording has none.

    Call it before a change. A wording has no version if it was imported, or if the server was
    killed before it stored one.
    """
    written = {one.id: one for one in recommendations if any(one.wording.texts)}
    newest = _newest(session, written)
    for one in written.values():
        known = newest.get(one.id)
        if one.id not in _noted.get(one.issue.theme.workshop_id, {}) and not _is(known, one):
            _add(session, one, [by.label] if by else [])


def write_down(session: Session, workshop_id: int) -> None:
    """Store versions of all noted changes, without authors if drafting has ended."""
    noted = {one: frozenset(labels) for one, labels in _noted.get(workshop_id, {}).items()}
    if not noted:
        return
    on_commit(session, partial(_drop, workshop_id, noted))
    if not stages.BY_KEY[workshops.by_id(session, workshop_id).stage].drafters:
        noted = {one: frozenset() for one in noted}
    changed = select(Recommendation).where(Recommendation.id.in_(noted))
    newest = _newest(session, noted)
    written = list(session.scalars(changed))
    for one in written:
        _write_down(session, one, newest.get(one.id), noted[one.id])
    _tell(session, written)


def _drop(workshop_id: int, stored: Mapping[int, frozenset[str]]) -> None:
    """Drop what is stored, and keep what was noted since."""
    noted = _noted.get(workshop_id, {})
    for one, labels in stored.items():
        left = noted.pop(one, set()) - labels
        if left:
            noted[one] = left
    if not noted:
        forget(workshop_id)


def _tell(session: Session, written: Collection[Recommendation]) -> None:
    for group_id in {one.group_id for one in written if one.group_id is not None}:
        message = Versions(recommendations=[one.id for one in written if one.group_id == group_id])
        on_commit(session, partial(announce.relay, message, rooms.group_room(group_id)))


def _write_down(
    session: Session, one: Recommendation, before: DraftVersion | None, authors: frozenset[str]
) -> None:
    if _is(before, one):
        return
    write = Write(authors, now(), before.wording.texts if before else (), one.wording.texts)
    if before and before.deleted == _deleted(one) and goes_on(before, write):
        before.min_length, before.max_length = grown(before, write)
        _copy(before, one)
        before.authors, before.at = sorted({*before.authors, *authors}), write.at
    else:
        _add(session, one, authors)


def keep_restored(
    session: Session, actor: Actor, one: Recommendation, version: DraftVersion
) -> None:
    """Store a new version for a restored one, unless the wording was already current."""
    if not _is(_newest(session, [one.id]).get(one.id), one):
        _add(session, one, [actor.label]).restored_from = version.at


def is_unwritten(session: Session, one: Recommendation) -> bool:
    """Return whether the recommendation has never had any text or actors."""
    known = [version.wording for version in versions_of(session, one.id)]
    return one.wording.composed == Wording().composed and all(
        wording.composed == Wording().composed for wording in known
    )


def has_restored_much(session: Session, actor: Actor, one: Recommendation) -> bool:
    """Return whether the actor may restore no more versions of this recommendation now."""
    since = now() - timedelta(minutes=1)
    restored = [
        version
        for version in versions_of(session, one.id)
        if version.restored_from and version.authors == [actor.label] and version.at > since
    ]
    return len(restored) >= RESTORED_PER_MINUTE


def forget_who(session: Session, workshop_id: int) -> None:
    """Erase the authors, and keep the wordings."""
    on_commit(session, partial(forget, workshop_id))
    query = (
        select(DraftVersion)
        .join(Recommendation, DraftVersion.recommendation_id == Recommendation.id)
        .join(Recommendation.issue)
        .join(Issue.theme)
        .where(Theme.workshop_id == workshop_id)
    )
    named = [version for version in session.scalars(query) if version.authors]
    for version in named:
        version.authors = []
    if named:
        on_commit(session, sweep_soon)


def forget(workshop_id: int) -> None:
    """Forget the noted changes of a workshop."""
    _noted.pop(workshop_id, None)


def forget_all() -> None:
    """Forget all noted changes, as a restart does (for tests)."""
    _noted.clear()


def versions_of(session: Session, recommendation_id: int) -> list[DraftVersion]:
    """Return the versions of a recommendation, oldest first."""
    query = select(DraftVersion).where(DraftVersion.recommendation_id == recommendation_id)
    return list(session.scalars(query.order_by(DraftVersion.id)))


def _newest(session: Session, recommendations: Iterable[int]) -> dict[int, DraftVersion]:
    last = (
        select(func.max(DraftVersion.id))
        .where(DraftVersion.recommendation_id.in_(recommendations))
        .group_by(DraftVersion.recommendation_id)
    )
    found = session.scalars(select(DraftVersion).where(DraftVersion.id.in_(last)))
    return {version.recommendation_id: version for version in found}


def _add(session: Session, one: Recommendation, authors: Iterable[str]) -> DraftVersion:
    length = sum(map(len, one.wording.texts))
    made = DraftVersion(recommendation_id=one.id, authors=sorted(authors), min_length=length)
    made.max_length = length
    _copy(made, one)
    session.add(made)
    session.flush()
    _drop_oldest(session, one.id)
    return made


def _copy(version: DraftVersion, one: Recommendation) -> None:
    version.wording, version.deleted = one.wording, _deleted(one)


def _drop_oldest(session: Session, recommendation_id: int) -> None:
    """Delete versions above the limit: the oldest of those authors who have most.

    If somebody floods a history, only their own versions go. Other people's can be restored.
    The first version is always kept.
    """
    own = DraftVersion.recommendation_id == recommendation_id
    query = select(DraftVersion.id, DraftVersion.authors).where(own).order_by(DraftVersion.id)
    by_authors: dict[frozenset[str], list[int]] = defaultdict(list)
    known = session.execute(query).all()
    for version, authors in known[1:]:
        by_authors[frozenset(authors)].append(version)
    for _extra in range(len(known) - MOST_VERSIONS):
        dropped = max(by_authors.values(), key=len).pop(0)
        session.execute(delete(DraftVersion).where(DraftVersion.id == dropped))


def _is(version: DraftVersion | None, one: Recommendation) -> bool:
    """Return whether the recommendation still has the wording of this version."""
    if version is None:
        return False
    return version.wording.composed == one.wording.composed and version.deleted == _deleted(one)


def _deleted(one: Recommendation) -> bool:
    return one.deleted_at is not None
