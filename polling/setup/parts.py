"""The parts of the setup page, and what each of them shows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from polling.core.clock import now
from polling.core.db import Base
from polling.core.i18n import LazyString, lazy
from polling.core.languages import languages
from polling.core.time_zones import zones
from polling.notes import queries as notes
from polling.notes.links.addresses import note_taker_address
from polling.people import queries as people
from polling.setup import colour, queries
from polling.setup.duplicates import queries as alike
from polling.setup.edit_conflicts import held_by, mark
from polling.setup.list_fields import in_parts
from polling.setup.log_sentences import sentence
from polling.setup.note_triage.queries import board
from polling.setup.payloads import (
    ActorList,
    Edit,
    EventText,
    GroupText,
    IssueText,
    SessionText,
    ThemeText,
    WifiText,
)
from polling.setup.rule_descriptions import KIND_WORDS, RULE_WORDS, TIE_WORDS, RuleDescription
from polling.voting.rules import OFFERED
from polling.workshop import queries as workshops
from polling.workshop.log import unbroken
from polling.workshop.models import Workshop
from polling.workshop.settings import Settings

Context = dict[str, Any]


@dataclass(frozen=True)
class SetupPart:
    """One part: its key in the address, its title, and what its template shows.

    `waiting` counts what an organizer has to look at there.
    """

    key: str
    title: LazyString
    context: Callable[[Session, Workshop], Context]
    waiting: Callable[[Session, Workshop], int] | None = None


def _themes(session: Session, workshop: Workshop) -> Context:
    return {
        "themes": workshops.themes(session, workshop.id),
        "opened": queries.opened_themes(session, workshop.id),
        "heard": alike.heard(session, workshop.id),
        "theme_mark": _marker(ThemeText),
        "rules": _rules_by_task(),
        "rule_words": RULE_WORDS,
        "tie_words": TIE_WORDS,
        "issue_mark": _marker(IssueText),
        "in_parts": in_parts,
        "split_mark": lambda issue: mark(
            {"headline": issue.headline, "rationale": issue.rationale}
        ),
    }


def _notes(session: Session, workshop: Workshop) -> Context:
    themes = workshops.themes(session, workshop.id)
    links = notes.links(session, workshop.id)
    return {
        "themes": themes,
        "opened": queries.opened_themes(session, workshop.id),
        "board": board(session, workshop.id, themes),
        "sessions": notes.sessions(workshop),
        "links": links,
        "addresses": {link.id: note_taker_address(link) for link in links},
        "written": notes.counts(session, workshop.id),
    }


def _notes_to_sort(session: Session, workshop: Workshop) -> int:
    return notes.waiting(session, workshop.id)


def _duplicates(session: Session, workshop: Workshop) -> Context:
    return {
        "pairs": alike.pairs(session, workshop),
        "merged": alike.merged(session, workshop.id),
        "opened": queries.opened_themes(session, workshop.id),
    }


def _event(session: Session, workshop: Workshop) -> Context:
    return {
        "seen": _marker(EventText)(workshop),
        "zones": zones(),
        "languages": languages(workshop.languages),
        "samples": _samples(workshop.accent),
        "enough": colour.ENOUGH,
    }


def _samples(accent: str) -> dict[str, Context]:
    """The accent as pages show it: text on a background, and their contrast."""
    shown = {
        "light": (colour.WHITE, accent),
        "dark": (colour.as_on_dark(accent), colour.SCREEN),
    }
    return {
        name: {"text": text, "on": background, "contrast": colour.contrast(text, background)}
        for name, (text, background) in shown.items()
    }


def _rules(session: Session, workshop: Workshop) -> Context:
    return {
        "frozen": queries.frozen_settings(session, workshop.id),
        "rules": _rules_by_task(),
        "tie_words": TIE_WORDS,
        "settings_mark": _settings_marker(workshop),
    }


def _rules_by_task() -> list[tuple[LazyString, dict[str, RuleDescription]]]:
    """The rules that can be chosen, by what they have voters do."""
    return [
        (task, {rule: RULE_WORDS[rule] for rule in OFFERED if OFFERED[rule].ballot_kind is kind})
        for kind, task in KIND_WORDS.items()
    ]


def _joining(session: Session, workshop: Workshop) -> Context:
    return {
        "attribute_mark": lambda one: mark(queries.attribute_text(one)),
        "usual": queries.usual_attributes(workshop),
        "badges": people.badges(session, workshop.id),
        "wifi_seen": _marker(WifiText)(workshop),
        "settings_mark": _settings_marker(workshop),
    }


def _registration(session: Session, workshop: Workshop) -> Context:
    return {
        "registration": people.registration(session, workshop.id),
        "registered": people.registered_by_attribute(session, workshop),
    }


def _agenda(session: Session, workshop: Workshop) -> Context:
    return {
        "session_mark": _marker(SessionText),
        "in_parts": in_parts,
        "actors_seen": _marker(ActorList)(workshop),
    }


def _groups(session: Session, workshop: Workshop) -> Context:
    return {
        "groups": queries.groups(session, workshop.id),
        "themes": workshops.themes(session, workshop.id),
        "languages": languages(workshop.languages),
        "group_mark": _marker(GroupText),
    }


def _organizers(session: Session, workshop: Workshop) -> Context:
    organizers = people.organizers_of(session, workshop.id)
    return {
        "organizers": organizers,
        "emails": {account.id: account.email for account in organizers},
        "invitations": people.invitations(session, workshop.id),
        "now": now(),
    }


def _log(session: Session, workshop: Workshop) -> Context:
    entries = workshops.log_entries(session, workshop.id)
    votes = queries.vote_names(session, workshop.id)
    return {
        "entries": [(entry, sentence(entry, votes)) for entry in reversed(entries)],
        "unbroken": unbroken(entries),
    }


def _marker(edit: type[Edit]) -> Callable[[Base], str]:
    return lambda row: mark(held_by(row, edit))


def _settings_marker(workshop: Workshop) -> Callable[[list[str]], str]:
    stored = Settings.model_validate(workshop.settings).model_dump()
    return lambda names: mark({name: stored[name] for name in names})


PARTS = {
    part.key: part
    for part in (
        SetupPart("themes", lazy("Themes and issues"), _themes),
        SetupPart("notes", lazy("Notes"), _notes, _notes_to_sort),
        SetupPart("duplicates", lazy("Duplicates"), _duplicates, alike.count),
        SetupPart("event", lazy("Event and look"), _event),
        SetupPart("rules", lazy("Rules"), _rules),
        SetupPart("joining", lazy("Joining"), _joining),
        SetupPart("registration", lazy("Registration"), _registration),
        SetupPart("agenda", lazy("Agenda and actors"), _agenda),
        SetupPart("groups", lazy("Groups"), _groups),
        SetupPart("organizers", lazy("Organizers"), _organizers),
        SetupPart("log", lazy("Log"), _log),
    )
}
