"""The schema of the workshop file, `"format": "synthesis-workshop/1"`.

Only titles and headlines are required. Everything else has a default, which `write` leaves out. The
order of lists is significant: themes, issues, recommendations and sessions keep it.
"""

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from polling.core.base_models import StrictModel
from polling.core.text import (
    LAST_REFERENCE,
    Colour,
    Headline,
    Label,
    Language,
    Line,
    Name,
    Paragraphs,
    Reference,
    Sentence,
    Time,
)
from polling.core.time_zones import TimeZone
from polling.notes.schema import MOST_MERGED, MOST_NOTES, MergedIssue, Note, Sources, UnsortedNote
from polling.people.attributes import DEFAULT_ATTRIBUTES, Attribute
from polling.recommendations.agreement import Agreement
from polling.recommendations.sentence import sentence, take_apart
from polling.recommendations.wording import PrintWording, Wording, WordingFields
from polling.report.options import ReportChoices, ReportProse
from polling.report.pictures import ReportPicture, trouble_of_all
from polling.report.published_results.schema import Registered, Results
from polling.report.versions.schema import MOST, FrozenReport
from polling.survey.questions import DEFAULT_SURVEY, Question
from polling.workshop.pictures import Logo
from polling.workshop.settings import Places, Quorum, RankPlaces, Rule, Settings, TiePolicy

__all__ = [
    "DEFAULT_ATTRIBUTES",
    "DEFAULT_SURVEY",
    "FORMAT",
    "Attribute",
    "Group",
    "Issue",
    "Question",
    "Recommendation",
    "Results",
    "Session",
    "Settings",
    "Theme",
    "WorkshopFile",
    "json_schema",
]

FORMAT = "synthesis-workshop/1"
MAX_RECOMMENDATIONS = 400  # in the whole file
MAX_ORIGINALS = 1000  # merged into these, in the whole file


class Session(StrictModel):
    """A session of the event's agenda. Parallel sessions have the same day and times."""

    code: Label = ""
    title: Name
    day: Label = ""
    starts: Time = ""
    ends: Time = ""
    room: Label = ""
    speakers: Annotated[list[Name], Field(max_length=40)] = []
    moderator: Line = ""


class Recommendation(WordingFields, StrictModel):
    """A recommendation: [actors] should [action], [by].

    A `text` is split into these parts. It replaces parts that give another sentence.

    `by` includes its preposition ("by the end of 2027", "through the joint task force"). `group` is
    the number of the group that drafted it. `merged_from` are the recommendations merged into this
    one, unchanged; `split_from` is the sentence from which this one was split. `printed` is the
    organizers' decision whether the report prints it, if they made one. `printed_as` is an edited
    wording for print; `agreement` is its group's agreement.
    """

    reference: Reference = ""
    group: int | None = None
    original: Annotated[Sentence, Field(alias="text")] = ""
    merged_from: Annotated[list["Recommendation"], Field(max_length=MAX_RECOMMENDATIONS)] = []
    split_from: Sentence = ""
    printed: bool | None = None
    printed_as: PrintWording | None = None
    agreement: Agreement | None = None

    def without_references(self) -> Self:
        """Return a copy without references, also of its parts."""
        parts = [part.without_references() for part in self.merged_from]
        return self.model_copy(update={"reference": "", "merged_from": parts})

    @model_validator(mode="after")
    def _take_apart(self) -> Self:
        if self.original and self.original != sentence(Wording.of(self).composed):
            taken = take_apart(self.original)
            self.actors, self.action, self.by = list(taken.actors), taken.action, ""
        if self.original == sentence(Wording.of(self).composed):
            self.original = ""
        return self


class Issue(StrictModel):
    """A candidate for ranking. `priority` is its rank among the priority issues; ties share it.

    `notes` and `merged_from` are its sources, with their original texts.
    """

    headline: Headline
    reference: Reference = ""
    short: Label = ""
    rationale: Paragraphs = ""
    sources: Sources = []
    priority: Annotated[int, Field(ge=1, le=40)] | None = None
    recommendations: Annotated[list[Recommendation], Field(max_length=MAX_RECOMMENDATIONS)] = []
    notes: Annotated[list[Note], Field(max_length=MOST_NOTES)] = []
    merged_from: Annotated[list[MergedIssue], Field(max_length=MOST_MERGED)] = []

    def without_references(self) -> Self:
        """Return a copy without references, also of its recommendations."""
        written = [one.without_references() for one in self.recommendations]
        return self.model_copy(update={"reference": "", "recommendations": written})


class Theme(StrictModel):
    """A topic. `cut_places` to `quorum` override the workshop's settings for its ranking."""

    title: Name
    reference: Reference = ""
    short: Label = ""
    description: Paragraphs = ""
    exploration: Paragraphs = ""
    cut_places: Places | None = None
    rank_places: RankPlaces | None = None
    rule: Rule | None = None
    tie_policy: TiePolicy | None = None
    quorum: Quorum | None = None
    issues: Annotated[list[Issue], Field(max_length=40)] = []

    def without_results(self) -> Self:
        """Return a copy whose issues have neither priorities nor recommendations."""
        bare: dict[str, Any] = {"priority": None, "recommendations": [], "reference": ""}
        issues = [issue.model_copy(update=bare) for issue in self.issues]
        return self.model_copy(update={"issues": issues, "reference": ""})

    def without_references(self) -> Self:
        """Return a copy without references, also of everything in it."""
        issues = [issue.without_references() for issue in self.issues]
        return self.model_copy(update={"issues": issues, "reference": ""})


class Group(StrictModel):
    """A breakout group. `theme` is a theme's title."""

    number: Annotated[int, Field(ge=1, le=999)]
    theme: Name
    place: Line = ""
    facilitator: Line = ""
    language: Language | None = None


def _printed_together(pictures: list[ReportPicture]) -> list[ReportPicture]:
    if trouble := trouble_of_all(pictures):
        raise PydanticCustomError("pictures", "{trouble}", {"trouble": trouble})
    return pictures


class WorkshopFile(StrictModel):
    """A whole workshop."""

    format: Literal["synthesis-workshop/1"] = "synthesis-workshop/1"
    title: Name
    subtitle: Line = ""
    event: Line = ""
    place: Line = ""
    dates: Line = ""
    time_zone: TimeZone = ""
    languages: Annotated[list[Language], Field(min_length=1, max_length=12)] = ["en"]
    accent: Colour = "#0b6e69"
    logo: Logo = ""
    pictures: Annotated[list[ReportPicture], AfterValidator(_printed_together)] = []
    practice: bool = False
    settings: Settings = Settings()
    attributes: Annotated[list[Attribute], Field(max_length=12)] = DEFAULT_ATTRIBUTES
    actors: Annotated[list[Name], Field(max_length=500)] = []
    last_references: dict[Reference, Annotated[int, Field(ge=0, le=LAST_REFERENCE)]] = {}
    sessions: Annotated[list[Session], Field(max_length=200)] = []
    themes: Annotated[list[Theme], Field(max_length=20)] = []
    notes: Annotated[list[UnsortedNote], Field(max_length=MOST_NOTES)] = []
    groups: Annotated[list[Group], Field(max_length=60)] = []
    survey: Annotated[list[Question], Field(max_length=40)] = DEFAULT_SURVEY
    prose: ReportProse = ReportProse()
    report: ReportChoices = ReportChoices()
    registration: Registered = Registered()
    versions: Annotated[list[FrozenReport], Field(max_length=MOST)] = []
    results: Results = Results()

    def without_results(self) -> Self:
        """Return a copy of the setup only: themes, issues, groups, agenda and settings.

        Notes within an issue are kept. Unsorted notes, and all prose except the introduction,
        belong to this event and are removed.
        """
        return self.model_copy(
            update={
                "themes": [theme.without_results() for theme in self.themes],
                "practice": False,
                "last_references": {},
                "notes": [],
                "prose": ReportProse(introduction=self.prose.introduction),
                "registration": Registered(),
                "results": Results(),
            }
        )


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a workshop file, for editors and other programs."""
    schema = WorkshopFile.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
