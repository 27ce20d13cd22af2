"""Shared steps of all changes in setup: write, validate, log, announce."""

from typing import Any, TypeVar

from sqlalchemy.orm import Session

from polling.core.access import Actor
from polling.core.db import Base
from polling.live import announce
from polling.setup.edit_conflicts import held_by, merged
from polling.setup.exportable import require_exportable
from polling.setup.forms import Edit
from polling.workshop.log import record
from polling.workshop.models import Workshop

Row = TypeVar("Row")


def finish(session: Session, actor: Actor, action: str, **detail: Any) -> None:
    """Validate, log and announce a change. Raises BadInput if the workshop fits into no file."""
    session.flush()
    session.expire_all()
    workshop = session.get_one(Workshop, actor.workshop_id)
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
