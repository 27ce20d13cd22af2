"""A workshop is always one that a file can hold: so it can be exported, copied, and read again."""

import re
from collections.abc import Iterator

from sqlalchemy.orm import Session

from polling.errors import BadInput
from polling.workshop.models import Workshop
from polling.workshop_file.checks import check
from polling.workshop_file.dump import dump
from polling.workshop_file.problems import BadWorkshopFile, path

# What setup does not write, and must not answer for in the middle of an event.
OTHERS = {"recommendations", "results", "survey", "prose"}


def require_sound(session: Session, workshop: Workshop) -> None:
    """Refuse two of one name, more than fits, and groups for a theme that is not there."""
    problems = [why for place, why in _complaints(session, workshop) if _is_ours(place)]
    if problems:
        raise BadInput(" ".join(problems))


def _complaints(session: Session, workshop: Workshop) -> Iterator[tuple[str, str]]:
    try:
        file = dump(session, workshop)
    except BadWorkshopFile as bad:
        yield from ((problem["place"], problem["message"]) for problem in bad.problems)
    else:
        for place, why in check(file.model_dump(by_alias=True)):
            yield path(place), why


def _is_ours(place: str) -> bool:
    return not OTHERS & set(re.split(r"\W+", place))
