"""Refresh pages after drafts change: not on each key press, but after a pause.

Every change is announced to screens and consoles. A group's own pages are refreshed only if they
would look different: the hints have changed, or the recommendation being read back has changed.
Pending versions are stored at the same time.
"""

from functools import partial

from sqlalchemy.orm import Session

from polling.breakouts import queries
from polling.breakouts.drafting import versions
from polling.breakouts.drafting.advice import Found, language_of, look
from polling.breakouts.models import Group
from polling.core.db import on_commit, reading, transaction
from polling.core.threads import run_in_thread
from polling.live import announce
from polling.live.debounce import debounced
from polling.recommendations.models import Recommendation
from polling.recommendations.queries import everything
from polling.recommendations.sentence import sentence
from polling.workshop.models import Workshop

Languages = dict[int, str]  # by group id
Hints = dict[int, Found]  # by recommendation id
Texts = list[str]  # the sentence being checked, and those that were merged
Shown = dict[int, tuple[Hints, Texts]]  # by group id
NOTHING: tuple[Hints, Texts] = {}, []

_shown: dict[int, Shown] = {}  # by workshop: what the groups' pages last showed


def tell_soon(session: Session, workshop_id: int) -> None:
    """After the commit and a pause for further changes, refresh the pages that show drafts."""
    debounced(session, _tell, workshop_id)


def forget(workshop_id: int, _code: str = "") -> None:
    """Forget a deleted workshop, because its id may be reused."""
    _shown.pop(workshop_id, None)
    versions.forget(workshop_id)


def tell_group(session: Session, group: Group) -> None:
    """Refresh a group's pages."""
    workshop = session.get_one(Workshop, group.workshop_id)
    announce.group_changed(session, workshop, group.id, "drafting")


def _tell(workshop_id: int) -> None:
    shown = _look(workshop_id)
    with transaction(workshop_id) as session:
        workshop = session.get(Workshop, workshop_id)
        if workshop is None:
            return
        versions.write_down(session, workshop_id)
        announce.changed(session, workshop, "drafts")
        before = _shown.get(workshop_id, {})
        for group_id in shown:
            if shown[group_id] != before.get(group_id, NOTHING):
                announce.group_changed(session, workshop, group_id, "drafting")
        on_commit(session, partial(_shown.update, {workshop_id: shown}))


def _look(workshop_id: int) -> Shown:
    """Return what the groups' pages would show now. A thread computes the hints."""
    with reading() as session:
        groups = queries.groups(session, workshop_id)
        every, written = everything(session, workshop_id), queries.written(session, workshop_id)
        languages = {group.id: language_of(session, group) for group in groups}
    found = run_in_thread(_look_at_all, written, languages)
    return {group.id: (found[group.id], _texts(group, every)) for group in groups}


def _texts(group: Group, every: list[Recommendation]) -> Texts:
    return [
        sentence(one)
        for one in every
        if one.id == group.reading_back_id or (one.merged_into_id and one.group_id == group.id)
    ]


def _look_at_all(written: list[Recommendation], languages: Languages) -> dict[int, Hints]:
    return {group_id: look(written, group_id, language) for group_id, language in languages.items()}
