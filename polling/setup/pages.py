"""The pages of the setup stage, for each role. The console shows one section at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request
from sqlalchemy.orm import Session

from polling import stages
from polling.core.access import Actor
from polling.people.models import Participant
from polling.setup import queries
from polling.setup.log_sentences import sentence
from polling.setup.section_contexts import SectionPage
from polling.setup.sections import PARTS, SECTIONS, SetupSection
from polling.web.shared_fragments import Mine, alike
from polling.web.template_contexts import Empty
from polling.workshop.log import unbroken
from polling.workshop.models import LogEntry, Workshop
from polling.workshop.queries import log_entries, practice_copy


@dataclass(frozen=True)
class LogPage:
    """The log, newest first, with sentences. `unbroken` is true if the hash chain is valid."""

    entries: list[tuple[LogEntry, str]]
    unbroken: bool


def mine(session: Session, workshop: Workshop, people: Sequence[Participant]) -> dict[int, Mine]:
    """Return no personal data."""
    return alike(people)


def participant(session: Session, workshop: Workshop, mine: Mine) -> Empty:
    """Return the event's name only, because the organizers are still at work."""
    return Empty()


def facilitator(session: Session, workshop: Workshop, actor: Actor) -> Empty:
    """Return the event's name."""
    return Empty()


def screen(session: Session, workshop: Workshop) -> Empty:
    """Return the event's name, shown large."""
    return Empty()


def console(session: Session, workshop: Workshop) -> SectionPage:
    """Return the section requested in the URL, by default the themes with their issues."""
    section = SECTIONS.get(request.args.get("section", ""), SECTIONS["issues"])
    part = next(part for part in PARTS if section in part.sections)
    waiting = _waiting(session, workshop, section)
    frame = SectionPage(
        section=section,
        part=part,
        parts=PARTS,
        waiting=waiting,
        practised=practice_copy(session, workshop.id) is not None,
    )
    return section.context(session, workshop, frame)


def _waiting(session: Session, workshop: Workshop, shown: SetupSection) -> dict[str, int]:
    """Return the number of open tasks in each section, except the one being shown.

    There are none once the groups are at work, because the issues are settled.
    """
    if stages.has_reached(workshop.stage, "breakouts"):
        return {}
    return {
        key: one.waiting(session, workshop)
        for key, one in SECTIONS.items()
        if one.waiting and one is not shown
    }


def log(session: Session, workshop: Workshop) -> LogPage:
    """Return the log of all stages."""
    entries = log_entries(session, workshop.id)
    votes = queries.vote_names(session, workshop.id)
    return LogPage(
        entries=[(entry, sentence(entry, votes)) for entry in reversed(entries)],
        unbroken=unbroken(entries),
    )
