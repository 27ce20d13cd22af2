"""The base of every part of a workshop file."""

from pydantic import BaseModel, ConfigDict


class StrictModel(BaseModel):
    """A part of the file: no unknown keys, and no guessing ("3" is not the number 3)."""

    model_config = ConfigDict(extra="forbid", strict=True)
