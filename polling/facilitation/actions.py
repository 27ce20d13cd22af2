"""Moving between stages, timers, and messages to the room."""

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from polling import stages
from polling.breakouts import actions as breakout_actions
from polling.breakouts import queries as breakouts
from polling.breakouts.drafting import versions
from polling.breakouts.drafting.document_binding import erase_documents
from polling.breakouts.timers import group_scope
from polling.contests import actions as contest_actions
from polling.contests import imported_results
from polling.contests import queries as contests
from polling.contests.kinds import PRACTICE, VOTES
from polling.contests.models import OPEN, Contest
from polling.core.access import Actor
from polling.core.edit_conflicts import Values, merged, require_unchanged
from polling.core.errors import Conflict
from polling.core.i18n import _
from polling.facilitation.schedule import by_field, plan
from polling.facilitation.stage_registry import BY_STAGE, reasons_to_stay
from polling.live import announce
from polling.notes import actions as note_actions
from polling.notes import queries as notes
from polling.screen import actions as screen_actions
from polling.screen import state
from polling.screen.actions import Go
from polling.workshop import queries, timers
from polling.workshop.log import record
from polling.workshop.models import LogEntry, Message, Workshop

ALL = "all"  # the scope of all timers together
MOST_RESTARTS = 5  # after which a vote gets more time


def move(session: Session, actor: Actor, *, seen: str, to: str) -> None:
    """Go to another stage; going back keeps everything except what closing has erased.

    Args:
        seen: the stage on the organizer's page.
        to: the stage to go to.

    Raises:
        Conflict: another organizer has moved the workshop, a blocker is not settled, or the
            workshop is closed for good, because its results come from a file.
    """
    workshop = queries.workshop_of(session, actor)
    if workshop.stage != seen:
        raise Conflict(
            _("Another organizer has just changed the stage. Check it before you continue.")
        )
    imported_results.require_not_final(session, workshop)
    if stages.position(to) > stages.position(seen):
        _require_no_blocker(session, workshop)
    BY_STAGE[workshop.stage].leave(session, workshop)
    if not stages.has_drafting_from(to):
        versions.forget_who(session, workshop.id)
        erase_documents(session, workshop.id)
    workshop.stage, workshop.screen_state = to, {}
    _end_messages(session, workshop)
    timers.clear_clock(session, workshop.id, "stage")
    BY_STAGE[to].enter(session, workshop)
    record(session, actor, "stage", before=seen, now=to)
    announce.changed(session, workshop, "stage")


def renew_links(session: Session, actor: Actor) -> None:
    """Revoke the links of the screen, facilitators and note-takers, and the logins made with them.

    A removed organizer may know all of them.
    """
    screen_actions.renew_link(session, actor)
    for group in breakouts.groups(session, actor.workshop_id):
        breakout_actions.renew_link(session, actor, group)
    for link in notes.links(session, actor.workshop_id):
        note_actions.renew_link(session, actor, link)


def turn_screen(session: Session, actor: Actor, go: Go) -> None:
    """Turn the screen's content: the steps of a reveal, pages, slides.

    Raises:
        Conflict: there is nothing to turn to.
    """
    workshop = queries.workshop_of(session, actor)
    if not BY_STAGE[state.view(workshop)].turn(session, actor, workshop, go):
        raise Conflict(_("That is not possible right now. Reload the page."))


def _require_no_blocker(session: Session, workshop: Workshop) -> None:
    blockers = [reason for reason in reasons_to_stay(session, workshop) if reason.blocks]
    if blockers:
        raise Conflict(
            _("Fix the listed problems first."),
            problems=[{"place": workshop.stage, "message": reason.text} for reason in blockers],
        )


def set_clock(session: Session, actor: Actor, *, scope: str, action: str, seconds: int) -> None:
    """Start, extend, pause or clear a timer; "all" means every running timer.

    Raises:
        Conflict: there is no such timer, or a vote's time has run out and the action adds none.
    """
    workshop = queries.workshop_of(session, actor)
    _reopen_ended(session, actor, scope, action)
    if scope == ALL:
        _change_all(session, workshop, action, seconds)
    else:
        _require_its_own(session, workshop, scope)
        timers.change_clock(session, workshop.id, scope, action, seconds)
    record(session, actor, f"clock-{action}", scope=scope, seconds=seconds)
    announce.changed(session, workshop, "clock")


def _reopen_ended(session: Session, actor: Actor, scope: str, action: str) -> None:
    """Close and reopen votes whose time has run out, so that they can get more.

    They may have refused ballots since. Phones ask for these again if the vote was reopened.
    """
    for vote in contests.contests(session, actor.workshop_id, *VOTES):
        if scope in {ALL, own := f"contest:{vote.id}"} and contests.has_run_out(session, vote):
            if action not in {"start", "extend"}:
                raise Conflict(_("The time has run out. Reopen the vote to give more time."))
            contest_actions.close_contest(session, timers.the_clock(actor.workshop_id), vote)
            contest_actions.open_contest(session, actor, vote, smallest=vote.smallest)
            timers.start_clock(session, actor.workshop_id, own, 0)


def extend_after_restart(session: Session, actor: Actor, contest_id: str, seconds: int) -> None:
    """Let a vote run for this much time from now on, because no server was running before.

    A server that cannot run for long must not keep a vote open forever, so this happens at most
    MOST_RESTARTS times for each vote.
    """
    scope = f"contest:{contest_id}"
    if _restarts(session, actor.workshop_id, contest_id) == MOST_RESTARTS:
        return
    _reopen_ended(session, actor, scope, "extend")
    timers.start_clock(session, actor.workshop_id, scope, seconds)
    record(session, actor, "clock-after-restart", contest=contest_id)
    announce.changed(session, queries.workshop_of(session, actor), "clock")


def _restarts(session: Session, workshop_id: int, contest_id: str) -> int:
    """Return how often the vote has got time after a restart."""
    got_time = select(LogEntry.detail).where(
        LogEntry.workshop_id == workshop_id, LogEntry.action == "clock-after-restart"
    )
    return sum(detail["contest"] == contest_id for detail in session.scalars(got_time))


def _require_its_own(session: Session, workshop: Workshop, scope: str) -> None:
    kind, _colon, key = scope.partition(":")
    if kind == "contest":
        vote = contests.contest(session, workshop.id, key, *VOTES)
        if vote.state != OPEN:
            raise Conflict(_("That is not possible right now. Reload the page."))
    elif kind == "group":
        breakouts.group(session, workshop.id, int(key))


def set_plan(session: Session, actor: Actor, minutes: dict[str, int], *, seen: str) -> None:
    """Plan the duration of these stages, which moves the expected end.

    Raises:
        EditConflict: another organizer has changed the same stage's minutes.
    """
    workshop = queries.workshop_of(session, actor)
    planned = plan(workshop)
    new = merged(by_field(planned), by_field(minutes), seen)
    whole = dict(zip(planned, new.values(), strict=True))
    workshop.settings = {**workshop.settings, "plan": whole}
    record(session, actor, "schedule-planned", total=sum(whole.values()))
    announce.changed(session, workshop, "clock")


def send_message(
    session: Session, actor: Actor, text: str, group_id: int | None, *, seen: str = ""
) -> None:
    """Send a message to everybody, or to one group.

    One to everybody replaces the earlier one, if the organizer has seen it.
    """
    workshop = queries.workshop_of(session, actor)
    if group_id is not None:
        breakouts.group(session, workshop.id, group_id)
    elif (shown := _shown_to_all(session, workshop)) != {"message": text}:
        require_unchanged(shown, seen)
    session.add(Message(workshop_id=workshop.id, group_id=group_id, text=text))
    record(session, actor, "message", text=text, group=group_id)
    announce.changed(session, workshop, "message")


def take_message_down(session: Session, actor: Actor, *, seen: str) -> None:
    """Hide the message to everybody, as the organizer has seen it; the log keeps its text."""
    workshop = queries.workshop_of(session, actor)
    require_unchanged(_shown_to_all(session, workshop), seen)
    _end_messages(session, workshop, Message.group_id.is_(None))
    record(session, actor, "message-taken-down")
    announce.changed(session, workshop, "message")


def _shown_to_all(session: Session, workshop: Workshop) -> Values:
    return queries.message_to_all(queries.messages(session, workshop.id, None))


def _end_messages(session: Session, workshop: Workshop, *which: ColumnElement[bool]) -> None:
    session.execute(delete(Message).where(Message.workshop_id == workshop.id, *which))


# ---- All timers together: those of the open votes, or of the stage and its groups ----


def _scopes(session: Session, workshop: Workshop) -> list[str]:
    """Return the scopes: the open votes, or else the stage and each group with its own timer."""
    query = select(Contest.id).where(
        Contest.workshop_id == workshop.id, Contest.state == OPEN, Contest.kind != PRACTICE
    )
    votes = [f"contest:{contest_id}" for contest_id in session.scalars(query)]
    running = queries.timers(session, workshop.id)
    groups = [group_scope(group) for group in breakouts.groups(session, workshop.id)]
    return votes or ["stage", *(scope for scope in groups if scope in running)]


def _change_all(session: Session, workshop: Workshop, action: str, seconds: int) -> None:
    """Change all of them; scopes without a timer get one only when it is started."""
    every, running = _scopes(session, workshop), queries.timers(session, workshop.id)
    ticking = [scope for scope in every if scope in running and running[scope]["ends"]]
    with_one = [scope for scope in every if scope in running]
    if action == "start":
        _start_all(session, workshop, every, seconds)
        return
    if not with_one:
        raise Conflict(_("That is not possible right now. Reload the page."))
    for scope in (ticking or with_one) if action == "pause" else with_one:
        timers.change_clock(session, workshop.id, scope, action, seconds)


def _start_all(session: Session, workshop: Workshop, every: list[str], seconds: int) -> None:
    for scope in every:
        if scope.startswith("group:"):
            timers.clear_clock(session, workshop.id, scope)  # it uses the stage's timer again
        else:
            timers.start_clock(session, workshop.id, scope, seconds)
