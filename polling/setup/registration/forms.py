"""How an organizer reads a registration list: what its columns are, and what strange cells mean."""

from typing import Annotated

from pydantic import Field, StringConstraints, TypeAdapter, ValidationError

from polling.core.base_models import Payload
from polling.core.text import comparison_key
from polling.setup.registration.counting import Meanings
from polling.setup.registration.people_table import MOST_COLUMNS

Cell = Annotated[str, StringConstraints(max_length=2_000)]  # of a form, whose texts are escaped

_MEANING: TypeAdapter[tuple[str, str, str]] = TypeAdapter(tuple[str, str, str])


class Reading(Payload):
    """`columns` has an attribute's key for each column, "" or "-who"; nothing: they are guessed.

    `meanings` are JSON: the attribute's key, the cell, and the answer that it counts as, or "".
    """

    columns: Annotated[list[Cell], Field(max_length=MOST_COLUMNS)] = []
    meanings: Annotated[list[Cell], Field(max_length=500)] = []

    @property
    def meant(self) -> Meanings:
        """By attribute key and cell; what nobody has chosen yet is not among them."""
        chosen = filter(None, map(_meaning, self.meanings))
        return {(key, comparison_key(cell)): answer for key, cell, answer in chosen}


def _meaning(text: str) -> tuple[str, str, str] | None:
    try:
        return _MEANING.validate_json(text)
    except ValidationError:
        return None
