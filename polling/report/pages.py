"""The report, for each role."""

from collections.abc import Mapping
from typing import Any

from flask import request
from sqlalchemy.orm import Session

from polling.breakouts.queries import written
from polling.core.access import Actor
from polling.core.text import LONGEST
from polling.core.text_diff import pieces
from polling.recommendations.sentence import sentence_digest
from polling.report.blocks import Prose
from polling.report.document import document
from polling.report.figures.facts import Report
from polling.report.formats import FORMATS
from polling.report.formats.html import drawn
from polling.report.options import ReportChoices
from polling.report.proofreading import proofread
from polling.report.proofreading.checklist import gaps
from polling.report.proofreading.finding import Finding
from polling.report.queries import edited_for_print, people_named, report
from polling.report.slides.slides import slides
from polling.report.versions import queries as versions
from polling.report.versions.changes import changes
from polling.report.writing.placeholders import by_kind, figures, resolve
from polling.report.writing.print_wording import edit_of, edited_wording
from polling.report.writing.texts import SECTIONS, Text, texts
from polling.workshop.models import Workshop

VIEWS = ("texts", "print", "files")


def participant(session: Session, workshop: Workshop, actor: Actor) -> dict[str, Any]:
    """Thanks, and the way to the report once it is published."""
    return {}


def facilitator(session: Session, workshop: Workshop, actor: Actor) -> dict[str, Any]:
    """The same."""
    return {}


def rewordings(session: Session, workshop: Workshop, actor: Actor) -> list[dict[str, Any]]:
    """What a group is asked at any stage: may its recommendations be printed in other words?"""
    if actor.group_id is None:
        return []
    choices = ReportChoices.model_validate(workshop.report_choices)
    rows = edited_for_print(session, actor.group_id)
    edits = [(row, edit) for row in rows if (edit := edit_of(row, choices))]
    return [
        {
            "id": row.id,
            "edit": edit,
            "pieces": pieces(edit.voted, edit.text),
            "meant": sentence_digest(edit.text),
        }
        for row, edit in edits
        if edit.state != "unasked"
    ]


def screen(session: Session, workshop: Workshop) -> dict[str, Any]:
    """Thanks, and what the day came to in figures."""
    made = report(session, workshop)
    at = workshop.screen_state.get("slide")
    return {"report": made, **({} if at is None else _shown(made, at))}


def _shown(made: Report, at: int) -> dict[str, Any]:
    """The slide with this index, or the last; nothing if there is none."""
    deck = slides(document(made))
    if not deck:
        return {}
    at = min(at, len(deck) - 1)
    return {
        "slide": deck[at],
        "drawn": drawn(deck[at].blocks),
        "place": at + 1,
        "slides": len(deck),
    }


def console(session: Session, workshop: Workshop) -> dict[str, Any]:
    """The texts with what a proofreader would ask; what is printed; the downloads and versions."""
    view = request.args.get("view", "")
    made = report(session, workshop)
    view = view if view in VIEWS else VIEWS[0]
    frozen = versions.newest(session, workshop.id) is not None
    shown = {"view": view, "report": made, "frozen": frozen}
    if view == "print":
        return shown | _form(session, workshop, made)
    if view == "files":
        return shown | {"formats": FORMATS.values()} | _versions(session, workshop)
    return shown | _texts(session, workshop, made)


def _form(session: Session, workshop: Workshop, made: Report) -> dict[str, Any]:
    """What is printed, and in which words."""
    edited = {
        row.id: edited_wording(row) for row in written(session, workshop.id) if row.print_wording
    }
    return {"sections": SECTIONS, "actors": _actors(made), "edited": edited, "pieces": pieces}


def _texts(session: Session, workshop: Workshop, made: Report) -> dict[str, Any]:
    """Each text with what is found in it; what is missing; the way through it with the room."""
    findings = list(proofread(made, people_named(session, workshop)))
    known = figures(made)
    return {
        "texts": [_text(one, known, findings) for one in texts(made)],
        "most": LONGEST,
        "figures": by_kind(known),
        "findings": findings,
        "gaps": gaps(session, workshop, made),
        "slides": slides(document(made)),
        "shown": workshop.screen_state.get("slide"),
    }


def _text(one: Text, known: Mapping[str, str], findings: list[Finding]) -> dict[str, Any]:
    return {
        "text": one,
        "preview": drawn([Prose(resolve(one.markdown, known))]),
        "findings": [finding for finding in findings if finding.about == one.name],
    }


def _actors(made: Report) -> list[str]:
    """Every spelling of an actor."""
    named = {actor for one in made.recommendations for actor in one.actors}
    return sorted(named, key=str.casefold)


def _versions(session: Session, workshop: Workshop) -> dict[str, Any]:
    """The frozen versions, the newest first; of the one that is asked for, what it changed."""
    frozen = versions.versions(session, workshop.id)
    compared = request.args.get("compare", 0, type=int)
    of = [one for one in frozen if one.number <= compared][:2]
    asked_for = len(of) == 2 and of[0].number == compared
    return {
        "versions": frozen,
        "compared": compared,
        "changes": changes(versions.load(of[1]), versions.load(of[0])) if asked_for else [],
    }
