"""The groups that present, the slide on the screen, comments, and all recommendations to read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from polling import stages
from polling.breakouts import queries as breakouts
from polling.breakouts.models import Group
from polling.core.db import among
from polling.people.models import Participant
from polling.presentations.models import Comment
from polling.recommendations.models import Recommendation
from polling.workshop import queries as workshops
from polling.workshop.models import Issue, Theme, Workshop
from polling.workshop.settings import Settings


@dataclass(frozen=True)
class Slide:
    """The group that presents: its title (`at` is None), or one of its recommendations.

    `place` is the group's turn in the order of `groups` groups, from 1.
    """

    group: Group
    place: int
    groups: int
    at: int | None
    recommendations: list[Recommendation]

    @property
    def recommendation(self) -> Recommendation | None:
        """The one on the screen, None for the title."""
        return None if self.at is None else self.recommendations[self.at]

    @property
    def issues(self) -> list[tuple[Issue, list[Recommendation]]]:
        """The group's recommendations by issue."""
        grouped = breakouts.by_issue(self.recommendations)
        return [(written[0].issue, written) for written in grouped.values()]


@dataclass(frozen=True)
class OwnComment:
    """A comment as its writer sees it."""

    recommendation_id: int
    kind: str
    text: str


def order(session: Session, workshop_id: int) -> list[Group]:
    """The groups that present, by number: those that have members or have written something."""
    busy = breakouts.busy(session, workshop_id)
    return [group for group in breakouts.groups(session, workshop_id) if group.id in busy]


def groups_to_present(session: Session, workshop: Workshop) -> int:
    """How many groups present; all of them before the breakouts, or as long as nobody is seated."""
    at_work = stages.has_reached(workshop.stage, "breakouts")
    busy = breakouts.busy(session, workshop.id) if at_work else ()
    return len(busy) or len(breakouts.groups(session, workshop.id))


def slide(session: Session, workshop: Workshop, groups: list[Group]) -> Slide | None:
    """The slide of the group that presents; None if no group does."""
    for place, group in enumerate(groups, start=1):
        if group.id == workshop.screen_state.get("group"):
            written = breakouts.written_by(session, group)
            at = workshop.screen_state.get("recommendation")
            # What is deleted during the talk must not leave the screen empty.
            at = None if at is None or not written else min(at, len(written) - 1)
            return Slide(group, place, len(groups), at, written)
    return None


def has_presented(workshop: Workshop, group_id: int | None) -> bool:
    """Whether a group presents or has presented since the stage began."""
    return group_id in workshop.screen_state.get("presented", [])


def minutes(workshop: Workshop) -> int:
    """How long each group presents."""
    return Settings.model_validate(workshop.settings).presenting_minutes


def presenter(session: Session, group: Group) -> Participant | None:
    """The member who presents for a group, if one was chosen."""
    members = breakouts.members_of(session, group)
    return next((person for person in members if person.presents), None)


def presenters(session: Session, workshop_id: int) -> dict[int, int]:
    """The numbers of those who present, by group id."""
    seated = breakouts.members(session, workshop_id)
    return {
        group_id: person.number
        for group_id, people in seated.items()
        for person in people
        if group_id is not None and person.presents
    }


def comments_on(session: Session, group: Group) -> list[tuple[Recommendation, list[Comment]]]:
    """A group's recommendations that have comments, with these."""
    query = (
        select(Comment)
        .join(Comment.recommendation)
        .where(Recommendation.group_id == group.id, Recommendation.deleted_at.is_(None))
        .order_by(Comment.id)
    )
    comments = _by_recommendation(session.scalars(query))
    written = breakouts.written_by(session, group) if comments else []
    return [(each, comments[each.id]) for each in written if each.id in comments]


def comments_by(
    session: Session, people: Sequence[int], recommendations: Iterable[int]
) -> dict[int, list[OwnComment]]:
    """What each of these people has said on these recommendations, by participant id."""
    query = select(Comment.participant_id, Comment.recommendation_id, Comment.kind, Comment.text)
    query = query.where(
        Comment.recommendation_id.in_(list(recommendations)), among(Comment.participant_id, people)
    )
    found: dict[int, list[OwnComment]] = {person: [] for person in people}
    for person, about, kind, text in session.execute(query.order_by(Comment.id)):
        if person in found:
            found[person].append(OwnComment(about, kind, text))
    return found


def _by_recommendation(comments: Iterable[Comment]) -> dict[int, list[Comment]]:
    grouped: dict[int, list[Comment]] = {}
    for comment in comments:
        grouped.setdefault(comment.recommendation_id, []).append(comment)
    return grouped


@dataclass(frozen=True)
class ThemeToRead:
    """All groups' recommendations on a theme, by issue."""

    theme: Theme
    issues: list[tuple[Issue, list[Recommendation]]]


def themes_to_read(session: Session, workshop: Workshop) -> list[ThemeToRead]:
    """The themes on which a group has written something."""
    written = breakouts.by_issue(breakouts.written(session, workshop.id))
    themes = [_to_read(theme, written) for theme in workshops.themes(session, workshop.id)]
    return [theme for theme in themes if theme.issues]


def _to_read(theme: Theme, written: dict[int, list[Recommendation]]) -> ThemeToRead:
    issues = sorted(theme.issues, key=lambda issue: (issue.priority or 99, issue.position))
    return ThemeToRead(
        theme, [(issue, written[issue.id]) for issue in issues if issue.id in written]
    )
