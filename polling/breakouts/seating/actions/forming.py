"""Actions for wishes and for forming groups."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from polling import grouping
from polling.breakouts import queries
from polling.breakouts.forms import MOST_WISHES
from polling.breakouts.seating.actions.seats import require_no_final_vote, sit
from polling.core.access import Actor
from polling.core.clock import now
from polling.core.errors import BadInput, Conflict
from polling.core.i18n import _
from polling.live import announce
from polling.people import queries as people
from polling.people.models import Participant
from polling.setup.actions import groups as setup
from polling.workshop import queries as workshops
from polling.workshop.log import record


def wish(session: Session, actor: Actor, themes: list[int]) -> None:
    """Store a participant's preferred themes, best first; an empty list means no preference."""
    known = {theme.id for theme in workshops.themes(session, actor.workshop_id)}
    if len(set(themes)) < len(themes) or len(themes) > MOST_WISHES or not known.issuperset(themes):
        raise BadInput(_("Choose up to three themes."))
    session.get_one(Participant, actor.participant_id).preferences = themes
    announce.changed(session, workshops.by_id(session, actor.workshop_id), "people")


def plan(session: Session, actor: Actor, wanted: Mapping[int, int]) -> None:
    """Create or delete groups to get this many per theme. Groups with written work are kept."""
    if not people.present(session, actor.workshop_id):
        raise Conflict(_("Nobody has joined yet."))
    groups = queries.groups(session, actor.workshop_id)
    for theme_id, count in wanted.items():
        mine = [group.id for group in groups if group.theme_id == theme_id]
        for group_id in mine[count:]:
            setup.remove(session, actor, group_id)
        if count > len(mine):
            setup.add(session, actor, theme_id=theme_id, count=count - len(mine))
    if not queries.groups(session, actor.workshop_id):
        raise Conflict(_("Plan at least one group."))


def seat(session: Session, actor: Actor, seats: grouping.Assignment) -> None:
    """Apply the optimiser's assignment.

    People may come and go while the optimiser runs: those who left are skipped, and those who
    arrived keep the seats they got.
    """
    workshop = workshops.by_id(session, actor.workshop_id)
    require_no_final_vote(session, workshop)
    groups = {str(group.id): group for group in queries.groups(session, workshop.id)}
    for person in people.participants(session, workshop.id):
        if str(person.id) in seats:
            group = groups.get(seats[str(person.id)])
            sit(session, person, group.id if group else None)
    for group in groups.values():
        group.active_at = group.active_at or now()
    record(session, actor, "groups-formed", people=len(seats), groups=len(set(seats.values())))
    announce.changed(session, workshop, "groups")
