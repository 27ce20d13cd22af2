"""The report, for each role."""

from typing import Any

from sqlalchemy.orm import Session

from polling.access import Actor
from polling.report import versions
from polling.report.changes import changes
from polling.report.checklist import gaps
from polling.report.document import document, moment
from polling.report.facts import Report
from polling.report.formats import FORMATS
from polling.report.html import drawn
from polling.report.plenary import slides
from polling.report.proofreading import proofread
from polling.report.queries import people_named, report
from polling.report.references import figures
from polling.report.texts import PROSE, SECTIONS
from polling.setup.seen import mark
from polling.workshop.models import Workshop


def participant(session: Session, workshop: Workshop, actor: Actor) -> dict[str, Any]:
    """Thanks, and the way to the report once it is published."""
    return {}


def facilitator(session: Session, workshop: Workshop, actor: Actor) -> dict[str, Any]:
    """The same."""
    return {}


def screen(session: Session, workshop: Workshop) -> dict[str, Any]:
    """Thanks, and what the day came to in figures."""
    made = report(session, workshop)
    at = workshop.spotlight.get("slide")
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
    """The downloads, what is missing, and the texts."""
    made = report(session, workshop)
    return {
        "report": made,
        "gaps": gaps(session, workshop, made),
        "findings": list(proofread(made, people_named(session, workshop))),
        "figures": figures(made),
        "formats": FORMATS.values(),
        "versions": _versions(session, workshop),
        "texts": PROSE,
        "sections": SECTIONS,
        "slides": slides(document(made)),
        "shown": workshop.spotlight.get("slide"),
        "actors": _actors(made),
        "prose": made.prose,
        "seen": mark(made.prose.model_dump()),
    }


def _actors(made: Report) -> list[str]:
    """Every spelling of an actor."""
    named = {actor for one in made.recommendations for actor in one.actors}
    return sorted(named, key=str.casefold)


def _versions(session: Session, workshop: Workshop) -> list[dict[str, Any]]:
    """The frozen versions, the newest first, each with what it changed."""
    frozen = versions.versions(session, workshop.id)
    loaded = [versions.load(version) for version in frozen]
    return [
        {
            "version": version,
            "moment": moment(after),
            "changes": changes(before, after) if before else [],
        }
        for version, after, before in zip(frozen, loaded, [*loaded, None][1:], strict=True)
    ]
