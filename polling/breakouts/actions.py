"""Actions on groups at work: the facilitators' buttons, and the organizers' help."""

from datetime import datetime

from sqlalchemy.orm import Session

from polling.breakouts import queries
from polling.breakouts.models import Group
from polling.breakouts.timers import group_scope, ideas_scope, issue_scope
from polling.core.access import Actor, Role
from polling.core.clock import now
from polling.core.errors import BadInput, Conflict
from polling.core.i18n import _
from polling.live import announce, connection_control
from polling.workshop import queries as workshops
from polling.workshop import timers
from polling.workshop.log import record
from polling.workshop.models import Issue, Timer, Workshop


def begin(session: Session, workshop: Workshop) -> None:
    """Start, or restart, the group work. Groups count as quiet from now on."""
    for group in queries.groups(session, workshop.id):
        group.active_at = now()


def end(session: Session, workshop: Workshop) -> None:
    """End the group work: cancel calls for help, read-backs and the groups' timers."""
    for group in queries.groups(session, workshop.id):
        group.help_since = group.reading_back_id = None
        group.idea_phase = ""
        timers.clear_clock(session, workshop.id, ideas_scope(group))
        timers.clear_clock(session, workshop.id, group_scope(group))


# ---- The facilitator's buttons ----


def call_help(session: Session, actor: Actor, *, wanted: bool) -> None:
    """Ask the organizers to come, or cancel the request."""
    group = group_at_work(session, actor)
    group.help_since = _since(group.help_since) if wanted else None
    record(session, actor, "help-called" if wanted else "help-cancelled", group=group.number)
    _announce(session, group)


def _since(before: datetime | None) -> datetime:
    return before or now()  # a second call keeps the time of the first


def set_ready(session: Session, actor: Actor, *, ready: bool) -> None:
    """Mark the group as done, or not done."""
    group = group_at_work(session, actor)
    group.ready = ready
    if ready:
        group.help_since = None
    record(session, actor, "ready" if ready else "not-ready", group=group.number)
    _announce(session, group)


def set_meeting_link(session: Session, actor: Actor, link: str) -> None:
    """Set the link where remote members take part, at any stage. The log does not contain it."""
    group = queries.group(session, actor.workshop_id, actor.group_id)
    group.meeting_link = link
    record(session, actor, "meeting-linked" if link else "meeting-unlinked", group=group.number)
    _announce(session, group)


def choose_issue(session: Session, actor: Actor, issue_id: int) -> None:
    """Switch to another issue: pause the timer of the previous one and resume this one's."""
    group = group_at_work(session, actor)
    issues = workshops.priority_issues(session, group.theme_id)
    chosen = _issue(issues, issue_id)
    before = queries.working_on(group, issues)
    if before and before.id != chosen.id:
        _toggle(session, group, before, running=True)
        _toggle(session, group, chosen, running=False)
        group.idea_phase = ""  # the ideas belong to the previous issue
    group.issue_id = chosen.id
    record(session, actor, "issue-chosen", group=group.number, issue=chosen.id)
    _announce(session, group)


def set_issue_clock(
    session: Session, actor: Actor, *, issue_id: int, action: str, seconds: int
) -> None:
    """Start, extend, pause or clear the timer of one of the group's issues."""
    group = group_at_work(session, actor)
    issue = _issue(workshops.priority_issues(session, group.theme_id), issue_id)
    if action == "start":
        choose_issue(session, actor, issue.id)
    timers.change_clock(session, group.workshop_id, issue_scope(group, issue), action, seconds)
    record(session, actor, f"clock-{action}", group=group.number, issue=issue.id, seconds=seconds)
    _announce(session, group)


def group_at_work(session: Session, actor: Actor) -> Group:
    """Return the facilitator's group. Raises Conflict in other stages."""
    if workshops.workshop_of(session, actor).stage != "breakouts":
        raise Conflict(_("That is not possible right now. Reload the page."))
    return queries.group(session, actor.workshop_id, actor.group_id)


def _issue(issues: list[Issue], issue_id: int) -> Issue:
    for issue in issues:
        if issue.id == issue_id:
            return issue
    raise BadInput(_("You can only change your own group’s work."))


def _toggle(session: Session, group: Group, issue: Issue, *, running: bool) -> None:
    """Pause an issue's timer if it is running, or resume it if it is paused."""
    scope = issue_scope(group, issue)
    clock = workshops.timer(session, group.workshop_id, scope)
    if clock is not None and (clock.ends_at is not None) == running:
        timers.pause_clock(session, group.workshop_id, scope)


def _announce(session: Session, group: Group) -> None:
    workshop = workshops.by_id(session, group.workshop_id)
    announce.group_changed(session, workshop, group.id, "group")


# ---- The organizer's ----


def extend(session: Session, actor: Actor, *, seconds: int, group: Group | None) -> None:
    """Give more time to one group, or to all."""
    workshop = workshops.workshop_of(session, actor)
    if group is not None:
        _give_own_clock(session, group)
        timers.extend_clock(session, workshop.id, group_scope(group), seconds)
    else:
        own = [group_scope(group) for group in queries.groups(session, workshop.id)]
        running = workshops.timers(session, workshop.id)
        for scope in ("stage", *(scope for scope in own if scope in running)):
            timers.extend_clock(session, workshop.id, scope, seconds)
    record(session, actor, "extended", seconds=seconds, group=group.number if group else None)
    announce.changed(session, workshop, "clock")


def _give_own_clock(session: Session, group: Group) -> None:
    """Give the group its own timer, with the end of the stage's timer, if it has none."""
    scope = group_scope(group)
    stage = workshops.timer(session, group.workshop_id, "stage")
    if stage is not None and workshops.timer(session, group.workshop_id, scope) is None:
        own = Timer(workshop_id=group.workshop_id, scope=scope)
        own.ends_at, own.remaining_ms = stage.ends_at, stage.remaining_ms
        session.add(own)
        session.flush()


def renew_link(session: Session, actor: Actor, group: Group) -> None:
    """Revoke the facilitator's link and the logins made with it."""
    group.link_token_version += 1
    connection_control.send_away(session, Role.FACILITATOR, group.id)
    record(session, actor, "link-renewed", group=group.number)
    announce.changed(session, workshops.workshop_of(session, actor), "log")
