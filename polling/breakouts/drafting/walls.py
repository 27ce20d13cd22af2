"""Tells those who watch that drafts have changed: not at each key, but every two seconds.

Screens and consoles hear of every change; a group hears it if there are other hints for it now.
"""

import gevent
from sqlalchemy.orm import Session

from polling.breakouts import queries
from polling.breakouts.drafting.advice import Found, language_of, look
from polling.breakouts.models import Recommendation
from polling.db import on_commit, reading, transaction
from polling.live import announce
from polling.workshop.models import Workshop

PAUSE_SECONDS = 2.0
Languages = dict[int, str]  # by group id

_waiting: set[int] = set()
_found: dict[int, dict[int, Found]] = {}  # by group id, as its pages were last told


def tell_soon(session: Session, workshop_id: int) -> None:
    """After the commit, and after a pause in which more may come, tell those who watch."""
    on_commit(session, lambda: _schedule(workshop_id))


def _schedule(workshop_id: int) -> None:
    if workshop_id not in _waiting:
        _waiting.add(workshop_id)
        gevent.spawn_later(PAUSE_SECONDS, _tell, workshop_id)


def _tell(workshop_id: int) -> None:
    _waiting.discard(workshop_id)
    advised = _newly_advised(workshop_id)
    with transaction() as session:
        workshop = session.get(Workshop, workshop_id)
        if workshop is None:
            return
        announce.changed(session, workshop, "drafts")
        for group_id in advised:
            announce.group_changed(session, workshop, group_id, "hints")


def _newly_advised(workshop_id: int) -> list[int]:
    """The groups for which there are other hints than before. It is worked out in a real thread."""
    with reading() as session:
        written = queries.written(session, workshop_id)
        languages = {
            group.id: language_of(session, group) for group in queries.groups(session, workshop_id)
        }
    found = gevent.get_hub().threadpool.apply(_look_at_all, (written, languages))
    news = [group_id for group_id in found if found[group_id] != _found.get(group_id, {})]
    _found.update(found)
    return news


def _look_at_all(
    written: list[Recommendation], languages: Languages
) -> dict[int, dict[int, Found]]:
    return {group_id: look(written, group_id, language) for group_id, language in languages.items()}
