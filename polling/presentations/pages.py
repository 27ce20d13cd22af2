"""The pages of the presentations stage, for each role."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from markupsafe import Markup
from sqlalchemy.orm import Session

from polling.breakouts import queries as breakouts
from polling.breakouts.drafting.queries import Drafting, drafting
from polling.breakouts.duplicates import pages as review
from polling.breakouts.duplicates.pages import MergeQuestion
from polling.breakouts.models import Group
from polling.breakouts.timers import group_scope
from polling.core.access import Actor
from polling.people.models import Participant
from polling.presentations import queries
from polling.presentations.models import Comment
from polling.presentations.queries import OwnComment, Slide, ThemeToRead
from polling.recommendations.models import Recommendation
from polling.web.shared_fragments import Mine
from polling.web.templating import shared
from polling.web.url_numbers import number_in_query
from polling.workshop.models import Workshop
from polling.workshop.version_cache import cached_for_phones


@dataclass(frozen=True)
class ScreenPage:
    """The groups in their order, and the slide of the presenting group.

    `slide_scope` is the scope of the timer to show. `presented` are the groups, by id, that present
    or have presented.
    """

    order: list[Group]
    slide: Slide | None
    slide_scope: str
    presented: tuple[int, ...]


@dataclass(frozen=True)
class ParticipantPage(ScreenPage):
    """The current slide, to read along and to comment on, and comments on the own group's work.

    `to_comment` are the presented recommendations that the reader's group did not write, by id.
    `own_comments` are the reader's comments on the presented recommendations, by id. `presents` is
    true if the reader is the presenter. The last four fields are empty for people without a group.
    """

    reading: Markup
    to_comment: tuple[int, ...]
    own_comments: dict[int, list[OwnComment]]
    presents: bool
    group: Group | None
    presenter: Participant | None
    comments: list[tuple[Recommendation, list[Comment]]]
    merge_questions: list[MergeQuestion]


@dataclass(frozen=True)
class FacilitatorPage(ScreenPage):
    """The pages to turn during the group's turn; before and after, its draft to correct."""

    group: Group
    members: list[Participant]
    presenter: Participant | None
    comments: list[tuple[Recommendation, list[Comment]]]
    reading: Markup
    merge_questions: list[MergeQuestion]
    drafting: Drafting


@dataclass(frozen=True)
class ConsolePage(ScreenPage):
    """The groups, with their recommendation counts and presenters, by group id."""

    counts: dict[int, int]
    presenters: dict[int, int]
    minutes: int


@dataclass(frozen=True)
class Said(Mine):
    """A person's comments on presentations, and answers to merge questions."""

    presents: bool = False
    comments: tuple[OwnComment, ...] = ()
    answers: tuple[tuple[int, bool], ...] = ()


def mine(session: Session, workshop: Workshop, people: Sequence[Participant]) -> dict[int, Mine]:
    """Return what each person has said, and whether they present."""
    shown, ids = _screen(session, workshop), [person.id for person in people]
    presented = shown.slide.recommendations if shown.slide else []
    comments = queries.comments_by(session, ids, [one.id for one in presented])
    answers = review.own_answers(session, people)
    return {
        person.id: Said(
            group_id=person.group_id,
            presents=person.presents,
            comments=tuple(comments[person.id]),
            answers=answers.get(person.id, ()),
        )
        for person in people
    }


@dataclass(frozen=True)
class _OfGroup:
    group: Group | None = None
    presenter: Participant | None = None
    comments: list[tuple[Recommendation, list[Comment]]] = field(default_factory=list)
    merge_questions: list[MergeQuestion] = field(default_factory=list)


def participant(session: Session, workshop: Workshop, mine: Said) -> ParticipantPage:
    """Return the context of a participant's page."""
    ours = cached_for_phones(
        workshop,
        ("presenting group", mine.group_id),
        lambda: _of_group(session, workshop, mine.group_id),
    )
    own_comments: dict[int, list[OwnComment]] = {}
    for comment in mine.comments:
        own_comments.setdefault(comment.recommendation_id, []).append(comment)
    shown = _screen(session, workshop)
    return ParticipantPage(
        **vars(shown),
        to_comment=shown.slide.by_others(mine.group_id) if shown.slide else (),
        reading=_reading(session, workshop),
        own_comments=own_comments,
        presents=mine.presents,
        group=ours.group,
        presenter=ours.presenter,
        comments=ours.comments,
        merge_questions=review.with_own(ours.merge_questions, dict(mine.answers)),
    )


def _of_group(session: Session, workshop: Workshop, group_id: int | None) -> _OfGroup:
    if group_id is None:
        return _OfGroup()
    group = breakouts.group(session, workshop.id, group_id)
    return _OfGroup(
        group=group,
        presenter=queries.presenter(session, group),
        comments=queries.comments_on(session, group),
        merge_questions=review.merge_questions(session, group),
    )


def _screen(session: Session, workshop: Workshop) -> ScreenPage:
    return cached_for_phones(workshop, "presenting", lambda: screen(session, workshop))


def facilitator(session: Session, workshop: Workshop, actor: Actor) -> FacilitatorPage:
    """Return the context of a facilitator's page."""
    group = breakouts.group(session, workshop.id, actor.group_id)
    return FacilitatorPage(
        **vars(screen(session, workshop)),
        group=group,
        members=breakouts.members_of(session, group),
        presenter=queries.presenter(session, group),
        comments=queries.comments_on(session, group),
        reading=_reading(session, workshop),
        merge_questions=review.merge_questions(session, group),
        drafting=drafting(session, group, number_in_query("history")),
    )


def screen(session: Session, workshop: Workshop) -> ScreenPage:
    """Return the context of the screen."""
    order = queries.order(session, workshop.id)
    slide = queries.slide(session, workshop, order)
    return ScreenPage(
        order=order,
        slide=slide,
        slide_scope=group_scope(slide.group) if slide else "stage",
        presented=tuple(queries.presented(workshop)),
    )


def console(session: Session, workshop: Workshop) -> ConsolePage:
    """Return the context of the console."""
    shown = screen(session, workshop)
    return ConsolePage(
        **vars(shown),
        counts={group.id: len(breakouts.written_by(session, group)) for group in shown.order},
        presenters=queries.presenters(session, workshop.id),
        minutes=queries.minutes(workshop),
    )


@dataclass(frozen=True)
class _Reading:
    themes: list[ThemeToRead]


def _reading(session: Session, workshop: Workshop) -> Markup:
    return shared(
        workshop,
        "presentations/all_recommendations.html",
        lambda: _Reading(queries.themes_to_read(session, workshop)),
    )
