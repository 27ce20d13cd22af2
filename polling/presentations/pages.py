"""The presentations stage, for each role."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from flask import request
from markupsafe import Markup
from sqlalchemy.orm import Session

from polling.breakouts import queries as breakouts
from polling.breakouts.drafting.queries import drafting
from polling.breakouts.duplicates import pages as review
from polling.breakouts.models import Group
from polling.breakouts.timers import group_scope
from polling.core.access import Actor
from polling.people.models import Participant
from polling.presentations import queries
from polling.presentations.models import Comment
from polling.presentations.queries import Slide, ThemeToRead
from polling.recommendations.models import Recommendation
from polling.web.templating import shared
from polling.workshop.models import Workshop


@dataclass(frozen=True)
class ScreenPage:
    """The groups in their order, and the slide of the one that presents.

    `slide_scope` is the scope of the timer to show.
    """

    order: list[Group]
    slide: Slide | None
    slide_scope: str


@dataclass(frozen=True)
class ParticipantPage(ScreenPage):
    """What is presented, to read along and to comment on; comments on the own group's work.

    `own_comments` are the reader's, by recommendation id. The last four fields are empty for
    somebody without a group.
    """

    person: Participant
    reading: Markup
    own_comments: dict[int, list[Comment]]
    group: Group | None
    presenter: Participant | None
    comments: list[tuple[Recommendation, list[Comment]]]
    merge_questions: list[Any]


@dataclass(frozen=True)
class FacilitatorPage(ScreenPage):
    """The pages to turn while the own group presents; its draft, to correct before and after."""

    group: Group
    members: list[Participant]
    presenter: Participant | None
    comments: list[tuple[Recommendation, list[Comment]]]
    reading: Markup
    merge_questions: list[Any]
    drafting: Any


@dataclass(frozen=True)
class ConsolePage(ScreenPage):
    """The groups with the number of their recommendations and of their presenter, by group id."""

    counts: dict[int, int]
    presenters: dict[int, int]
    minutes: int


def participant(session: Session, workshop: Workshop, actor: Actor) -> ParticipantPage:
    """The context of a participant's page."""
    group = None
    if actor.group_id is not None:
        group = breakouts.group(session, workshop.id, actor.group_id)
    questions = review.for_the_group(session, group, actor.participant_id) if group else {}
    return ParticipantPage(
        **vars(screen(session, workshop)),
        person=session.get_one(Participant, actor.participant_id),
        reading=_reading(session, workshop),
        own_comments=queries.comments_by(session, actor.participant_id),
        group=group,
        presenter=queries.presenter(session, group) if group else None,
        comments=queries.comments_on(session, group) if group else [],
        merge_questions=questions.get("merge_questions", []),
    )


def facilitator(session: Session, workshop: Workshop, actor: Actor) -> FacilitatorPage:
    """The context of a facilitator's page."""
    group = breakouts.group(session, workshop.id, actor.group_id)
    return FacilitatorPage(
        **vars(screen(session, workshop)),
        group=group,
        members=breakouts.members_of(session, group),
        presenter=queries.presenter(session, group),
        comments=queries.comments_on(session, group),
        reading=_reading(session, workshop),
        **review.for_the_group(session, group),
        **drafting(session, group, request.args.get("history", type=int)),
    )


def screen(session: Session, workshop: Workshop) -> ScreenPage:
    """The context of the screen."""
    order = queries.order(session, workshop.id)
    slide = queries.slide(session, workshop, order)
    return ScreenPage(order, slide, group_scope(slide.group) if slide else "stage")


def console(session: Session, workshop: Workshop) -> ConsolePage:
    """The context of the console."""
    shown = screen(session, workshop)
    written = Counter(each.group_id for each in breakouts.written(session, workshop.id))
    return ConsolePage(
        **vars(shown),
        counts={group.id: written[group.id] for group in shown.order},
        presenters=queries.presenters(session, workshop.id),
        minutes=queries.minutes(workshop),
    )


@dataclass(frozen=True)
class _Reading:
    themes: list[ThemeToRead]


def _reading(session: Session, workshop: Workshop) -> Markup:
    return shared(
        workshop,
        "presentations/reading.html",
        lambda: _Reading(queries.themes_to_read(session, workshop)),
    )
