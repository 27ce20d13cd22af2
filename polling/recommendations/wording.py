"""The wording of a recommendation: the only module that names its fields.

`Wording` is the value, `WordingColumns` stores it, and `WordingFields` reads it from a file or a
form. A new field is declared in these three classes; history, merging, the shared document, the
workshop file and the report's tables then carry it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BaseModel, Field, ValidationInfo, field_validator
from pydantic_core import PydanticKnownError
from sqlalchemy.orm import Mapped, mapped_column

from polling.core.base_models import StrictModel
from polling.core.i18n import LazyString, lazy
from polling.core.text import Line, Name, Paragraphs, Sentence, clean, clean_line

MOST_ACTORS = 20  # of one recommendation


@dataclass(frozen=True)
class TextField:
    """A field that groups write as a shared text.

    `limit` is in characters and applies to typed text; imported texts may be longer. A text without
    `paragraphs` is one line. A `label` introduces a text that is not part of the sentence.
    """

    limit: int
    paragraphs: bool = False
    label: LazyString | str = ""

    def clean(self, text: str) -> str:
        """Return the text as stored: trimmed, and on one line unless it has paragraphs."""
        return clean(text) if self.paragraphs else clean_line(text)


def _text(limit: int, *, paragraphs: bool = False, label: LazyString | str = "") -> str:
    text: str = field(default="", metadata={"text": TextField(limit, paragraphs, label)})
    return text


@dataclass(frozen=True)
class WordingParts:
    """The parts: [actors] should [action], [by], and the rationale."""

    actors: tuple[str, ...] = ()
    action: str = _text(600)
    by: str = _text(200)
    rationale: str = _text(2000, paragraphs=True, label=lazy("Why"))


@dataclass(frozen=True)
class Wording(WordingParts):
    """The texts of a recommendation. `original` is its imported sentence, or "".

    The sentence is composed of the parts unless there is an `original`.
    """

    original: str = ""

    @classmethod
    def of(cls, source: object) -> Self:
        """Return the wording of any object that has attributes with these names.

        Attributes that `source` lacks stay empty. Empty actors are left out.
        """
        found = {name: getattr(source, name) for name in _NAMES if hasattr(source, name)}
        actors = (actor for actor in found.pop("actors", ()) if actor.strip())
        return cls(actors=tuple(actors), **found)

    @property
    def is_empty(self) -> bool:
        """Whether all fields are empty."""
        return self == Wording()

    @property
    def parts(self) -> dict[str, Any]:
        """The parts by name, without the original sentence."""
        return {name: getattr(self, name) for name in PARTS}

    @property
    def texts(self) -> tuple[str, ...]:
        """Return each part as one text; actors are one per line."""
        return tuple(
            part if isinstance(part, str) else "\n".join(part) for part in self.parts.values()
        )

    @property
    def columns(self) -> dict[str, Any]:
        """Return the values by name, as for JSON and database rows."""
        return {name: getattr(self, name) for name in _NAMES} | {"actors": list(self.actors)}

    @property
    def composed(self) -> Self:
        """Return the same parts without the original sentence, as after an edit."""
        return replace(self, original="")


PARTS = tuple(each.name for each in fields(WordingParts))
_NAMES = tuple(each.name for each in fields(Wording))
TEXT_FIELDS: Mapping[str, TextField] = {
    each.name: each.metadata["text"] for each in fields(Wording) if "text" in each.metadata
}
LIMITS: Mapping[str, int] = {name: text.limit for name, text in TEXT_FIELDS.items()}


class PartsColumns:
    """The columns of the parts, read and written as one `wording`."""

    wording_columns: ClassVar = PARTS

    actors: Mapped[list[str]] = mapped_column(default=list)
    action: Mapped[str] = mapped_column(default="")
    by: Mapped[str] = mapped_column(default="")
    rationale: Mapped[str] = mapped_column(default="")

    @property
    def wording(self) -> Wording:
        """The wording of this row."""
        return Wording.of(self)

    @wording.setter
    def wording(self, wording: Wording) -> None:
        values = wording.columns
        for name in self.wording_columns:
            setattr(self, name, values[name])


class WordingColumns(PartsColumns):
    """The columns of a whole wording."""

    wording_columns: ClassVar = _NAMES

    original: Mapped[str] = mapped_column(default="")


class SentenceFields(BaseModel):
    """The parts of the sentence, as files and forms give them."""

    actors: Annotated[list[Name], Field(max_length=MOST_ACTORS)] = []
    action: Sentence = ""
    by: Line = ""


class WordingFields(SentenceFields):
    """The parts of a wording, as files and forms give them."""

    rationale: Paragraphs = ""


class TypedWording(BaseModel):
    """A wording from a form, which refuses texts longer than the limits."""

    @field_validator("*")
    @classmethod
    def _is_within_its_limit(cls, value: object, info: ValidationInfo) -> object:
        limit = LIMITS.get(info.field_name or "")
        if limit is not None and isinstance(value, str) and len(value) > limit:
            raise PydanticKnownError("string_too_long", {"max_length": limit})
        return value


class PrintWording(SentenceFields, StrictModel):
    """How organizers edited a sentence for print, and whether its group agreed.

    `answered_by` says who answered for the group; earlier versions did not store it.
    """

    action: Sentence
    agreed: bool | None = None
    answered_by: Literal["", "facilitator", "member"] = ""

    def over(self, voted: Wording) -> Wording:
        """Return the voted wording, with the edited sentence."""
        edited = {name: getattr(self, name) for name in SentenceFields.model_fields}
        return replace(voted, original="", **edited | {"actors": tuple(self.actors)})
