"""What organizers choose and write for the report."""

from typing import Annotated, Literal

from pydantic import Field

from polling.core.schema import StrictModel
from polling.core.text import Name, Paragraphs

SectionKey = Literal[
    "participation",
    "agenda",
    "agreement",
    "dissent",
    "feedback",
    "actors",
    "votes",
    "ballots",
]


class ReportChoices(StrictModel):
    """Sections that are left out, actors that are one, and which recommendations are printed.

    `every_hash` prints the hash of each ballot, not only that of each list.
    `same_actors` gives a spelling its name in the index of actors. Printed are the first `top`
    recommendations under each issue that have the support of at least `least_support` percent.
    Where `authors_approve`, other words for print are printed once the group agrees to them.
    """

    left_out: Annotated[list[SectionKey], Field(max_length=20)] = []
    same_actors: Annotated[dict[Name, Name], Field(max_length=500)] = {}
    top: Annotated[int, Field(ge=1, le=40)] | None = None
    least_support: Annotated[int, Field(ge=0, le=100)] = 0
    authors_approve: bool = True
    every_hash: bool = False


class ReportProse(StrictModel):
    """What people write for the report, in Markdown."""

    introduction: Paragraphs = ""
    chairs_note: Paragraphs = ""
    summary: Paragraphs = ""
    public_engagement: Paragraphs = ""
    next_steps: Paragraphs = ""
