"""The benchmarks' room after its ranking: groups with members and recommendations."""

from itertools import cycle, islice

from sqlalchemy.orm import Session

from benchmarks.room import Room
from polling.breakouts import queries
from polling.breakouts.models import Group
from polling.contests.kinds import FINAL, RATING
from polling.contests.models import WAITING
from polling.contests.queries import contests
from polling.core.access import Actor, Role
from polling.demo.content import recommendation_bank
from polling.final_vote import actions as final_vote
from polling.final_vote.two_stages.actions import lifecycle as two_stages
from polling.people.queries import participants
from polling.recommendations.models import Recommendation
from polling.recommendations.wording import Wording
from polling.workshop import queries as workshops
from polling.workshop.models import Workshop

GROUPS, PRIORITY_ISSUES = 12, 3


def seat(session: Session, room: Room, *, on_each_issue: int) -> list[Group]:
    """Seat everybody, and let each group write this many recommendations per issue."""
    for theme in workshops.themes(session, room.workshop_id):
        for place, issue in enumerate(theme.issues[:PRIORITY_ISSUES], start=1):
            issue.priority = place
    groups = queries.groups(session, room.workshop_id)[:GROUPS]
    people = participants(session, room.workshop_id)
    for person, group in zip(people, cycle(groups), strict=False):
        person.group_id = group.id
    for group in groups:
        _write(session, group, on_each_issue)
    session.flush()
    return groups


def _write(session: Session, group: Group, count: int) -> None:
    bank = recommendation_bank()[group.theme.title]
    for issue in workshops.priority_issues(session, group.theme_id):
        for place, text in enumerate(islice(cycle(bank[issue.headline]), count), start=1):
            session.add(
                Recommendation(
                    issue_id=issue.id,
                    group_id=group.id,
                    position=place,
                    wording=Wording.of(text),
                )
            )


def go(session: Session, room: Room, stage: str) -> None:
    """Move the room to the middle of a stage."""
    workshop = session.get_one(Workshop, room.workshop_id)
    workshop.stage = stage
    if stage == "presentations":
        first = queries.groups(session, workshop.id)[0]
        workshop.screen_state = {"group": first.id, "recommendation": 0}
    if stage == "final_vote":
        _open_final_vote(session, workshop)


def _open_final_vote(session: Session, workshop: Workshop) -> None:
    organizer = Actor(Role.ORGANIZER, workshop.id, label="bench")
    final_vote.prepare(session, workshop)
    if contests(session, workshop.id, RATING):
        two_stages.open_first(session, organizer)
    for contest in contests(session, workshop.id, FINAL):
        if contest.state == WAITING:
            final_vote.open_theme(session, organizer, contest)
