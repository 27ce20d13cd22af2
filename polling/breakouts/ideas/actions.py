"""Actions on silent ideas: the facilitator leads, the members write."""

from sqlalchemy.orm import Session

from polling.breakouts.actions import group_at_work
from polling.breakouts.drafting import actions as drafting
from polling.breakouts.drafting import document_binding, versions
from polling.breakouts.ideas import queries
from polling.breakouts.models import Group, Idea
from polling.breakouts.queries import working_on
from polling.breakouts.timers import ideas_scope
from polling.core.access import Actor
from polling.core.errors import Conflict
from polling.core.i18n import _
from polling.live import announce
from polling.recommendations.models import Recommendation
from polling.recommendations.wording import Wording
from polling.workshop import queries as workshops
from polling.workshop import timers
from polling.workshop.log import record
from polling.workshop.models import Issue

MOST_IDEAS = 20  # of one member per issue
SILENT, SHOWN, OVER = "silent", "shown", ""
TOPIC = "ideas"


# ---- The facilitator's ----


def begin(session: Session, actor: Actor) -> None:
    """Start silent writing. Members see only their own ideas."""
    group = group_at_work(session, actor)
    _issue_of(session, group)
    seconds = (queries.minutes(session, group) or 1) * 60
    timers.start_clock(session, group.workshop_id, ideas_scope(group), seconds)
    group.idea_phase = SILENT
    record(session, actor, "ideas-begun", group=group.number)
    _announce(session, group)


def extend(session: Session, actor: Actor) -> None:
    """Add one minute of silent writing."""
    group = _group_in(session, actor, SILENT)
    timers.extend_clock(session, group.workshop_id, ideas_scope(group), 60)
    _announce(session, group)


def reveal(session: Session, actor: Actor, *, everything: bool) -> None:
    """End silent writing, and show the next idea or all remaining ones."""
    group = _group_in(session, actor, SILENT, SHOWN)
    timers.clear_clock(session, group.workshop_id, ideas_scope(group))
    group.idea_phase = SHOWN
    ideas = queries.ideas_of(session, group)
    hidden = [idea for idea in queries.in_turn(ideas) if idea.shown_position is None]
    place = max((idea.shown_position or 0 for idea in ideas), default=0)
    for idea in hidden if everything else hidden[:1]:
        place += 1
        idea.shown_position = place
    _announce(session, group)


def end(session: Session, actor: Actor) -> None:
    """Hide the ideas. They are kept and appear again if the silence is started again."""
    group = group_at_work(session, actor)
    timers.clear_clock(session, group.workshop_id, ideas_scope(group))
    group.idea_phase = OVER
    _announce(session, group)


def put_beside(session: Session, actor: Actor, idea_id: int, *, other_id: int | None) -> None:
    """Group an idea, and the ideas grouped under it, under another one; or ungroup it."""
    group = _group_in(session, actor, SHOWN)
    moved = queries.idea(session, group, idea_id)
    other = queries.idea(session, group, other_id) if other_id else None
    head = (other.grouped_under_id or other.id) if other else None
    if head == moved.id:
        return
    for idea in queries.ideas_of(session, group):
        if idea is moved or (head and idea.grouped_under_id == moved.id):
            idea.grouped_under_id = head
    _announce(session, group)


def name(session: Session, actor: Actor, idea_id: int, *, title: str) -> None:
    """Set the title of a group of ideas."""
    group = _group_in(session, actor, SHOWN)
    queries.idea(session, group, idea_id).title = title
    _announce(session, group)


def draft(session: Session, actor: Actor, idea_id: int) -> Recommendation:
    """Add a recommendation that starts with an idea's text, or return the one that does."""
    group = _group_in(session, actor, SHOWN)
    idea = queries.idea(session, group, idea_id)
    begun = queries.drafts(session, [idea])
    if begun:
        return begun[idea.id]
    made = drafting.add(session, actor, issue_id=idea.issue_id)
    document_binding.begin(session, made, Wording(action=idea.text))
    versions.begin(session, [made], by=actor)
    idea.recommendation_id = made.id
    _announce(session, group)
    return made


# ---- The members' ----


def write(session: Session, actor: Actor, text: str) -> None:
    """Add a hidden idea, also while others are shown. A repeated one is ignored: it was sent again.

    Raises:
        Conflict: the time for ideas is up, or this member has too many.
    """
    group = _members_group(session, actor)
    every = queries.ideas_of(session, group)
    own = [idea.text for idea in every if idea.participant_id == actor.participant_id]
    if text in own:
        return
    if len(own) >= MOST_IDEAS:
        raise Conflict(_("You have reached the limit. Delete something before you add more."))
    made = Idea(group_id=group.id, participant_id=actor.participant_id, text=text)
    made.issue_id = _issue_of(session, group).id
    session.add(made)
    session.flush()
    _announce(session, group)


def take_back(session: Session, actor: Actor, idea_id: int) -> None:
    """Delete the actor's own hidden idea; does nothing if it is deleted already."""
    group = _members_group(session, actor)
    for idea in queries.ideas_of(session, group):
        own = idea.participant_id == actor.participant_id
        if idea.id == idea_id and own and idea.shown_position is None:
            session.delete(idea)
            session.flush()
    _announce(session, group)


def _issue_of(session: Session, group: Group) -> Issue:
    """Return the issue of the group. Raises Conflict if there is no priority issue."""
    issue = working_on(group, workshops.priority_issues(session, group.theme_id))
    if issue is None:
        raise Conflict(_("That is not possible right now. Reload the page."))
    return issue


def _members_group(session: Session, actor: Actor) -> Group:
    group = drafting.writing_group(session, actor)
    if group.idea_phase == OVER:
        raise Conflict(_("Time for ideas is up. Share your idea aloud or add it to the draft."))
    return group


def _group_in(session: Session, actor: Actor, *phases: str) -> Group:
    group = group_at_work(session, actor)
    if group.idea_phase not in phases:
        raise Conflict(_("That is not possible right now. Reload the page."))
    return group


def _announce(session: Session, group: Group) -> None:
    workshop = workshops.by_id(session, group.workshop_id)
    announce.group_changed(session, workshop, group.id, TOPIC)
