"""The life cycle of a contest: open, close, count, decide a tie, reveal.

Ballots are not counted before the reveal. Until then, a closed vote can be reopened and only its
turnout is known. Otherwise, the difference between two counts, before and after a reopening, would
disclose the ballots cast in between.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from polling.contests import concerns, electorate, imported_results, queries, turnout
from polling.contests.casting import contest_snapshots
from polling.contests.casting.idempotency import first_of_next_round
from polling.contests.concerns import collected
from polling.contests.counting.tally import box_of, count_ahead, forget_ahead, tally
from polling.contests.forms import MOST_REOPENED
from polling.contests.models import (
    CLOSED,
    COUNTED,
    OPEN,
    REVEALED,
    WAITING,
    Ballot,
    Concern,
    Contest,
    PaperBallot,
    Turnout,
)
from polling.contests.paper import actions as paper
from polling.contests.queries import decided
from polling.contests.results.option_labels import Labels
from polling.contests.results.tie_sentences import decision_sentence
from polling.contests.secure_deletion import hide_order, sweep_soon
from polling.core.access import Actor
from polling.core.clock import now
from polling.core.db import on_commit, reading, transaction
from polling.core.edit_conflicts import require_unchanged
from polling.core.errors import BadInput, Conflict
from polling.core.i18n import _
from polling.live import announce
from polling.people.models import PRESENCE
from polling.privacy.sector_pools import SECTOR, SMALLEST, merged_pools, pools_of_room
from polling.workshop.log import record
from polling.workshop.models import Workshop
from polling.workshop.queries import by_id
from polling.workshop.timers import clear_clock


def prepare_as_at_the_opening(
    session: Session, workshop: Workshop, prepare: Callable[[Session, Workshop], None]
) -> None:
    """Prepare contests before they open, and refresh the pages that list them if any changed."""
    before = _lists(session, workshop)
    prepare(session, workshop)
    if _lists(session, workshop) != before:
        announce.changed(session, workshop, "contest")


def _lists(session: Session, workshop: Workshop) -> list[Any]:
    columns = (Contest.id, Contest.kind, Contest.position, Contest.options, Contest.rule)
    query = select(*columns).where(Contest.workshop_id == workshop.id).order_by(Contest.id)
    return [tuple(row) for row in session.execute(query)]


def open_contest(session: Session, actor: Actor, contest: Contest, *, smallest: int) -> None:
    """Open one vote, see `open_contests`."""
    open_contests(session, actor, [contest], smallest=smallest)


def open_contests(
    session: Session, actor: Actor, contests: Sequence[Contest], *, smallest: int
) -> None:
    """Open votes of a workshop. The first opening freezes the options, the rule and the pools.

    Raises:
        Conflict: a vote is already open, is final, or has no options, or has been reopened too
            often; or the workshop is closed for good.
    """
    workshop = by_id(session, actor.workshop_id)
    imported_results.require_not_final(session, workshop)
    for contest in contests:
        _require_can_open(contest)
    new = [contest for contest in contests if contest.state == WAITING]
    for roll in electorate.rolls(session, new).values():
        _freeze(workshop, roll, smallest)
    for contest in contests:
        if contest in new:
            record(
                session, actor, "contest-opened", contest=contest.id, roll=contest.electorate_size
            )
        else:
            contest.reopened = [*contest.reopened, now().isoformat(timespec="seconds")]
            voted = contest.turnout.get("voted", 0)
            record(session, actor, "contest-reopened", contest=contest.id, voted=voted)
        contest.state, contest.turnout = OPEN, {}
    clear_clock(session, workshop.id, *(f"contest:{contest.id}" for contest in contests))
    _announce(session, workshop.id)


def _require_can_open(contest: Contest) -> None:
    if contest.is_final or contest.state == OPEN:
        raise Conflict(_("That is not possible right now. Reload the page."))
    if not contest.options:
        raise Conflict(_("There is nothing to vote on yet."))
    if contest.state != WAITING and len(contest.reopened) >= MOST_REOPENED:
        raise Conflict(_("A vote can be reopened at most %(most)s times.", most=MOST_REOPENED))


def _freeze(workshop: Workshop, roll: electorate.Roll, smallest: int) -> None:
    contest = roll.contest
    attribute = next((one for one in workshop.attributes if one.get("segment")), {})
    sector: str = attribute.get("key", "")
    contest.electorate_size = len(roll.asked)
    frozen: dict[str, Any] = {"smallest": max(smallest, SMALLEST), "newest": roll.newest}
    frozen["presence"] = _pools_of_room(workshop, roll, PRESENCE, smallest)
    if sector:
        room = _pools_of_room(workshop, roll, sector, smallest)
        answers = [one.said.get(sector, "") for one in roll.asked]
        frozen |= merged_pools(room, answers, smallest=smallest, other=str(_("Other")))
        frozen["question"] = attribute["label"] if sector != SECTOR else ""
    contest.pools = frozen


def _pools_of_room(
    workshop: Workshop, roll: electorate.Roll, attribute: str, smallest: int
) -> dict[str, Any]:
    """Return the pools of everybody's answers, and store them for the next votes."""
    stored: dict[str, Any] = workshop.disclosed.get("pools", {})
    said = {one.id: one.said.get(attribute, "") for one in roll.here}
    before, other = stored.get(attribute, {}), str(_("Other"))
    found = pools_of_room(before, attribute, said, smallest=smallest, other=other)
    if found != before:
        workshop.disclosed = workshop.disclosed | {"pools": stored | {attribute: found}}
    return found


def close_contest(session: Session, actor: Actor, contest: Contest) -> None:
    """Close one contest, see `close_open`. Raises Conflict if it is not open."""
    close_open(session, actor, [contest])


def close_open(session: Session, actor: Actor, every: Iterable[Contest]) -> None:
    """Close the open ones of these contests of a workshop, and freeze their turnout.

    The ballots stay uncounted until the reveal. Raises Conflict if none is open.
    """
    still_open = [contest for contest in every if contest.state == OPEN]
    if not still_open:
        raise Conflict(_("That is not possible right now. Reload the page."))
    for contest in still_open:
        contest.state = CLOSED
    # The locks taken by this flush make the close wait for every ballot that is being committed.
    session.flush()
    turnout.freeze(session, still_open)
    ids = [contest.id for contest in still_open]
    clear_clock(session, actor.workshop_id, *(f"contest:{contest_id}" for contest_id in ids))
    paper.part_from_numbers(session, ids)
    _level_revisions(session, ids)
    hide_order(session, ids, Ballot, Turnout, Concern, PaperBallot)
    if any(contest.turnout["paper"] for contest in still_open):
        on_commit(session, sweep_soon)
    for one in still_open:
        voted, on_paper = one.turnout["voted"], one.turnout["paper"]
        record(session, actor, "contest-closed", contest=one.id, voted=voted, paper=on_paper)
    _announce(session, still_open[0].workshop_id)


def closed_ones(every: Iterable[Contest]) -> list[Contest]:
    """Return the closed contests, which can be reopened. Raises Conflict if there are none."""
    closed = [contest for contest in every if contest.state == CLOSED]
    if not closed:
        raise Conflict(_("That is not possible right now. Reload the page."))
    return closed


def _level_revisions(session: Session, contest_ids: Sequence[str]) -> None:
    """Begin the next round of revisions, in which all ballots of a contest are equal."""
    query = select(Ballot.contest_id, func.max(Ballot.revision)).group_by(Ballot.contest_id)
    found = session.execute(query.where(Ballot.contest_id.in_(contest_ids)))
    by_level: dict[int, list[str]] = {}
    for contest_id, highest in found:
        by_level.setdefault(first_of_next_round(highest), []).append(contest_id)
    for level, ids in by_level.items():
        session.execute(update(Ballot).where(Ballot.contest_id.in_(ids)).values(revision=level))


def count_contest(session: Session, actor: Actor, contest: Contest) -> None:
    """Count a closed vote, which makes it final. The result stays hidden until the reveal."""
    if contest.is_final:
        return
    if contest.state != CLOSED:
        raise Conflict(_("That is not possible right now. Reload the page."))
    contest.result = tally(session, contest) | collected(session, contest)
    contest.state = COUNTED
    record(session, actor, "contest-counted", contest=contest.id)
    _announce(session, contest.workshop_id)


def erase_sectors(session: Session, contest: Contest) -> None:
    """Erase the sector of each ballot, which only the count needs."""
    session.execute(update(Ballot).where(Ballot.contest_id == contest.id).values(sector=""))


def reveal_contest(session: Session, actor: Actor, contest: Contest) -> None:
    """Count the vote and show the result to everybody.

    If the policy leaves a tie to the organizers, the vote stays in the state "counted" until they
    have decided and reveal it again. See `Contest.is_tied`.
    """
    count_contest(session, actor, contest)
    if contest.state == REVEALED or contest.is_tied:
        return
    contest.state = REVEALED
    erase_sectors(session, contest)
    concerns.erase(session, contest)
    on_commit(session, sweep_soon)
    record(session, actor, "contest-revealed", contest=contest.id)
    _announce(session, contest.workshop_id)


def decide(
    session: Session,
    actor: Actor,
    contest: Contest,
    *,
    winners: list[int],
    reason: str,
    seen: str = "",
    labels: Labels,
) -> None:
    """Override the rule's decision, with a reason that the report prints.

    It also replaces an earlier decision, if the organizer has `seen` its mark; otherwise, the
    refusal describes that decision with the options' `labels`. Before the reveal,
    only a tie can be decided. Then `winners` are the tied options that make the cut, in addition
    to the options that made it without the tie.
    """
    if contest.state == COUNTED and contest.tied_options:
        clear = contest.result["outcome"]["winners"]
        chosen = [one for one in winners if one not in clear]
        _require_among(chosen, contest.tied_options)
        winners = [*clear, *chosen]
    elif contest.state != REVEALED:
        raise Conflict(_("That is not possible right now. Reload the page."))
    _require_among(winners, contest.options)
    decision = {"winners": winners, "reason": reason}
    if contest.decision and contest.decision != decision:
        current = decision_sentence(contest, labels)
        require_unchanged(decided(contest), seen, words={"reason": current})
    contest.decision = decision
    record(session, actor, "contest-decided", contest=contest.id, winners=winners, reason=reason)
    _announce(session, contest.workshop_id)


def _require_among(winners: list[int], options: list[int]) -> None:
    if not winners or sorted(winners) != sorted(set(winners) & set(options)):
        raise BadInput(_("Something in this form is wrong. Check the form and try again."))


def discard(session: Session, contest: Contest) -> None:
    """Delete the ballots of the practice vote, when the workshop leaves the lobby."""
    session.execute(delete(Ballot).where(Ballot.contest_id == contest.id))
    session.execute(delete(Turnout).where(Turnout.contest_id == contest.id))
    contest.state, contest.turnout, contest.electorate_size = WAITING, {}, 0


def _announce(session: Session, workshop_id: int) -> None:
    forget: Callable[[], None] = contest_snapshots.forget_snapshots
    on_commit(session, forget)
    announce.changed(session, by_id(session, workshop_id), "contest")


def close_if_due(actor: Actor, contest_id: str) -> bool:
    """Close a vote whose timer has run out; returns whether it was still due.

    Another server may have closed it already, or an organizer may have added time.
    """
    with transaction(actor.workshop_id) as session:
        contest = session.get(Contest, contest_id)
        if contest is None or not queries.has_run_out(session, contest):
            return False
        close_contest(session, actor, contest)
        return True


@contextmanager
def counted_ahead(
    workshop_id: int, chosen: Callable[[Session], Iterable[Contest]]
) -> Iterator[Session]:
    """Open a transaction in which `count_contest` and `reveal_contest` use results counted before.

    A slow rule takes a second, which is too long for a write transaction. So a thread counts the
    ballots before the transaction starts. The transaction uses the result if the ballots have not
    changed.

    Args:
        workshop_id: the contests' workshop.
        chosen: returns the contests that will be counted.
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
