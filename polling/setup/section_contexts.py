"""Contexts of the setup's pages on the console, one for each section."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from polling.breakouts.models import Group
from polling.core.db import Base
from polling.core.i18n import LazyString
from polling.duplicates.pairs import SimilarPair
from polling.notes.models import NoteLink
from polling.people.attributes import Attribute
from polling.people.models import Badge, Invitation, Organizer, Registration
from polling.setup.duplicate_issues import IssueSource
from polling.setup.note_triage import Board
from polling.setup.rule_descriptions import RuleDescription
from polling.workshop.models import Issue, MergedIssue, Theme

if TYPE_CHECKING:
    from polling.setup.sections import SetupPart, SetupSection
    from polling.survey.question_types.base import QuestionType, QuestionView

Marker = Callable[[Base], str]  # the digest of a row's fields, to detect edit conflicts
RulesByTask = list[tuple[LazyString, dict[str, RuleDescription]]]


@dataclass(frozen=True, kw_only=True)
class SectionPage:
    """The common parts of all sections: the five parts, and the open tasks by section key.

    `practised` is true if the workshop has a practice run.
    """

    section: "SetupSection"
    part: "SetupPart"
    parts: Collection["SetupPart"]
    waiting: dict[str, int]
    practised: bool


@dataclass(frozen=True, kw_only=True)
class IssuesSection(SectionPage):
    """Themes with their issues. `opened` are the ids of themes in which voting has begun.

    `shown` are the ids of themes whose issues are on the page.
    """

    themes: list[Theme]
    opened: set[int]
    shown: set[int]
    heard: dict[int, IssueSource]
    theme_mark: Marker
    issue_mark: Marker
    split_mark: Callable[[Issue], str]
    rules: RulesByTask
    rule_words: dict[str, RuleDescription]
    tie_words: dict[str, LazyString]
    in_parts: Callable[[Any], Any]


@dataclass(frozen=True, kw_only=True)
class NotesSection(SectionPage):
    """The notes to triage, and the note-takers' links with their URLs and numbers of notes."""

    themes: list[Theme]
    opened: set[int]
    board: Board
    sessions: dict[str, str]
    links: list[NoteLink]
    addresses: dict[int, str]
    written: Mapping[int | None, int]


@dataclass(frozen=True, kw_only=True)
class DuplicatesSection(SectionPage):
    """Pairs of similar issues, and merged ones."""

    pairs: list[SimilarPair[Issue]]
    merged: list[MergedIssue]
    opened: set[int]


@dataclass(frozen=True)
class ColourSample:
    """A text colour on a background, and their contrast."""

    text: str
    on: str
    contrast: float


@dataclass(frozen=True, kw_only=True)
class EventSection(SectionPage):
    """The event's texts and look. `enough` is the contrast that a colour must reach.

    `most_logo_bytes` is how large the logo may be.
    """

    seen: str
    zones: list[str]
    languages: dict[str, str]
    samples: dict[str, ColourSample]
    enough: float
    most_logo_bytes: int


@dataclass(frozen=True, kw_only=True)
class RulesSection(SectionPage):
    """The voting rules. `frozen` are the settings under which people have voted."""

    frozen: set[str]
    rules: RulesByTask
    tie_words: dict[str, LazyString]
    settings_mark: Callable[[list[str]], str]


@dataclass(frozen=True, kw_only=True)
class JoiningSection(SectionPage):
    """The questions asked at joining, the privacy notice and the Wi-Fi."""

    attribute_mark: Callable[[Any], str]
    usual: list[Attribute]
    wifi_seen: str
    settings_mark: Callable[[list[str]], str]


@dataclass(frozen=True, kw_only=True)
class BadgesSection(SectionPage):
    """The badges, and whether people must have one."""

    badges: list[Badge]
    settings_mark: Callable[[list[str]], str]


@dataclass(frozen=True, kw_only=True)
class SurveySection(SectionPage):
    """The survey's questions. They are locked once people have `answered`.

    `shown` are the keys of the questions whose forms are on the page.
    """

    answered: int
    views: "list[QuestionView]"
    shown: Collection[str]
    question_types: "Mapping[str, QuestionType]"
    mark: Callable[..., str]


@dataclass(frozen=True, kw_only=True)
class RegistrationSection(SectionPage):
    """The counts of the registration list."""

    registration: Registration | None
    registered: list[dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class AgendaSection(SectionPage):
    """The conference sessions, and the actors whom recommendations can address.

    `rated`: people have answered survey questions about the sessions.
    """

    session_mark: Marker
    rated: bool
    in_parts: Callable[[Any], Any]
    actors_seen: str


@dataclass(frozen=True, kw_only=True)
class GroupsSection(SectionPage):
    """The planned breakout groups."""

    groups: list[Group]
    themes: list[Theme]
    languages: dict[str, str]
    group_mark: Marker


@dataclass(frozen=True, kw_only=True)
class OrganizersSection(SectionPage):
    """The organizers, their e-mail addresses by account id, and open invitations."""

    organizers: list[Organizer]
    emails: dict[int, str]
    invitations: list[Invitation]
    now: datetime
