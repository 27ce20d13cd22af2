"""The five parts of the setup, their sections, and the context of each section."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from polling.core.clock import now
from polling.core.edit_conflicts import Edit, held_by, mark
from polling.core.i18n import LazyString, lazy
from polling.core.languages import languages
from polling.core.time_zones import zones
from polling.notes import queries as notes
from polling.notes.note_taker_link import note_taker_address
from polling.people import queries as people
from polling.setup import colour_contrast, duplicate_issues, queries
from polling.setup.forms import (
    ActorList,
    EventText,
    GroupText,
    IssueText,
    SessionText,
    ThemeText,
    WifiText,
)
from polling.setup.list_fields import in_parts
from polling.setup.note_triage import board
from polling.setup.rule_descriptions import KIND_WORDS, RULE_WORDS, TIE_WORDS
from polling.setup.section_contexts import (
    AgendaSection,
    BadgesSection,
    ColourSample,
    DuplicatesSection,
    EventSection,
    GroupsSection,
    IssuesSection,
    JoiningSection,
    Marker,
    NotesSection,
    OrganizersSection,
    RegistrationSection,
    RulesByTask,
    RulesSection,
    SectionPage,
    SurveySection,
)
from polling.survey.queries import answered
from polling.survey.question_types import QUESTION_TYPES
from polling.survey.questionnaire import asked
from polling.voting.rules import OFFERED
from polling.web.long_pages import complete_parts
from polling.workshop import queries as workshops
from polling.workshop.models import Theme, Workshop
from polling.workshop.pictures import MAX_BYTES
from polling.workshop.settings import Settings

if TYPE_CHECKING:
    from polling.survey.question_types.base import QuestionView


@dataclass(frozen=True)
class SetupSection:
    """One page of the setup: its key in the URL, its title, and its context.

    `waiting` counts the open tasks there; `previewed` shows a phone next to it.
    """

    key: str
    title: LazyString
    context: Callable[[Session, Workshop, SectionPage], SectionPage]
    waiting: Callable[[Session, Workshop], int] | None = None
    previewed: bool = False


@dataclass(frozen=True)
class SetupPart:
    """One of the five parts: a title, and its sections; the first one opens."""

    title: LazyString
    sections: tuple[SetupSection, ...]

    def count(self, waiting: dict[str, int]) -> int:
        """Return the open tasks in its sections, given those of all sections by key."""
        return sum(waiting.get(section.key, 0) for section in self.sections)


MOST_ISSUES = 60  # on one page, because each has a form
MOST_CONDITIONS = 2_000  # on one page: every question offers the answers to all earlier ones


def _issues(session: Session, workshop: Workshop, frame: SectionPage) -> IssuesSection:
    themes = workshops.themes(session, workshop.id)
    return IssuesSection(
        **vars(frame),
        themes=themes,
        shown=_shown(themes),
        opened=queries.opened_themes(session, workshop.id),
        heard=duplicate_issues.heard(session, workshop.id),
        theme_mark=_marker(ThemeText),
        rules=_rules_by_task(),
        rule_words=RULE_WORDS,
        tie_words=TIE_WORDS,
        issue_mark=_marker(IssueText),
        in_parts=in_parts,
        split_mark=lambda issue: mark({"headline": issue.headline, "rationale": issue.rationale}),
    )


def _shown(themes: list[Theme]) -> set[int]:
    """Return the ids of the themes whose issues are shown: all, or one if there are many issues."""
    found = complete_parts({str(theme.id): len(theme.issues) for theme in themes}, MOST_ISSUES)
    return {int(key) for key in found} or {theme.id for theme in themes[:1]}


def _notes(session: Session, workshop: Workshop, frame: SectionPage) -> NotesSection:
    themes = workshops.themes(session, workshop.id)
    links = notes.links(session, workshop.id)
    found = board(session, workshop.id, themes)
    return NotesSection(
        **vars(frame) | {"waiting": frame.waiting | {"notes": found.waiting}},
        themes=themes,
        opened=queries.opened_themes(session, workshop.id),
        board=found,
        sessions=notes.sessions(workshop),
        links=links,
        addresses={link.id: note_taker_address(link) for link in links},
        written=found.written,
    )


def _notes_to_sort(session: Session, workshop: Workshop) -> int:
    return notes.waiting(session, workshop.id)


def _duplicates(session: Session, workshop: Workshop, frame: SectionPage) -> DuplicatesSection:
    pairs = duplicate_issues.pairs(session, workshop)
    return DuplicatesSection(
        **vars(frame) | {"waiting": frame.waiting | {"duplicates": len(pairs)}},
        pairs=pairs,
        merged=duplicate_issues.merged(session, workshop.id),
        opened=queries.opened_themes(session, workshop.id),
    )


def _event(session: Session, workshop: Workshop, frame: SectionPage) -> EventSection:
    return EventSection(
        **vars(frame),
        seen=_marker(EventText)(workshop),
        zones=zones(),
        languages=languages(workshop.languages),
        samples=_samples(workshop.accent),
        enough=colour_contrast.ENOUGH,
        most_logo_bytes=MAX_BYTES,
    )


def _samples(accent: str) -> dict[str, ColourSample]:
    """Return the accent as shown on pages: text on a background, and their contrast."""
    shown = {
        "light": (colour_contrast.WHITE, accent),
        "dark": (colour_contrast.as_on_dark(accent), colour_contrast.SCREEN),
    }
    return {
        name: ColourSample(text, background, colour_contrast.contrast(text, background))
        for name, (text, background) in shown.items()
    }


def _rules(session: Session, workshop: Workshop, frame: SectionPage) -> RulesSection:
    return RulesSection(
        **vars(frame),
        frozen=queries.frozen_settings(session, workshop.id),
        rules=_rules_by_task(),
        tie_words=TIE_WORDS,
        settings_mark=_settings_marker(workshop),
    )


def _rules_by_task() -> RulesByTask:
    """Return the available rules, grouped by the voters' task."""
    return [
        (task, {rule: RULE_WORDS[rule] for rule in OFFERED if OFFERED[rule].ballot_kind is kind})
        for kind, task in KIND_WORDS.items()
    ]


def _joining(session: Session, workshop: Workshop, frame: SectionPage) -> JoiningSection:
    return JoiningSection(
        **vars(frame),
        attribute_mark=lambda one: mark(queries.attribute_text(one)),
        usual=queries.usual_attributes(workshop),
        wifi_seen=_marker(WifiText)(workshop),
        settings_mark=_settings_marker(workshop),
    )


def _badges(session: Session, workshop: Workshop, frame: SectionPage) -> BadgesSection:
    return BadgesSection(
        **vars(frame),
        badges=people.badges(session, workshop.id),
        settings_mark=_settings_marker(workshop),
    )


def _survey(session: Session, workshop: Workshop, frame: SectionPage) -> SurveySection:
    views = asked(workshop)
    return SurveySection(
        **vars(frame),
        answered=answered(session, workshop.id),
        views=views,
        shown=complete_parts(_conditions(views), MOST_CONDITIONS),
        question_types=QUESTION_TYPES,
        mark=mark,
    )


def _conditions(views: "list[QuestionView]") -> dict[str, int]:
    """Return for each question the number of earlier answers on which it could depend."""
    answers = [len(view.type.conditions(view.question)) for view in views]
    return {view.key: sum(answers[:at]) for at, view in enumerate(views)}


def _registration(session: Session, workshop: Workshop, frame: SectionPage) -> RegistrationSection:
    return RegistrationSection(
        **vars(frame),
        registration=people.registration(session, workshop.id),
        registered=people.registered_by_attribute(session, workshop),
    )


def _agenda(session: Session, workshop: Workshop, frame: SectionPage) -> AgendaSection:
    return AgendaSection(
        **vars(frame),
        session_mark=_marker(SessionText),
        rated=queries.sessions_are_rated(session, workshop),
        in_parts=in_parts,
        actors_seen=_marker(ActorList)(workshop),
    )


def _groups(session: Session, workshop: Workshop, frame: SectionPage) -> GroupsSection:
    return GroupsSection(
        **vars(frame),
        groups=queries.groups(session, workshop.id),
        themes=workshops.themes(session, workshop.id),
        languages=languages(workshop.languages),
        group_mark=_marker(GroupText),
    )


def _organizers(session: Session, workshop: Workshop, frame: SectionPage) -> OrganizersSection:
    organizers = people.organizers_of(session, workshop.id)
    return OrganizersSection(
        **vars(frame),
        organizers=organizers,
        emails={account.id: account.email for account in organizers},
        invitations=people.invitations(session, workshop.id),
        now=now(),
    )


def _marker(edit: type[Edit]) -> Marker:
    return lambda row: mark(held_by(row, edit))


def _settings_marker(workshop: Workshop) -> Callable[[list[str]], str]:
    stored = Settings.model_validate(workshop.settings).model_dump()
    return lambda names: mark({name: stored[name] for name in names})


PARTS = (
    SetupPart(
        lazy("Issues"),
        (
            SetupSection("issues", lazy("Themes and issues"), _issues, previewed=True),
            SetupSection("notes", lazy("Notes"), _notes, _notes_to_sort),
            SetupSection("duplicates", lazy("Duplicates"), _duplicates, duplicate_issues.count),
        ),
    ),
    SetupPart(
        lazy("Event"),
        (
            SetupSection("event", lazy("Title and logo"), _event, previewed=True),
            SetupSection("agenda", lazy("Agenda"), _agenda),
            SetupSection("joining", lazy("Joining"), _joining),
        ),
    ),
    SetupPart(
        lazy("People"),
        (
            SetupSection("registration", lazy("Registration"), _registration),
            SetupSection("badges", lazy("Badges"), _badges),
            SetupSection("organizers", lazy("Organizers"), _organizers),
        ),
    ),
    SetupPart(
        lazy("Rules and survey"),
        (
            SetupSection("rules", lazy("Rules"), _rules, previewed=True),
            SetupSection("survey", lazy("Survey"), _survey),
        ),
    ),
    SetupPart(lazy("Groups"), (SetupSection("groups", lazy("Groups"), _groups),)),
)
SECTIONS = {section.key: section for part in PARTS for section in part.sections}
