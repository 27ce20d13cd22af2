"""Making the report that is frozen or published: slow work, before the write transaction.

The report is loaded and checked in a thread, from a snapshot. The transaction then only confirms
that the report has not changed since, and otherwise asks the organizer to try again.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from polling.contests import imported_results
from polling.core.access import Actor
from polling.core.clock import now
from polling.core.db import reading, stop_reading
from polling.core.errors import Conflict
from polling.core.i18n import _
from polling.core.locks import Lock
from polling.core.threads import run_in_thread
from polling.ranking.queries import unshown_themes
from polling.recommendations.references import References, fix_references, references
from polling.report.data.report_data import Report
from polling.report.models import ReportVersion
from polling.report.proofreading import errors
from polling.report.published_results.queries import people_tables
from polling.report.queries import report
from polling.report.versions import queries as versions
from polling.report.versions import serialization
from polling.report.versions.schema import LAST, LONGEST, MOST
from polling.workshop.models import Workshop
from polling.workshop.queries import workshop_of

log = logging.getLogger(__name__)
_turn = Lock()


@dataclass(frozen=True)
class Prepared:
    """A version of the report that can be frozen, and the state of the workshop it shows.

    `tables` are its tables of people's answers, empty if its results come from a file.
    """

    version: ReportVersion
    tables: dict[str, Any]
    workshop_version: int
    references: References


def prepared(
    actor: Actor, unless: Callable[[Session, Workshop], bool] | None = None
) -> Prepared | None:
    """Prepare the report; one report at a time, because this is slow.

    Args:
        unless: whether no report is needed; then, None is returned.

    Raises:
        Conflict: the report has errors, nothing has changed since the newest version, or the
            workshop's file could not contain another version.
    """
    with _turn, reading() as session:
        if unless is not None and unless(session, workshop_of(session, actor)):
            return None
        return prepare(session, actor)


def prepare(session: Session, actor: Actor) -> Prepared:
    """Prepare the report in a thread. A read-only session stops reading before the slow part.

    Raises:
        Conflict: as `prepared`.
    """
    workshop = workshop_of(session, actor)
    workshop_version = workshop.version
    number = versions.next_number(session, workshop.id)
    stored = versions.packed(session, workshop.id)
    before = versions.newest(session, workshop.id)
    fixed = run_in_thread(references, session, workshop, unshown_themes(session, workshop))
    made = run_in_thread(report, session, workshop, now().replace(microsecond=0))
    imported = imported_results.are_shown(session, workshop)
    tables = {} if imported else run_in_thread(people_tables, session, workshop)
    stop_reading(session)
    run_in_thread(_require_no_errors, made)
    if before:
        run_in_thread(_require_changes, made, before)
    version = run_in_thread(_version, workshop.id, number, made)
    run_in_thread(_require_space, version, stored)
    return Prepared(version, tables, workshop_version, fixed)


def confirm(session: Session, workshop: Workshop, made: Prepared | None) -> Prepared:
    """Fix the references and return `made`, in the transaction that freezes or publishes it.

    Raises:
        Conflict: the report has changed since it was prepared.
    """
    if made is not None and _is_current(session, workshop, made):
        fixed = run_in_thread(fix_references, session, workshop, unshown_themes(session, workshop))
        if made.references.of == fixed.of:  # a text is announced later than it is stored
            return made
    raise Conflict(_("The report has changed in the meantime. Try again."))


def _is_current(session: Session, workshop: Workshop, made: Prepared) -> bool:
    """Return whether the report and its number are still the same.

    The report depends on a part of the workshop only.
    """
    if made.workshop_version == workshop.version:
        return True
    if made.version.number != versions.next_number(session, workshop.id):
        return False
    now_told = run_in_thread(report, session, workshop, made.version.frozen_at)
    return run_in_thread(_digest, now_told) == made.version.digest


def _require_space(new: ReportVersion, stored: Sequence[bytes]) -> None:
    """Require versions that a workshop file can contain: it would be refused later."""
    if len(stored) >= MOST:
        raise Conflict(_("A workshop can have at most %(most)s frozen versions.", most=MOST))
    if new.number > LAST:
        raise Conflict(
            _(
                "The report cannot be frozen again, because version %(number)s has the highest "
                "possible number.",
                number=LAST,
            )
        )
    if _size([*stored, new.data]) > LONGEST:
        raise Conflict(
            _(
                "The frozen versions of this workshop would be larger than %(size)s MB together. "
                "Choose smaller pictures for the report.",
                size=LONGEST // 1_000_000,
            )
        )


def _require_no_errors(made: Report) -> None:
    try:
        found = errors(made)
    except Exception:
        log.exception("the report is frozen or published without proofreading, which failed")
        return
    if found:
        raise Conflict(
            _("The report has errors. Correct them, then try again."),
            problems=[
                {"place": error.place, "message": f"{error.place}: {error.text}"} for error in found
            ],
        )


def _size(versions: Sequence[bytes]) -> int:
    """Return the bytes of the unpacked data; more than LONGEST if one version is larger."""
    try:
        return sum(len(serialization.unpack(packed)) for packed in versions)
    except ValueError:
        return LONGEST + 1


def _digest(made: Report) -> str:
    return serialization.digest(serialization.dump(made))


def _require_changes(made: Report, before: ReportVersion) -> None:
    if _digest(replace(made, made_at=before.frozen_at)) == before.digest:
        raise Conflict(_("No changes since version %(number)s.", number=before.number))


def _version(workshop_id: int, number: int, made: Report) -> ReportVersion:
    data = serialization.dump(made)
    return ReportVersion(
        workshop_id=workshop_id,
        number=number,
        frozen_at=made.made_at,
        digest=serialization.digest(data),
        data=serialization.pack(data),
    )
