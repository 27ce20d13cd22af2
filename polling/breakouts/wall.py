"""The organizer's wall: the state of each group. Groups that need help come first."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from polling.breakouts import queries
from polling.breakouts.models import Group
from polling.core.clock import now
from polling.live import connection_registry
from polling.people.models import Participant
from polling.recommendations.models import Recommendation
from polling.recommendations.sentence import sentence
from polling.workshop import queries as workshops
from polling.workshop.models import Issue, Workshop

QUIET = timedelta(minutes=5)
ORDER = ("help", "quiet", "working", "ready", "empty")


@dataclass(frozen=True)
class Progress:
    """One issue in one group. `steps`: 0 not begun, 1 current, 2 has work and is not current."""

    issue: Issue
    recommendations: list[Recommendation]
    steps: int


@dataclass(frozen=True)
class Card:
    """A group on the wall. `state` is one of ORDER; `since` is when it began."""

    group: Group
    state: str
    since: datetime | None
    issues: list[Progress]
    members: int
    online: int
    recommendations: int
    words: int


@dataclass(frozen=True)
class Wall:
    """The cards, most urgent first; `quiet_at` is when the next group will count as quiet."""

    cards: list[Card]
    quiet_at: datetime | None


def wall(session: Session, workshop: Workshop) -> Wall:
    """Return the state of each group."""
    seated = queries.members(session, workshop.id)
    workshops.themes(session, workshop.id)  # loads the issues of all groups
    drafted: dict[int | None, list[Recommendation]] = {}
    for one in queries.written(session, workshop.id):
        drafted.setdefault(one.group_id, []).append(one)
    cards = [
        _card(session, workshop, group, seated.get(group.id, []), drafted.get(group.id, []))
        for group in queries.groups(session, workshop.id)
    ]
    cards.sort(key=_urgency)
    alarms = [card.since + QUIET for card in cards if card.state == "working" and card.since]
    return Wall(cards, min(alarms, default=None))


def _card(
    session: Session,
    workshop: Workshop,
    group: Group,
    members: list[Participant],
    drafted: list[Recommendation],
) -> Card:
    state, since = _state(workshop, group, members)
    here = connection_registry.participants_online(workshop.id)
    return Card(
        group=group,
        state=state,
        since=since,
        issues=_progress(group, workshops.priority_issues(session, group.theme_id), drafted),
        members=len(members),
        online=sum(person.id in here for person in members),
        recommendations=len(drafted),
        words=sum(len(sentence(one).split()) for one in drafted),
    )


def _state(
    workshop: Workshop, group: Group, members: list[Participant]
) -> tuple[str, datetime | None]:
    if not members:
        return "empty", None
    if group.help_since:
        return "help", group.help_since
    if group.ready:
        return "ready", group.active_at
    at_work = workshop.stage == "breakouts"
    quiet = at_work and group.active_at is not None and group.active_at + QUIET <= now()
    return ("quiet" if quiet else "working"), group.active_at


def _progress(group: Group, issues: list[Issue], drafted: list[Recommendation]) -> list[Progress]:
    on_it = queries.working_on(group, issues)
    of_issue = queries.by_issue(drafted)

    def steps(issue: Issue) -> int:
        if issue is on_it and not group.ready:
            return 1
        return 2 if issue.id in of_issue else 0

    return [Progress(issue, of_issue.get(issue.id, []), steps(issue)) for issue in issues]


def _urgency(card: Card) -> tuple[int, float, int]:
    """Sort waiting groups by their waiting time, and the others by number."""
    waits = card.state in {"help", "quiet"} and card.since is not None
    since = card.since.timestamp() if waits and card.since else 0.0
    return ORDER.index(card.state), since, card.group.number
