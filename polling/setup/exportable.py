"""Check that a workshop fits into a file, so that it can be exported, copied and imported."""

from collections.abc import Iterator

from pydantic import ValidationError
from sqlalchemy.orm import Session

from polling.core.errors import BadInput
from polling.workshop.models import Workshop
from polling.workshop_file.consistency import Complaint, check
from polling.workshop_file.dump import dump
from polling.workshop_file.error_messages import describe_errors
from polling.workshop_file.problems import Place

# Parts that the setup does not write, and must not check during an event.
OTHERS = {"recommendations", "results", "survey", "prose", "registration"}


def require_exportable(session: Session, workshop: Workshop) -> None:
    """Refuse duplicate names, too many items, and groups without an existing theme."""
    problems = [why for place, why in _complaints(session, workshop) if _is_ours(place)]
    if problems:
        raise BadInput(" ".join(problems))


def _complaints(session: Session, workshop: Workshop) -> Iterator[Complaint]:
    try:
        file = dump(session, workshop, counted=False)
    except ValidationError as error:
        return describe_errors(error)
    return check(file.model_dump(by_alias=True))


def _is_ours(place: Place) -> bool:
    return not OTHERS & set(place)
