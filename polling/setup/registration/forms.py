"""Payload for reading a registration list: the columns, and the meaning of unknown cells."""

from typing import Annotated

from pydantic import Field, StringConstraints, TypeAdapter, ValidationError

from polling.core.base_models import Payload
from polling.core.text import comparison_key
from polling.setup.registration.counting import Meanings
from polling.setup.registration.people_table import MOST_COLUMNS

Cell = Annotated[str, StringConstraints(max_length=2_000)]  # of a form, whose texts are escaped

_MEANING: TypeAdapter[tuple[str, str, str]] = TypeAdapter(tuple[str, str, str])


class Reading(Payload):
    """`columns` has an attribute's key, "" or "-who" for each column; if empty, they are guessed.

    `meanings` are JSON: the attribute's key, the cell, and the answer it counts as, or "".
    """

    columns: Annotated[list[Cell], Field(max_length=MOST_COLUMNS)] = []
    meanings: Annotated[list[Cell], Field(max_length=500)] = []

    @property
    def meant(self) -> Meanings:
        """Return the meanings by attribute key and cell, without undecided ones."""
        chosen = filter(None, map(_meaning, self.meanings))
        return {(key, comparison_key(cell)): answer for key, cell, answer in chosen}


def _meaning(text: str) -> tuple[str, str, str] | None:
    try:
        return _MEANING.validate_json(text)
    except ValidationError:
        return None
