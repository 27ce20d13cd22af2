"""The workshop file: everything, in a form that can be imported again and checked by others."""

from sqlalchemy.orm import Session

from polling.workshop.models import Workshop
from polling.workshop_file.dump import dump
from polling.workshop_file.write import write


def json(session: Session, workshop: Workshop) -> bytes:
    """The canonical bytes."""
    return write(dump(session, workshop))
