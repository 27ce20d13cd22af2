"""Queries for presenting groups, the slide on the screen, comments, and recommendations to read."""

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
    """The slide of the presenting group: its title (`at` is None), or a recommendation.

    `place` is the group's position (from 1) among all `groups`. `authors` are the groups that
    helped to write each recommendation, by its id.
    """

    group: Group
    place: int
    groups: int
    at: int | None
    recommendations: list[Recommendation]
    authors: dict[int, set[int]]

    @property
    def recommendation(self) -> Recommendation | None:
        """The recommendation on the screen; None for the title."""
        return None if self.at is None else self.recommendations[self.at]

    def by_others(self, group_id: int | None) -> tuple[int, ...]:
        """Return the recommendations, by id, that this group did not help to write."""
        return tuple(one for one, groups in self.authors.items() if group_id not in groups)

    @property
    def issues(self) -> list[tuple[Issue, list[Recommendation]]]:
        """The group's recommendations by issue."""
        grouped = breakouts.by_issue(self.recommendations)
        return [(written[0].issue, written) for written in grouped.values()]


@dataclass(frozen=True)
class OwnComment:
    """A comment as its author sees it."""

    recommendation_id: int
    kind: str
    text: str


def order(session: Session, workshop_id: int) -> list[Group]:
    """Return the presenting groups by number: those with members or written work."""
    busy = breakouts.busy(session, workshop_id)
    return [group for group in breakouts.groups(session, workshop_id) if group.id in busy]


def groups_to_present(session: Session, workshop: Workshop) -> int:
    """Return how many groups present. Before anybody is seated, all groups count."""
    at_work = stages.has_reached(workshop.stage, "breakouts")
    busy = breakouts.busy(session, workshop.id) if at_work else ()
    return len(busy) or len(breakouts.groups(session, workshop.id))


def slide(session: Session, workshop: Workshop, groups: list[Group]) -> Slide | None:
    """Return the slide of the presenting group; None if there is none."""
    for place, group in enumerate(groups, start=1):
        if group.id == workshop.screen_state.get("group"):
            written = breakouts.written_by(session, group)
            at = workshop.screen_state.get("recommendation")
            # Deleting a recommendation during the talk must not leave the screen empty.
            at = None if at is None or not written else min(at, len(written) - 1)
            authors = breakouts.author_groups(session, workshop.id)
            of_slide = {one.id: authors[one.id] for one in written}
            return Slide(group, place, len(groups), at, written, of_slide)
    return None


def presented(workshop: Workshop) -> list[int]:
    """Return the groups, by id, that are presenting or have presented since the stage began."""
    found: list[int] = workshop.screen_state.get("presented", [])
    return found


def minutes(workshop: Workshop) -> int:
    """Return how many minutes each group has."""
    return Settings.model_validate(workshop.settings).presenting_minutes


def presenter(session: Session, group: Group) -> Participant | None:
    """Return the member who presents for a group, if one was chosen."""
    members = breakouts.members_of(session, group)
    return next((person for person in members if person.presents), None)


def presenters(session: Session, workshop_id: int) -> dict[int, int]:
    """Return the presenters' numbers by group id."""
    seated = breakouts.members(session, workshop_id)
    return {
        group_id: person.number
        for group_id, people in seated.items()
        for person in people
        if group_id is not None and person.presents
    }


def comments_on(session: Session, group: Group) -> list[tuple[Recommendation, list[Comment]]]:
    """Return the recommendations with comments that a group helped to write, and the comments."""
    written = breakouts.written_by(session, group)
    query = select(Comment).where(Comment.recommendation_id.in_([each.id for each in written]))
    comments = _by_recommendation(session.scalars(query.order_by(Comment.id)))
    return [(each, comments[each.id]) for each in written if each.id in comments]


def comments_by(
    session: Session, people: Sequence[int], recommendations: Iterable[int]
) -> dict[int, list[OwnComment]]:
    """Return each of these people's comments on these recommendations, by participant id."""
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
    """Return the themes for which a group has written something."""
    written = breakouts.by_issue(breakouts.written(session, workshop.id))
    themes = [_to_read(theme, written) for theme in workshops.themes(session, workshop.id)]
    return [theme for theme in themes if theme.issues]


def _to_read(theme: Theme, written: dict[int, list[Recommendation]]) -> ThemeToRead:
    issues = sorted(theme.issues, key=lambda issue: (issue.priority or 99, issue.position))
    return ThemeToRead(
        theme, [(issue, written[issue.id]) for issue in issues if issue.id in written]
    )
