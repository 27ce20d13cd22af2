"""Shared steps of all changes in setup: write, validate, log, announce."""

from collections.abc import Iterator
from typing import Any, TypeVar

from pydantic import ValidationError
from sqlalchemy.orm import Session

from polling.core.access import Actor
from polling.core.db import Base
from polling.core.edit_conflicts import Edit, held_by, merged
from polling.core.errors import BadInput
from polling.live import announce
from polling.workshop.log import record
from polling.workshop.models import Workshop
from polling.workshop.queries import workshop_of
from polling.workshop_file.consistency import Complaint, check
from polling.workshop_file.dump import dump
from polling.workshop_file.error_messages import describe_errors
from polling.workshop_file.problems import Place

Row = TypeVar("Row")


def finish(session: Session, actor: Actor, action: str, **detail: Any) -> None:
    """Validate, log and announce a change. Raises BadInput if the workshop fits into no file."""
    session.flush()
    session.expire_all()
    workshop = workshop_of(session, actor)
    require_exportable(session, workshop)
    record(session, actor, action, **detail)
    announce.changed(session, workshop, "setup")


def write(row: Base, edit: Edit) -> None:
    """Write the form's changes to the row, unless another person has changed the same fields."""
    new = merged(held_by(row, type(edit)), edit.values(), edit.seen)
    for name, value in new.items():
        setattr(row, name, value)


def place(rows: list[Row], row: Row, direction: str) -> list[Row]:
    """Return `rows` with `row` moved one place up or down, if possible."""
    at = rows.index(row)
    to = max(0, min(len(rows) - 1, at + (1 if direction == "down" else -1)))
    rest = rows[:at] + rows[at + 1 :]
    return [*rest[:to], row, *rest[to:]]


# Parts that the setup does not write, and must not check during an event.
OTHERS = {"recommendations", "results", "survey", "prose", "registration"}


def require_exportable(session: Session, workshop: Workshop) -> None:
    """Refuse duplicate names, too many items, and groups without an existing theme."""
    problems = [why for place, why in _complaints(session, workshop) if _is_of_setup(place)]
    if problems:
        raise BadInput(" ".join(problems))


def _complaints(session: Session, workshop: Workshop) -> Iterator[Complaint]:
    try:
        file = dump(session, workshop, counted=False)
    except ValidationError as error:
        return describe_errors(error)
    return check(file.model_dump(by_alias=True))


def _is_of_setup(place: Place) -> bool:
    return not OTHERS & set(place)
