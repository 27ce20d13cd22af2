"""The pages of the breakouts stage, for each role."""

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime

from flask import request
from sqlalchemy.orm import Session

from polling.breakouts import queries, quiet_members
from polling.breakouts.drafting.history import History, history
from polling.breakouts.drafting.queries import Drafting, drafting
from polling.breakouts.duplicates import pages as review
from polling.breakouts.duplicates.pages import MergeQuestion, Review
from polling.breakouts.facilitator_link import facilitator_address
from polling.breakouts.ideas import queries as ideas
from polling.breakouts.ideas.queries import OwnIdea, ShownIdeas
from polling.breakouts.models import Group
from polling.breakouts.read_back.queries import OwnMark, ReadBack, as_seen_by, own_marks, read_back
from polling.breakouts.seating import overview
from polling.breakouts.seating.overview import AfterForming, BeforeForming
from polling.breakouts.timers import ISSUE_SECONDS, group_scope, issue_scope
from polling.breakouts.wall import Wall, wall
from polling.core.access import Actor
from polling.core.i18n import get_locale
from polling.live import connection_registry
from polling.people.models import Participant
from polling.recommendations.models import Recommendation
from polling.web.shared_fragments import Mine, is_for_many
from polling.web.url_numbers import number_in_query
from polling.workshop import queries as workshops
from polling.workshop.models import Issue, Workshop
from polling.workshop.version_cache import cached_for_phones

VIEWS = ("wall", "people", "review", "links", "form", "history")


@dataclass(frozen=True)
class IssueBox:
    """One priority issue of a group: its timer's scope, and its number of recommendations."""

    issue: Issue
    scope: str
    recommendations: int


@dataclass(frozen=True)
class GroupPage:
    """A group at work; `on_it` is its current issue."""

    group: Group
    group_scope: str
    members: list[Participant]
    drafting: Drafting
    ideas: ShownIdeas
    read_back: ReadBack
    on_it: Issue | None
    boxes: list[IssueBox]
    merge_questions: list[MergeQuestion]


@dataclass(frozen=True)
class WaitingPage:
    """A participant without a group; `formed` is true if others have one."""

    formed: bool
    wished: tuple[int, ...]


@dataclass(frozen=True)
class MemberPage(GroupPage):
    """A participant in their group; `looked_at` is the recommendation whose history is open."""

    looked_at: int | None


@dataclass(frozen=True)
class FacilitatorPage(GroupPage):
    """A facilitator's group: who is online or quiet, and when the next member counts as quiet."""

    online: AbstractSet[int]
    quiet: list[Participant]
    quiet_at: datetime | None
    issue_seconds: int


@dataclass(frozen=True)
class ScreenPage:
    """Each group with its members, and the people who wait for a group."""

    formed: bool
    seats: list[tuple[Group, list[Participant]]]
    waiting: list[Participant]


@dataclass(frozen=True)
class ConsolePage:
    """What every view of the console shows; `view` is one of `VIEWS`."""

    formed: bool
    view: str
    groups: list[Group]


@dataclass(frozen=True)
class FormView(BeforeForming, ConsolePage):
    """Forming the groups."""


@dataclass(frozen=True)
class PeopleView(AfterForming, ConsolePage):
    """Who sits where; `said` lists a person's own answers."""

    said: Callable[[Workshop, Participant], list[str]]


@dataclass(frozen=True)
class ReviewView(Review, ConsolePage):
    """Similar recommendations."""


@dataclass(frozen=True)
class LinksView(ConsolePage):
    """The facilitators' links by group id."""

    addresses: dict[int, str]


@dataclass(frozen=True)
class HistoryView(ConsolePage):
    """The history of one recommendation."""

    past: Recommendation
    history: History


@dataclass(frozen=True)
class WallView(Wall, ConsolePage):
    """The wall of groups."""


@dataclass(frozen=True)
class Member(Mine):
    """What a member has written, marked and answered; empty without a group."""

    is_virtual: bool = False
    wished: tuple[int, ...] = ()
    ideas: tuple[OwnIdea, ...] = ()
    marks: tuple[OwnMark, ...] = ()
    answers: tuple[tuple[int, bool], ...] = ()


def mine(session: Session, workshop: Workshop, people: Sequence[Participant]) -> dict[int, Mine]:
    """Return what each person has written, marked and answered."""
    answers = review.own_answers(session, people)
    written = ideas.own_ideas(session, workshop, people)
    marks = own_marks(session, people)
    return {
        person.id: Member(group_id=None, wished=tuple(person.preferences))
        if person.group_id is None
        else Member(
            group_id=person.group_id,
            is_virtual=person.is_virtual,
            ideas=written.get(person.id, ()),
            marks=marks.get(person.id, ()),
            answers=answers.get(person.id, ()),
        )
        for person in people
    }


def participant(session: Session, workshop: Workshop, mine: Member) -> WaitingPage | MemberPage:
    """Return the page: waiting for a group, or the group with its issue and draft."""
    if mine.group_id is None:
        formed = cached_for_phones(workshop, "formed", lambda: queries.formed(session, workshop.id))
        return WaitingPage(formed, mine.wished)
    group = queries.group(session, workshop.id, mine.group_id)
    looked_at = number_in_query("history")
    made = ("breakout group", group.id, str(get_locale()))
    shown = (
        cached_for_phones(workshop, made, lambda: _group(session, group))
        if is_for_many() and looked_at is None
        else _group(session, group)
    )
    return MemberPage(
        **vars(shown)
        | {
            "merge_questions": review.with_own(shown.merge_questions, dict(mine.answers)),
            "read_back": replace(
                shown.read_back, standings=as_seen_by(shown.read_back.standings, mine.marks)
            ),
        },
        looked_at=looked_at,
    )


def facilitator(session: Session, workshop: Workshop, actor: Actor) -> FacilitatorPage:
    """Return the facilitator's page: who is online, the issues with their timers, and the draft."""
    group = queries.group(session, workshop.id, actor.group_id)
    page = _group(session, group)
    return FacilitatorPage(
        **vars(page),
        online=connection_registry.participants_online(workshop.id),
        quiet=quiet_members.quiet(page.members),
        quiet_at=quiet_members.quiet_at(page.members),
        issue_seconds=ISSUE_SECONDS,
    )


def _group(session: Session, group: Group) -> GroupPage:
    workshops.themes(session, group.workshop_id)  # loads the issues of all groups
    drafted = drafting(session, group, number_in_query("history"), _before())
    priorities = [part for part in drafted.issues if part.issue.priority is not None]
    return GroupPage(
        group=group,
        group_scope=group_scope(group),
        members=queries.members_of(session, group),
        drafting=drafted,
        ideas=ideas.shown(session, group),
        read_back=read_back(session, group),
        on_it=queries.working_on(group, [part.issue for part in priorities]),
        boxes=[
            IssueBox(
                issue=part.issue,
                scope=issue_scope(group, part.issue),
                recommendations=sum(one.action != "" for one in part.recommendations),
            )
            for part in priorities
        ],
        merge_questions=review.merge_questions(session, group),
    )


def screen(session: Session, workshop: Workshop) -> ScreenPage:
    """Return the screen: all groups with their members."""
    seated = queries.members(session, workshop.id)
    groups = queries.groups(session, workshop.id)
    return ScreenPage(
        formed=queries.formed(session, workshop.id),
        seats=[(group, seated[group.id]) for group in groups if group.id in seated],
        waiting=seated[None],
    )


def console(session: Session, workshop: Workshop) -> ConsolePage:
    """Return the console: forming groups first, then the wall, the people and the links."""
    formed = queries.formed(session, workshop.id)
    view = request.args.get("view", "")
    if view not in VIEWS or not formed:
        view = "wall" if formed else "form"
    groups = queries.groups(session, workshop.id)
    frame = vars(ConsolePage(formed, view, groups))
    if view == "form":
        return FormView(**frame, **vars(overview.before_forming(session, workshop)))
    if view == "people":
        moving = number_in_query("move")
        seats = overview.after_forming(session, workshop, moving)
        return PeopleView(**frame, **vars(seats), said=overview.said)
    if view == "review":
        return ReviewView(**frame, **vars(review.console(session, workshop, _two_chosen())))
    if view == "links":
        return LinksView(**frame, addresses={one.id: facilitator_address(one) for one in groups})
    if view == "history":
        past = queries.recommendation(session, workshop.id, number_in_query("of"))
        return HistoryView(**frame, past=past, history=history(session, past, _before()))
    return WallView(**frame, **vars(wall(session, workshop)))


def _before() -> int | None:
    """Return the version before which the requested part of a history ends."""
    return number_in_query("before")


def _two_chosen() -> tuple[int, int] | None:
    first, second = (number_in_query(name) for name in ("first", "second"))
    return (first, second) if first and second else None
