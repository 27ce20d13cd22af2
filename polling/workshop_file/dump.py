"""Export a workshop from the database to a file that can be imported again."""

from base64 import b64encode
from collections import defaultdict
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, undefer

from polling.breakouts.models import Group
from polling.breakouts.read_back.queries import agreements
from polling.core.db import stop_reading
from polling.recommendations.agreement import Agreement
from polling.recommendations.models import Recommendation
from polling.report.models import ReportVersion
from polling.report.published_results.queries import registered, results
from polling.report.stored_pictures import pictures
from polling.workshop.models import AgendaSession, Issue, Theme, Workshop
from polling.workshop.pictures import to_address
from polling.workshop.settings import OWN_RULES
from polling.workshop_file import schema
from polling.workshop_file.issue_sources import Provenance
from polling.workshop_file.load import PLAIN
from polling.workshop_file.schema import WorkshopFile

Tree = dict[str, Any]


class _Known(NamedTuple):
    """Values loaded once: numbers of groups, their agreement, and notes of sessions."""

    numbers: dict[int, int]
    agreements: dict[int, Agreement]
    trail: Provenance


def dump(session: Session, workshop: Workshop, *, counted: bool = True) -> WorkshopFile:
    """Return everything in `workshop` that a file can contain, with counted results.

    It never contains participants, voters, receipts, links, or deleted items. Unless `counted`, it
    lacks recommendations, results and frozen reports, which are slow to collect. A read-only
    session stops reading before the slow part, the validation. Raises pydantic's ValidationError if
    the workshop contains anything that is invalid in a file.
    """
    groups = _groups(session, workshop)
    known = _Known(
        numbers={group.id: group.number for group in groups},
        agreements=agreements(session, workshop.id) if counted else {},
        trail=Provenance(session, workshop),
    )
    drafted = _drafted(session, workshop) if counted else defaultdict(list)
    tree: Tree = {
        **{name: getattr(workshop, name) for name in PLAIN},
        "logo": to_address(workshop.logo_type, workshop.logo),
        "pictures": pictures(session, workshop.id),
        "settings": workshop.settings,
        "attributes": workshop.attributes,
        "sessions": [_agenda_session(agenda_session) for agenda_session in workshop.sessions],
        "themes": [_theme(theme, drafted, known) for theme in workshop.themes],
        "notes": known.trail.unsorted(),
        "groups": [_group(group) for group in groups],
        "survey": workshop.survey,
        "prose": workshop.prose,
        "report": workshop.report_choices,
        "registration": registered(session, workshop),
        "results": results(session, workshop) if counted else {},
        "versions": _versions(session, workshop) if counted else [],
    }
    stop_reading(session)
    return WorkshopFile.model_validate(tree)


def _versions(session: Session, workshop: Workshop) -> list[Tree]:
    query = select(ReportVersion).where(ReportVersion.workshop_id == workshop.id)
    in_order = query.order_by(ReportVersion.number).options(undefer(ReportVersion.data))
    return [
        {
            "number": version.number,
            "frozen_at": version.frozen_at.isoformat(),
            "digest": version.digest,
            "data": b64encode(version.data).decode(),
        }
        for version in session.scalars(in_order)
    ]


def _agenda_session(agenda_session: AgendaSession) -> Tree:
    return {name: getattr(agenda_session, name) for name in schema.Session.model_fields}


def _theme(theme: Theme, drafted: dict[int, list[Recommendation]], known: _Known) -> Tree:
    return {
        "title": theme.title,
        "reference": theme.reference,
        "short": theme.short,
        "description": theme.description,
        "exploration": theme.exploration,
        **{name: getattr(theme, name) for name in OWN_RULES},
        "issues": [_issue(issue, drafted[issue.id], known) for issue in theme.issues],
    }


def _issue(issue: Issue, drafted: list[Recommendation], known: _Known) -> Tree:
    return {
        "headline": issue.headline,
        "reference": issue.reference,
        "short": issue.short,
        "rationale": issue.rationale,
        "sources": issue.sources,
        "priority": issue.priority,
        "recommendations": [_recommendation(one, known) for one in drafted],
        **known.trail.of(issue),
    }


def _recommendation(one: Recommendation, known: _Known) -> Tree:
    return {
        **{name: value for name, value in one.wording.columns.items() if name != "original"},
        "reference": one.reference,
        "group": known.numbers.get(one.group_id or 0),
        "text": one.original,
        "merged_from": [_recommendation(part, known) for part in one.merged_from],
        "split_from": one.split_from,
        "printed": one.print_override,
        "printed_as": one.print_wording,
        "agreement": known.agreements.get(one.id),
    }


def _group(group: Group) -> Tree:
    return {
        "number": group.number,
        "theme": group.theme.title,
        "place": group.place,
        "facilitator": group.facilitator,
        "language": group.language or None,
    }


def _groups(session: Session, workshop: Workshop) -> list[Group]:
    query = select(Group).where(Group.workshop_id == workshop.id)
    return list(session.scalars(query.order_by(Group.number).options(joinedload(Group.theme))))


def _drafted(session: Session, workshop: Workshop) -> dict[int, list[Recommendation]]:
    """Return the recommendations by issue id, without deleted and empty ones."""
    issues = [issue.id for theme in workshop.themes for issue in theme.issues]
    query = select(Recommendation).where(
        Recommendation.issue_id.in_(issues), Recommendation.deleted_at.is_(None)
    )
    drafted = defaultdict[int, list[Recommendation]](list)
    for one in session.scalars(query.order_by(Recommendation.position, Recommendation.id)):
        if not one.wording.is_empty:
            drafted[one.issue_id].append(one)
    return drafted
