"""The bases of pydantic models: of the parts of a workshop file, and of what browsers send."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict


class StrictModel(BaseModel):
    """A part of the file. Unknown keys are refused, and so are implicit conversions ("3" to 3)."""

    model_config = ConfigDict(extra="forbid", strict=True)


def none_if_empty(value: object) -> object:
    """None for a field of a form that was left empty."""
    return None if value == "" else value


NumberOrNone = Annotated[int | None, BeforeValidator(none_if_empty)]


class Payload(BaseModel):
    """The base of every payload: fields that it does not name are refused."""

    model_config = ConfigDict(extra="forbid")
