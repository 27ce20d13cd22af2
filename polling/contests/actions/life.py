"""Opening, closing, revealing and deciding: the life of one contest."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from polling.access import Actor
from polling.contests import electorate, queries
from polling.contests.actions import concerns
from polling.contests.casting import frames
from polling.contests.counting.concerns import collected
from polling.contests.counting.tally import tally
from polling.contests.models import (
    CLOSED,
    OPEN,
    REVEALED,
    WAITING,
    Ballot,
    Contest,
    Turnout,
)
from polling.contests.paper import actions as paper
from polling.contests.presence import by_presence
from polling.contests.sweep import sort_soon, sweep_soon
from polling.db import on_commit
from polling.errors import BadInput, Conflict
from polling.i18n import _
from polling.live import announce
from polling.privacy.pools import SECTOR, SMALLEST, pools
from polling.workshop.clocks import clear_clock
from polling.workshop.log import record
from polling.workshop.models import Workshop


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
    chosen = select(*columns).where(Contest.workshop_id == workshop.id).order_by(Contest.id)
    return [tuple(row) for row in session.execute(chosen)]


def open_contest(session: Session, actor: Actor, contest: Contest, *, smallest: int) -> None:
    """Let people vote. Options, rule, roll and pools freeze at the first opening."""
    if contest.state not in {WAITING, CLOSED}:
        raise Conflict(_("This vote is open already, or its result has been revealed."))
    if not contest.options:
        raise Conflict(_("There is nothing to vote on yet."))
    if contest.state == WAITING:
        _freeze(session, contest, smallest)
    contest.state = OPEN
    contest.result, contest.decision = {}, {}  # what was decided was about another count
    clear_clock(session, contest.workshop_id, f"contest:{contest.id}")
    record(session, actor, "contest-opened", contest=contest.id, roll=contest.roll)
    _announce(session, contest)


def _freeze(session: Session, contest: Contest, smallest: int) -> None:
    workshop = queries.workshop_of(session, contest)
    asked = next((one for one in workshop.attributes if one.get("segment")), {})
    sector: str = asked.get("key", "")
    said = [attributes.get(sector, "") for attributes in electorate.voters(session, contest)]
    contest.roll = len(said)
    newest = electorate.newest(session, contest)
    frozen: dict[str, Any] = {"smallest": max(smallest, SMALLEST), "newest": newest}
    if sector:
        frozen |= pools(sector, said, smallest=smallest, other=str(_("Other")))
        frozen["on_paper"] = str(_("On paper"))
        frozen["question"] = asked["label"] if sector != SECTOR else ""
    contest.pools = frozen


def close_contest(session: Session, actor: Actor, contest: Contest) -> None:
    """End the vote, count it, and erase what only the count needed."""
    if contest.state != OPEN:
        raise Conflict(_("This vote is not open."))
    contest.state = CLOSED
    # The lock that this flush takes orders the close after every ballot being committed.
    session.flush()
    contest.result = (
        tally(session, contest, electorate.size(session, contest))
        | {"sectors": electorate.turnout_by(session, contest)}
        | {"presence": by_presence(session, contest)}
        | collected(session, contest)
    )
    clear_clock(session, contest.workshop_id, f"contest:{contest.id}")
    paper.part_from_numbers(session, contest)
    voted, on_paper = contest.result["voted"], contest.result.get("paper", 0)
    on_commit(session, sweep_soon if on_paper else sort_soon)
    record(session, actor, "contest-closed", contest=contest.id, voted=voted, paper=on_paper)
    _announce(session, contest)


def erase_sectors(session: Session, contest: Contest) -> None:
    """Once the result is decided, nothing needs to know which sector a ballot came from."""
    session.execute(update(Ballot).where(Ballot.contest_id == contest.id).values(sector=""))


def reveal_contest(session: Session, actor: Actor, contest: Contest) -> None:
    """Show the result to everybody. A tie that the policy left open must be decided first."""
    if contest.state == REVEALED:
        return
    if contest.state != CLOSED:
        raise Conflict(_("Close this vote before you reveal its result."))
    if contest.is_tied:
        raise Conflict(_("There is a tie at the cut. Decide it first, and say why."))
    contest.state = REVEALED
    erase_sectors(session, contest)
    concerns.erase(session, contest)
    on_commit(session, sweep_soon)
    record(session, actor, "contest-revealed", contest=contest.id)
    _announce(session, contest)


def decide(
    session: Session, actor: Actor, contest: Contest, *, winners: list[int], reason: str
) -> None:
    """Override what the rule decided, with a reason that the report prints."""
    if contest.state not in {CLOSED, REVEALED}:
        raise Conflict(_("Close this vote before you decide on its result."))
    if not set(winners) <= set(contest.options) or not winners:
        raise BadInput(_("Choose among the options of this vote."))
    contest.decision = {"winners": winners, "reason": reason, "by": actor.label}
    record(session, actor, "contest-decided", contest=contest.id, winners=winners, reason=reason)
    _announce(session, contest)


def discard(session: Session, contest: Contest) -> None:
    """Throw a contest's ballots away (the practice vote, when the real ones begin)."""
    session.execute(delete(Ballot).where(Ballot.contest_id == contest.id))
    session.execute(delete(Turnout).where(Turnout.contest_id == contest.id))
    contest.state, contest.result, contest.roll = WAITING, {}, 0


def _announce(session: Session, contest: Contest) -> None:
    forget: Callable[[], None] = frames.forget_frames
    on_commit(session, forget)
    announce.changed(session, queries.workshop_of(session, contest), "contest")
