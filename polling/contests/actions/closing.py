"""Closing contests while others vote: a slow rule takes a second, in which nobody may have to wait.

First no more ballots are taken, then they are counted in a real thread, then the close stores what
was counted. Whatever goes wrong between these, the clock of the contest has run out, so the watch
over the clocks closes it.
"""

from collections.abc import Callable, Iterable, Sequence
from threading import Event

from sqlalchemy.orm import Session

from polling.access import Actor
from polling.clock import now
from polling.contests.actions.life import close_contest
from polling.contests.counting.tally import box_of, count_ahead, forget_ahead
from polling.contests.models import OPEN, Contest
from polling.db import reading, transaction
from polling.errors import Conflict
from polling.i18n import _
from polling.workshop.clocks import start_clock
from polling.workshop.queries import timer

_under_way: dict[str, Event] = {}  # set when it is done


def close(actor: Actor, chosen: Callable[[Session], Iterable[Contest]]) -> None:
    """Close and count what is chosen in a transaction; Conflict if one of these is not open."""
    with transaction() as session:
        contests = list(chosen(session))
        for contest in contests:
            _stop(session, contest)
    ids = [contest.id for contest in contests]
    while being_closed := [_under_way[one] for one in ids if one in _under_way]:
        being_closed[0].wait()  # the watch came first
    close_stopped(actor, ids)  # also what it could not close: who is told so can rely on it


def close_stopped(actor: Actor, contest_ids: Sequence[str]) -> None:
    """The same of contests whose clock has run out, but for those that are being closed already."""
    mine = [contest_id for contest_id in contest_ids if contest_id not in _under_way]
    done = Event()
    _under_way.update(dict.fromkeys(mine, done))
    try:
        for contest_id in mine:
            with reading() as session:
                contest = session.get_one(Contest, contest_id)
                box = box_of(session, contest) if contest.state == OPEN else None
            if box is not None:
                count_ahead(box)
        if mine:
            _close_all(actor, mine)
    finally:
        for contest_id in mine:
            del _under_way[contest_id]
            forget_ahead(contest_id)
        done.set()


def _stop(session: Session, contest: Contest) -> None:
    if contest.state != OPEN:
        raise Conflict(_("This vote is not open."))
    start_clock(session, contest.workshop_id, f"contest:{contest.id}", 0)


def _close_all(actor: Actor, contest_ids: Sequence[str]) -> None:
    with transaction() as session:
        for contest_id in contest_ids:
            contest = session.get(Contest, contest_id)
            if contest is not None and _is_over(session, contest):
                close_contest(session, actor, contest)


def _is_over(session: Session, contest: Contest) -> bool:
    """Not if another server has closed it meanwhile, or an organizer has given it more time."""
    clock = timer(session, contest.workshop_id, f"contest:{contest.id}")
    return (
        contest.state == OPEN
        and clock is not None
        and clock.ends_at is not None
        and clock.ends_at <= now()
    )
