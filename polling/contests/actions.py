"""The life of one contest: open, close, count, decide a tie, reveal.

Until the reveal counts the ballots, a closed vote can be reopened and only its turnout is known.
Otherwise two counts, before and after a reopening, would show the ballots that came in between.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from polling.contests import concerns, electorate, queries, turnout
from polling.contests.casting import snapshots
from polling.contests.concerns import collected
from polling.contests.counting.tally import box_of, count_ahead, forget_ahead, tally
from polling.contests.erasure import sort_soon, sweep_soon
from polling.contests.models import (
    CLOSED,
    COUNTED,
    OPEN,
    REVEALED,
    WAITING,
    Ballot,
    Contest,
    Turnout,
)
from polling.contests.paper import actions as paper
from polling.core.access import Actor
from polling.core.clock import now
from polling.core.db import on_commit, reading, transaction
from polling.core.errors import BadInput, Conflict
from polling.core.i18n import _
from polling.live import announce
from polling.privacy.pools import SECTOR, SMALLEST, pools
from polling.workshop.log import record
from polling.workshop.models import Workshop
from polling.workshop.queries import timer
from polling.workshop.timers import clear_clock


def prepare_as_at_the_opening(
    session: Session, workshop: Workshop, prepare: Callable[[Session, Workshop], None]
) -> None:
    """Prepare contests before they open; who shows them looks again if that has changed any."""
    before = _lists(session, workshop)
    prepare(session, workshop)
    if _lists(session, workshop) != before:
        announce.changed(session, workshop, "contest")


def _lists(session: Session, workshop: Workshop) -> list[Any]:
    columns = (Contest.id, Contest.kind, Contest.position, Contest.options, Contest.rule)
    query = select(*columns).where(Contest.workshop_id == workshop.id).order_by(Contest.id)
    return [tuple(row) for row in session.execute(query)]


def open_contest(session: Session, actor: Actor, contest: Contest, *, smallest: int) -> None:
    """Let people vote. Options, rule, roll and pools freeze at the first opening.

    Raises:
        Conflict: the vote is open or final, or has no options.
    """
    if contest.is_final:
        raise Conflict(_("This is not possible now. Reload the page."))
    if contest.state == OPEN:
        raise Conflict(_("This is not possible now. Reload the page."))
    if not contest.options:
        raise Conflict(_("There is nothing to vote on yet."))
    if contest.state == WAITING:
        _freeze(session, contest, smallest)
        record(session, actor, "contest-opened", contest=contest.id, roll=contest.electorate_size)
    else:
        contest.reopened = [*contest.reopened, now().isoformat(timespec="seconds")]
        voted = contest.turnout.get("voted", 0)
        record(session, actor, "contest-reopened", contest=contest.id, voted=voted)
    contest.state, contest.turnout = OPEN, {}
    clear_clock(session, contest.workshop_id, f"contest:{contest.id}")
    _announce(session, contest)


def _freeze(session: Session, contest: Contest, smallest: int) -> None:
    workshop = queries.workshop_of(session, contest)
    attribute = next((one for one in workshop.attributes if one.get("segment")), {})
    sector: str = attribute.get("key", "")
    answers = [attributes.get(sector, "") for attributes in electorate.voters(session, contest)]
    contest.electorate_size = len(answers)
    newest = electorate.newest(session, contest)
    frozen: dict[str, Any] = {"smallest": max(smallest, SMALLEST), "newest": newest}
    if sector:
        frozen |= pools(sector, answers, smallest=smallest, other=str(_("Other")))
        frozen["on_paper"] = str(_("On paper"))
        frozen["question"] = attribute["label"] if sector != SECTOR else ""
    contest.pools = frozen


def close_contest(session: Session, actor: Actor, contest: Contest) -> None:
    """End the vote and freeze its turnout. The ballots stay uncounted until the reveal."""
    if contest.state != OPEN:
        raise Conflict(_("This is not possible now. Reload the page."))
    contest.state = CLOSED
    # The lock that this flush takes orders the close after every ballot being committed.
    session.flush()
    contest.turnout = turnout.freeze(session, contest)
    clear_clock(session, contest.workshop_id, f"contest:{contest.id}")
    paper.part_from_numbers(session, contest)
    _level_revisions(session, contest)
    voted, on_paper = contest.turnout["voted"], contest.turnout["paper"]
    on_commit(session, sweep_soon if on_paper else sort_soon)
    record(session, actor, "contest-closed", contest=contest.id, voted=voted, paper=on_paper)
    _announce(session, contest)


def close_open(session: Session, actor: Actor, every: Iterable[Contest]) -> None:
    """Close the open ones of these contests. Raises Conflict if there are none."""
    still_open = [contest for contest in every if contest.state == OPEN]
    if not still_open:
        raise Conflict(_("This is not possible now. Reload the page."))
    for contest in still_open:
        close_contest(session, actor, contest)


def closed_ones(every: Iterable[Contest]) -> list[Contest]:
    """Those of these contests that can be reopened. Raises Conflict if none can."""
    closed = [contest for contest in every if contest.state == CLOSED]
    if not closed:
        raise Conflict(_("This is not possible now. Reload the page."))
    return closed


def _level_revisions(session: Session, contest: Contest) -> None:
    """Somebody seen sending five times would own the only ballot with revision 5."""
    session.execute(update(Ballot).where(Ballot.contest_id == contest.id).values(revision=0))


def count_contest(session: Session, actor: Actor, contest: Contest) -> None:
    """Count a closed vote, which makes it final. Nobody sees the result before the reveal."""
    if contest.is_final:
        return
    if contest.state != CLOSED:
        raise Conflict(_("This is not possible now. Reload the page."))
    contest.result = tally(session, contest) | collected(session, contest)
    contest.state = COUNTED
    record(session, actor, "contest-counted", contest=contest.id)
    _announce(session, contest)


def erase_sectors(session: Session, contest: Contest) -> None:
    """Forget which sector each ballot came from: only the count needs it."""
    session.execute(update(Ballot).where(Ballot.contest_id == contest.id).values(sector=""))


def reveal_contest(session: Session, actor: Actor, contest: Contest) -> None:
    """Count the vote and show the result to everybody.

    A tie that the policy leaves to the organizers keeps the vote counted: they decide, and reveal
    again. See `Contest.is_tied`.
    """
    count_contest(session, actor, contest)
    if contest.state == REVEALED or contest.is_tied:
        return
    contest.state = REVEALED
    erase_sectors(session, contest)
    concerns.erase(session, contest)
    on_commit(session, sweep_soon)
    record(session, actor, "contest-revealed", contest=contest.id)
    _announce(session, contest)


def decide(
    session: Session, actor: Actor, contest: Contest, *, winners: list[int], reason: str
) -> None:
    """Override what the rule decided, with a reason that the report prints.

    Before the reveal only a tie can be decided: `winners` are those of the tied options that make
    the cut, after the options that made it without the tie.
    """
    if contest.state == COUNTED and contest.tied_options:
        clear = contest.result["outcome"]["winners"]
        chosen = [one for one in winners if one not in clear]
        _require_among(chosen, contest.tied_options)
        winners = [*clear, *chosen]
    elif contest.state != REVEALED:
        raise Conflict(_("This is not possible now. Reload the page."))
    _require_among(winners, contest.options)
    contest.decision = {"winners": winners, "reason": reason, "by": actor.label}
    record(session, actor, "contest-decided", contest=contest.id, winners=winners, reason=reason)
    _announce(session, contest)


def _require_among(winners: list[int], options: list[int]) -> None:
    if not winners or not set(winners) <= set(options):
        raise BadInput(_("Something in this form is not right."))


def discard(session: Session, contest: Contest) -> None:
    """Throw a contest's ballots away (the practice vote, when the real ones begin)."""
    session.execute(delete(Ballot).where(Ballot.contest_id == contest.id))
    session.execute(delete(Turnout).where(Turnout.contest_id == contest.id))
    contest.state, contest.turnout, contest.electorate_size = WAITING, {}, 0


def _announce(session: Session, contest: Contest) -> None:
    forget: Callable[[], None] = snapshots.forget_snapshots
    on_commit(session, forget)
    announce.changed(session, queries.workshop_of(session, contest), "contest")


def close_if_due(actor: Actor, contest_id: str) -> bool:
    """Close a vote whose clock has run out; returns whether it was still due.

    Meanwhile another server may have closed it, or an organizer given it more time.
    """
    with transaction(actor.workshop_id) as session:
        contest = session.get(Contest, contest_id)
        if contest is None or not _is_due(session, contest):
            return False
        close_contest(session, actor, contest)
        return True


def _is_due(session: Session, contest: Contest) -> bool:
    clock = timer(session, contest.workshop_id, f"contest:{contest.id}")
    return (
        contest.state == OPEN
        and clock is not None
        and clock.ends_at is not None
        and clock.ends_at <= now()
    )


@contextmanager
def counted_ahead(
    workshop_id: int, chosen: Callable[[Session], Iterable[Contest]]
) -> Iterator[Session]:
    """A transaction in which `count_contest` and `reveal_contest` find the votes counted.

    A slow rule takes a second, and nobody may wait for the database meanwhile. So the ballots are
    counted in a thread first; the transaction stores the result if they have not changed.

    Args:
        workshop_id: the contests' workshop.
        chosen: finds the contests that will be counted.
    """
    with reading() as session:
        boxes = [box_of(session, one) for one in chosen(session) if one.state == CLOSED]
    try:
        for box in boxes:
            count_ahead(box)
        with transaction(workshop_id) as session:
            yield session
    finally:
        for box in boxes:
            forget_ahead(box.id)
