"""The presentations: turns, presenters, and comments from phones that only the group can read."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from polling.breakouts import queries as breakouts
from polling.breakouts.models import Group
from polling.breakouts.timers import group_scope
from polling.core.access import Actor, Role
from polling.core.errors import Conflict, NotAllowed, NotFound
from polling.core.i18n import _
from polling.live import announce
from polling.people.models import Participant
from polling.presentations import queries
from polling.presentations.models import Comment
from polling.recommendations.models import Recommendation
from polling.screen import state
from polling.workshop import queries as workshops
from polling.workshop import timers
from polling.workshop.log import record
from polling.workshop.models import Workshop


def present(session: Session, actor: Actor, group_id: int) -> None:
    """Show a group on the screen, starting with its title, and start its timer."""
    workshop = workshops.workshop_of(session, actor)
    group = breakouts.group(session, workshop.id, group_id)
    if workshop.stage != "presentations":
        raise Conflict(_("That is not possible right now. Reload the page."))
    if workshop.screen_state.get("group") != group.id:
        _stop_clock(session, workshop)
        timers.start_clock(session, workshop.id, group_scope(group), 60 * queries.minutes(workshop))
    record(session, actor, "presenting", group=group.number)
    _light(session, workshop, {"group": group.id, "recommendation": None})
    presented = {*queries.presented(workshop), group.id}
    workshop.screen_state = {**workshop.screen_state, "presented": sorted(presented)}


def set_minutes(session: Session, actor: Actor, minutes: int) -> None:
    """Set how long each group presents, starting with the next group."""
    workshop = workshops.workshop_of(session, actor)
    workshop.settings = {**workshop.settings, "presenting_minutes": minutes}
    record(session, actor, "presenting-minutes", seconds=60 * minutes)
    announce.changed(session, workshop, "presentation")


def turn(session: Session, actor: Actor, step: int) -> None:
    """Go one recommendation forward or back. The title page comes before the first.

    It takes a step instead of a page number, so that two quick presses of a clicker turn two pages.
    Facilitators and presenters can turn pages while their own group presents.
    """
    workshop = workshops.workshop_of(session, actor)
    slide = queries.slide(session, workshop, queries.order(session, workshop.id))
    if actor.role not in {Role.ORGANIZER, Role.SCREEN}:
        _require_own_turn(session, actor, slide.group if slide else None)
    if slide is None:
        raise Conflict(_("That is not possible right now. Reload the page."))
    page = (-1 if slide.at is None else slide.at) + step
    page = min(page, len(slide.recommendations) - 1)
    at = page if page >= 0 else None
    _light(session, workshop, {"group": slide.group.id, "recommendation": at})


def turn_screen(session: Session, actor: Actor, workshop: Workshop, go: str) -> bool:
    """Turn the page by a key or clicker at the screen; returns whether there was another page."""
    step = {"next": 1, "back": -1}.get(go)
    before = workshop.screen_state
    if step is None or before.get("group") is None:
        return False
    turn(session, actor, step)
    return workshop.screen_state != before


def clear(session: Session, actor: Actor) -> None:
    """Remove the group from the screen, which then shows the order of the groups."""
    workshop = workshops.workshop_of(session, actor)
    _stop_clock(session, workshop)
    _light(session, workshop, {"group": None, "recommendation": None})


def _require_own_turn(session: Session, actor: Actor, presenting: Group | None) -> None:
    if presenting is None or presenting.id != actor.group_id:
        raise NotAllowed(_("That is not possible right now. Reload the page."))
    if actor.role is Role.PARTICIPANT:
        presenter = queries.presenter(session, presenting)
        if presenter is None or presenter.id != actor.participant_id:
            raise NotAllowed(_("That is not possible right now. Reload the page."))


def _stop_clock(session: Session, workshop: Workshop) -> None:
    """Remove the timer of a group that leaves the screen."""
    before = workshop.screen_state.get("group")
    if before is not None:
        group = breakouts.group(session, workshop.id, before)
        timers.clear_clock(session, workshop.id, group_scope(group))


def _light(session: Session, workshop: Workshop, spot: dict[str, int | None]) -> None:
    state.put(workshop, "presentations", **spot)
    announce.changed(session, workshop, "presentation")


def choose_presenter(session: Session, actor: Actor, number: int | None) -> None:
    """Set the member who presents; None for nobody."""
    group = breakouts.group(session, actor.workshop_id, actor.group_id)
    _hand_to(session, group, _member(session, group, number) if number else None)


def volunteer(session: Session, actor: Actor, *, willing: bool) -> None:
    """Make a member the group's presenter if it has none, or stop presenting."""
    group = breakouts.group(session, actor.workshop_id, actor.group_id)
    person = session.get_one(Participant, actor.participant_id)
    before = queries.presenter(session, group)
    if before is not None and before.id != person.id:
        raise Conflict(_("Presenter: #%(number)s", number=before.number) + ".")
    _hand_to(session, group, person if willing else None)


def _member(session: Session, group: Group, number: int) -> Participant:
    for person in breakouts.members_of(session, group):
        if person.number == number:
            return person
    raise NotFound(_("This item no longer exists."))


def _hand_to(session: Session, group: Group, chosen: Participant | None) -> None:
    for person in breakouts.members_of(session, group):
        person.presents = person is chosen
    workshop = workshops.by_id(session, group.workshop_id)
    announce.group_changed(session, workshop, group.id, "group")


def comment(session: Session, actor: Actor, *, recommendation: int, kind: str, text: str) -> None:
    """Comment on a recommendation; replaces an earlier comment of the same kind."""
    workshop = workshops.workshop_of(session, actor)
    chosen = _of_others(session, workshop, actor, recommendation)
    own = _own_comment(session, actor, recommendation, kind) or Comment(
        recommendation_id=chosen.id, participant_id=actor.participant_id, kind=kind
    )
    own.text = text
    session.add(own)
    _announce_comment(session, workshop, chosen)


def remove_comment(session: Session, actor: Actor, *, recommendation: int, kind: str) -> None:
    """Withdraw a comment; does nothing if it is gone already."""
    workshop = workshops.workshop_of(session, actor)
    own = _own_comment(session, actor, recommendation, kind)
    if own is not None:
        session.delete(own)
        _announce_comment(session, workshop, own.recommendation)


def _of_others(
    session: Session, workshop: Workshop, actor: Actor, recommendation_id: int
) -> Recommendation:
    """Return a recommendation of other groups, one of which is presenting or has presented."""
    if workshop.stage != "presentations":
        raise _not_now()
    found = session.get(Recommendation, recommendation_id)
    gone = found is None or found.deleted_at is not None or not found.author_groups
    if found is None or gone or found.issue.theme.workshop_id != workshop.id:
        raise NotFound(_("The item your note was about no longer exists. Your text is kept here."))
    if actor.group_id in found.author_groups:
        raise NotAllowed(_("You are not allowed to do this."))
    if not set(found.author_groups) & set(queries.presented(workshop)):
        raise _not_now()
    return found


def _not_now() -> Conflict:
    return Conflict(_("That is not possible right now. Reload the page."))


def _own_comment(
    session: Session, actor: Actor, recommendation_id: int, kind: str
) -> Comment | None:
    query = select(Comment).where(
        Comment.recommendation_id == recommendation_id,
        Comment.participant_id == actor.participant_id,
        Comment.kind == kind,
    )
    return session.scalar(query)


def _announce_comment(session: Session, workshop: Workshop, about: Recommendation) -> None:
    for group_id in about.author_groups:
        announce.group_changed(session, workshop, group_id, "comments")
