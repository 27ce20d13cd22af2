"""Options and texts of the report, chosen by organizers."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, get_args

from pydantic import Field

from polling.core.base_models import StrictModel
from polling.core.text import Line, Name, Paragraphs

SectionKey = Literal[
    "priorities",
    "participation",
    "agenda",
    "agreement",
    "dissent",
    "feedback",
    "actors",
    "follow_up",
    "votes",
    "ballots",
]
SECTION_KEYS: tuple[SectionKey, ...] = get_args(SectionKey)
SECTION_LISTS = ("left_out", "moved")
Place = Literal["publication", "annex"]
ANNEX_BY_DEFAULT: frozenset[SectionKey] = frozenset(
    {"agreement", "dissent", "actors", "follow_up", "votes", "ballots"}
)


class ReportImprint(StrictModel):
    """The imprint: publisher, contact, licence, and how to cite the report."""

    publisher: Line = ""
    authors: Line = ""
    contact: Line = ""
    licence: Line = ""
    citation: Line = ""
    doi: Line = ""


class ReportChoices(StrictModel):
    """Sections to leave out, actors with several names, and which recommendations to print.

    `moved` are sections printed in the other document: in the technical annex instead of the
    publication, or the reverse. `every_hash` prints the hash of each ballot in addition to that of
    each list. `same_actors` maps a spelling to its name in the index of actors. The first `top`
    recommendations under each issue with at least `least_support` percent support are printed. If
    `authors_approve`, an edited wording is only printed when its group has agreed.
    """

    left_out: Annotated[list[SectionKey], Field(max_length=20)] = []
    moved: Annotated[list[SectionKey], Field(max_length=20)] = []
    same_actors: Annotated[dict[Name, Name], Field(max_length=500)] = {}
    top: Annotated[int, Field(ge=1, le=40)] | None = None
    least_support: Annotated[int, Field(ge=0, le=100)] = 0
    authors_approve: bool = True
    every_hash: bool = False
    imprint: ReportImprint = ReportImprint()

    def place(self, key: SectionKey) -> Place | None:
        """Return the document that has a section; None if it is left out."""
        if key in self.left_out:
            return None
        is_annex = (key in ANNEX_BY_DEFAULT) != (key in self.moved)
        return "annex" if is_annex else "publication"


def split(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options of the form one by one: each section, each line of the imprint."""
    values = {name: options[name] for name in ("least_support", "authors_approve", "every_hash")}
    values["top"] = options["top"] or ""
    for name, line in options["imprint"].items():
        values[f"imprint.{name}"] = line
    for name in SECTION_LISTS:
        values |= {f"{name}.{key}": key in options[name] for key in SECTION_KEYS}
    return values


def joined(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options of which these are the values: the reverse of `split`."""
    options = {name: value for name, value in values.items() if "." not in name}
    options["top"] = options["top"] or None
    options["imprint"] = {name: values[f"imprint.{name}"] for name in ReportImprint.model_fields}
    for name in SECTION_LISTS:
        options[name] = [key for key in SECTION_KEYS if values[f"{name}.{key}"]]
    return options


class ReportProse(StrictModel):
    """Texts for the report, in Markdown."""

    introduction: Paragraphs = ""
    chairs_note: Paragraphs = ""
    summary: Paragraphs = ""
    method: Paragraphs = ""
    feedback: Paragraphs = ""
    public_engagement: Paragraphs = ""
    next_steps: Paragraphs = ""
    acknowledgements: Paragraphs = ""
    disclaimer: Paragraphs = ""
    glossary: Paragraphs = ""
