"""The pages of the report, for each role."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, TypeVar

from flask import request
from sqlalchemy.orm import Session

import polling.survey.pages
from polling import stages, web
from polling.breakouts.queries import written
from polling.core.access import Actor
from polling.core.db import stop_reading
from polling.core.edit_conflicts import mark
from polling.core.errors import Conflict, TooMany, WorkerFailed
from polling.core.i18n import LazyString, get_locale
from polling.core.text import LONGEST
from polling.core.text_diff import Piece, pieces
from polling.core.workers import drawing_place, run_editing
from polling.people.models import Participant
from polling.people.urls import report_address
from polling.recommendations.sentence import sentence_digest
from polling.recommendations.wording import Wording
from polling.report.briefs import Addressees, briefed
from polling.report.data.report_data import Edit, Recommendation, Report
from polling.report.editor import (
    DrawnSlide,
    Edited,
    EditedText,
    SuggestedPoint,
    edited,
    slide,
    unchecked,
)
from polling.report.formats import FORMATS, ExportFormat
from polling.report.models import ReportPicture, ReportVersion
from polling.report.options import ANNEX_BY_DEFAULT, ReportChoices, SectionKey, split
from polling.report.pictures import MOST_BYTES, PictureKind
from polling.report.proofreading.finding import Finding
from polling.report.proofreading.missing_content import Gap, gaps
from polling.report.queries import edited_for_print, freeze_refusal, people_named, report
from polling.report.sections.print_edits import agreed
from polling.report.stored_pictures import stored
from polling.report.versions import queries as versions
from polling.report.versions.changes import Change, changes
from polling.report.versions.serialization import Frozen
from polling.report.writing.editable_texts import SECTIONS
from polling.report.writing.placeholders import Offered
from polling.report.writing.print_wording import (
    EDITED_FROM,
    edit_of,
    edited_wording,
    shown_parts,
)
from polling.web.page_queue import take_another_turn
from polling.web.shared_fragments import Mine
from polling.web.template_contexts import Empty
from polling.web.url_numbers import number_in_query
from polling.workshop.models import Workshop

Made = TypeVar("Made")
log = logging.getLogger(__name__)
Common = tuple[Report, bool, str, str]  # the first arguments of the console's views, after a name


@dataclass(frozen=True)
class Rewording:
    """A question to a group: `meant` is the digest of the wording that it answers."""

    id: int
    edit: Edit
    pieces: list[Piece]
    meant: str


@dataclass(frozen=True)
class ParticipantPage:
    """Thanks, the report once it is published, and the survey if it waits for this person."""

    survey: polling.survey.pages.ParticipantPage | None


@dataclass(frozen=True)
class Screen:
    """Thanks and the key figures, or a slide."""

    report: Report
    public_at: str
    slide: DrawnSlide | None


@dataclass(frozen=True)
class Console:
    """The common parts of the console's views. `public_at` is "" unless the report is public.

    `freeze_refusal` says why the report cannot be frozen yet, or "". `errors` prevent freezing it,
    and publishing it if there is no frozen version.
    """

    view: str
    report: Report
    frozen: bool
    public_at: str
    freeze_refusal: str
    errors: list[Finding]


@dataclass(frozen=True)
class TextsView(Console):
    """The texts, missing content, and the slides with the index of the one on the screen."""

    texts: list[EditedText]
    most: int
    figures: dict[str, list[Offered]]
    sum: str
    suggested: list[SuggestedPoint]
    findings: list[Finding]
    gaps: list[Gap]
    slides: list[str]
    shown: int | None


@dataclass(frozen=True)
class PrintView(Console):
    """What is printed, and in which wording.

    `edited` and `edit_marks` are wordings and their marks, by recommendation id. `form_mark` is the
    mark of the options. `agreed` returns who agreed to an edit.
    """

    sections: Mapping[SectionKey, LazyString]
    in_annex: frozenset[SectionKey]
    actors: list[str]
    form_mark: str
    edited: dict[int, Wording]
    edit_marks: dict[int, str]
    pieces: Callable[[str, str], list[Piece]]
    agreed: Callable[[Recommendation, Edit], str]
    pictures: Sequence[ReportPicture]
    most_bytes: dict[PictureKind, int]


@dataclass(frozen=True)
class FilesView(Console):
    """The downloads and frozen versions; `changes` are those of the version `compared`."""

    formats: list[ExportFormat[Any]]
    addressees: Addressees
    versions: list[ReportVersion]
    compared: int
    changes: list[Change]


def mine(session: Session, workshop: Workshop, people: Sequence[Participant]) -> dict[int, Mine]:
    """Return who has answered the survey."""
    return polling.survey.pages.mine(session, workshop, people)


def participant(
    session: Session, workshop: Workshop, mine: polling.survey.pages.Answered
) -> ParticipantPage:
    """Return the survey, if it is open and this person has not answered it."""
    survey = polling.survey.pages.participant(session, workshop, mine)
    waits = workshop.survey_open and survey.questions and not survey.has_answered
    return ParticipantPage(survey=survey if waits else None)


def facilitator(session: Session, workshop: Workshop, actor: Actor) -> Empty:
    """Return thanks, and a link to the report once it is published."""
    return Empty()


def rewordings(session: Session, workshop: Workshop, group_id: int | None) -> list[Rewording]:
    """Return the questions to a group: may its recommendations be printed with edited wording?"""
    if group_id is None or not stages.has_reached(workshop.stage, EDITED_FROM):
        return []
    choices = ReportChoices.model_validate(workshop.report_choices)
    return [
        Rewording(row.id, edit, pieces(edit.voted, edit.text), sentence_digest(edited))
        for row in edited_for_print(session, group_id)
        if (edit := edit_of(row, choices)) and (edited := edited_wording(row))
        if edit.state != "unasked"
    ]


def screen(session: Session, workshop: Workshop) -> Screen:
    """Return the slide chosen by organizers, or the last one; the closing words by default."""
    made, public_at = report(session, workshop), report_address(workshop)
    wanted = workshop.screen_state.get("slide")
    shown = None if wanted is None else _in_worker(session, workshop, slide, made, int(wanted))
    return Screen(made, public_at, shown)


def console(session: Session, workshop: Workshop) -> Console:
    """Return the view requested in the URL, or the texts."""
    return VIEWS.get(request.args.get("view", ""), _texts_view)(session, workshop)


def _common(session: Session, workshop: Workshop) -> Common:
    made = report(session, workshop)
    frozen = versions.newest(session, workshop.id) is not None
    return made, frozen, report_address(workshop), freeze_refusal(session, workshop)


def _edited(session: Session, workshop: Workshop, made: Report) -> Edited:
    """Return the texts with what was found in them, after the page has read everything else."""
    people = sorted(people_named(session, workshop))
    return _in_worker(session, workshop, edited, made, people) or unchecked(made)


def _errors(found: Edited) -> list[Finding]:
    return [finding for finding in found.findings if finding.is_error]


def _texts_view(session: Session, workshop: Workshop) -> TextsView:
    made, *_more = common = _common(session, workshop)
    missing = gaps(session, workshop, made)
    shown = workshop.screen_state.get("slide")
    found = _edited(session, workshop, made)
    return TextsView(
        "texts",
        *common,
        errors=_errors(found),
        **vars(found),
        most=LONGEST,
        gaps=missing,
        shown=shown,
    )


def _in_worker(
    session: Session,
    workshop: Workshop,
    make: Callable[..., Made],
    made: Report,
    about: object,
) -> Made | None:
    """Call `make` in a worker process, once for each report and language.

    Returns None if that fails, because the page is still useful without it.
    """
    language = str(get_locale() or "en")
    at_any_time = replace(made, made_at=datetime.min.replace(tzinfo=UTC))
    stop_reading(session)
    result: Made | None = None
    try:
        result = run_editing(web.actor().key, make, at_any_time, about, language)
    except (Conflict, TooMany, WorkerFailed):
        log.exception("the texts of a report could not be checked or shown")
    take_another_turn()
    return result


def _print_view(session: Session, workshop: Workshop) -> PrintView:
    common, rows = _common(session, workshop), written(session, workshop.id)
    choices = ReportChoices.model_validate(workshop.report_choices)
    pictures = stored(session, workshop.id)
    return PrintView(
        "print",
        *common,
        errors=_errors(_edited(session, workshop, common[0])),
        sections=SECTIONS,
        in_annex=ANNEX_BY_DEFAULT,
        actors=_actors(common[0]),
        form_mark=mark(split(choices.model_dump())),
        edited={row.id: wording for row in rows if (wording := edited_wording(row))},
        edit_marks={row.id: mark(shown_parts(row)) for row in rows},
        pieces=pieces,
        agreed=agreed,
        pictures=pictures,
        most_bytes=MOST_BYTES,
    )


def _actors(made: Report) -> list[str]:
    """Return all spellings of actors."""
    named = {actor for one in made.recommendations for actor in one.addressees}
    return sorted(named, key=str.casefold)


def _files_view(session: Session, workshop: Workshop) -> FilesView:
    compared = number_in_query("compare") or 0
    changed = _changed(session, workshop, compared)
    common = _common(session, workshop)
    versions_there = versions.versions(session, workshop.id)
    return FilesView(
        "files",
        *common,
        errors=_errors(_edited(session, workshop, common[0])),
        formats=list(FORMATS.values()),
        addressees=briefed(common[0]),
        versions=versions_there,
        compared=compared,
        changes=changed,
    )


def _changed(session: Session, workshop: Workshop, number: int) -> list[Change]:
    """Compare a version with the one before, before the page reads anything else."""
    if not number:
        return []
    with drawing_place(web.actor().key):
        of = versions.with_predecessor(session, workshop.id, number)
        if len(of) < 2 or of[0].number != number:
            return []
        after, before = map(Frozen.of, of)
        session.rollback()  # SQLite cannot write while this session reads
        found = before.drawn(changes, after)  # those before an imported one are imported, too
    take_another_turn()
    return found


VIEWS = {"texts": _texts_view, "print": _print_view, "files": _files_view}
