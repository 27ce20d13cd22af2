"""The report as typed data: each figure once, with its base.

`queries.report` makes one; every format is drawn from it, so that no two can disagree.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import chain

from polling.core.i18n import _
from polling.core.text import Colour
from polling.recommendations.actors import each_actor
from polling.recommendations.agreement import Agreement
from polling.recommendations.wording import WordingParts
from polling.report.data.people_data import Breakdown, Crossing
from polling.report.data.vote_data import ContestStanding, Share, Vote
from polling.report.options import ReportChoices, ReportProse
from polling.report.pictures.schema import ReportPicture
from polling.report.published_results.schema import Dissent
from polling.survey.question_types.base import QuestionTally
from polling.workshop.pictures import Logo


@dataclass(frozen=True)
class AgendaSession:
    """A session of the agenda."""

    code: str
    title: str
    day: str
    starts: str
    ends: str
    room: str
    speakers: list[str]
    moderator: str


@dataclass(frozen=True)
class Edit:
    """Other words for print than those `voted` on.

    `state` says what the group says of them: "agreed", "declined", "asked", or "unasked".
    """

    text: str
    voted: str
    state: str

    @property
    def is_printed(self) -> bool:
        """Whether the report prints them; otherwise it prints the voted wording."""
        return self.state in {"agreed", "unasked"}


@dataclass(frozen=True, kw_only=True)
class Recommendation(WordingParts):
    """A recommendation as a sentence and in its parts, as printed. `group` is its number, if known.

    `id` is its row's, for the console's buttons; it means nothing in another database.

    `standing` is where it was voted on, or in two stages rated, with the others of its theme, and
    `final` where it stands in the second stage, if it came into that.

    `merged_from` are those that became this one, `split_from` the sentence that it was a part of.
    `by_hand`: organizers chose whether to print it.
    """

    text: str
    reference: str = ""
    group: int | None
    standing: ContestStanding | None
    merged_from: list["Recommendation"] = field(default_factory=list)
    split_from: str = ""
    edit: Edit | None = None
    agreement: Agreement | None = None
    final: ContestStanding | None = None
    by_hand: bool = False
    id: int = field(default=0, compare=False)

    @property
    def addressees(self) -> list[str]:
        """All actors that it names: "Banks such as the ADB" are two."""
        return list(dict.fromkeys(name for actor in self.actors for name in each_actor(actor)))

    @property
    def drafted_by(self) -> Iterator[int | None]:
        """The group's number, and those of all that this came from."""
        yield self.group
        for part in self.merged_from:
            yield from part.drafted_by


@dataclass(frozen=True)
class SessionNote:
    """Words in which an issue was noted, in one session or several; `of` is "note" or "issue".

    An issue is one that became part of this one.
    """

    of: str
    headline: str
    detail: str
    sources: list[str]


@dataclass(frozen=True)
class Issue:
    """An issue with its recommendations, in voted order where there was a vote.

    `left_out` are those that the organizers do not print; `label` is its short name in charts;
    `heard` is what it came from.
    """

    headline: str
    rationale: str
    sources: list[str]
    priority: int | None
    standing: ContestStanding | None
    recommendations: list[Recommendation]
    left_out: list[Recommendation] = field(default_factory=list)
    label: str = ""
    heard: list[SessionNote] = field(default_factory=list)
    reference: str = ""


@dataclass(frozen=True)
class NearMiss:
    """The last wild card of a second stage and the first one out, by reference, with their scores.

    With so many other `ratings`, `outside` would have been ahead.
    """

    inside: str
    last: str
    outside: str
    next: str
    ratings: int


@dataclass(frozen=True)
class Theme:
    """A theme: all issues in their order, those of priority first; its votes, once revealed.

    `id` is its row's, as a recommendation's is.
    """

    title: str
    description: str
    exploration: str
    issues: list[Issue]
    ranking: Vote | None
    final_vote: Vote | None
    ratings: list[Vote] = field(default_factory=list)
    reference: str = ""
    short: str = ""
    id: int = field(default=0, compare=False)

    @property
    def told(self) -> list[Issue]:
        """The issues that the report is about: of priority, or with recommendations, or all."""
        chosen = [issue for issue in self.issues if issue.priority or issue.recommendations]
        return chosen or self.issues


@dataclass(frozen=True)
class Survey:
    """The questions that enough people answered; `hidden` is how many others were asked."""

    responses: Share
    tallies: list[QuestionTally]
    hidden: int


@dataclass(frozen=True)
class Edition:
    """Which version a frozen report is; `digest` is the SHA-256 of its data."""

    number: int
    digest: str


@dataclass(frozen=True)
class Report:
    """A whole report, as of `made_at`; frozen if it is an `edition`.

    `logo` is a data: address or "", `smallest` the fewest people whose number is shown;
    `registered` is how many are on the registration list. `dissent` are the notes that were
    admitted, of `dissent_written` in all. Its times are those of its `time_zone`.
    """

    made_at: datetime
    title: str
    subtitle: str
    event: str
    place: str
    dates: str
    language: str
    accent: Colour  # a version from a file is no more to be trusted than the file
    logo: Logo
    smallest: int
    prose: ReportProse
    present: int
    breakdowns: list[Breakdown]
    sittings: list[AgendaSession]
    themes: list[Theme]
    survey: Survey
    choices: ReportChoices = field(default_factory=ReportChoices)
    edition: Edition | None = None
    registered: int = 0
    finalists: Vote | None = None
    dissent: list[Dissent] = field(default_factory=list)
    dissent_written: int = 0
    crossings: list[Crossing] = field(default_factory=list)
    near_miss: NearMiss | None = None
    time_zone: str = ""
    practice: bool = False
    pictures: list[ReportPicture] = field(default_factory=list)

    @property
    def heading(self) -> str:
        """The title, which PDF and Word print on every page."""
        return _("Practice run: %(title)s", title=self.title) if self.practice else self.title

    @property
    def deck(self) -> str:
        """The line below the title; that of a practice run says that nothing is real."""
        warning = _("Practice run. Nothing here is a real result.")
        return warning if self.practice else self.subtitle

    @property
    def votes(self) -> list[Vote]:
        """All counted votes: the rankings, then the final votes."""
        both = [theme.ranking for theme in self.themes], [theme.final_vote for theme in self.themes]
        ratings = [vote for theme in self.themes for vote in theme.ratings]
        return [vote for kind in (*both, ratings, [self.finalists]) for vote in kind if vote]

    @property
    def priority_issues(self) -> list[Issue]:
        """Those that made the cut, theme by theme."""
        return [issue for theme in self.themes for issue in theme.issues if issue.priority]

    @property
    def recommendations(self) -> list[Recommendation]:
        """All of them, in the report's order."""
        issues = (issue for theme in self.themes for issue in theme.issues)
        return [one for issue in issues for one in issue.recommendations]

    @property
    def left_out(self) -> list[Recommendation]:
        """Those that are not printed."""
        return [one for theme in self.themes for issue in theme.issues for one in issue.left_out]

    def name_of(self, actor: str) -> str:
        """The name of an actor in the index, regardless of case."""
        same, spelled = self.choices.same_actors, self._spelled.get(actor.casefold(), actor)
        return same.get(actor) or same.get(spelled, spelled)

    def names_of(self, one: Recommendation) -> list[str]:
        """The addressees of a recommendation under these names, each once."""
        return list(dict.fromkeys(self.name_of(actor) for actor in one.addressees))

    @cached_property
    def _spelled(self) -> dict[str, str]:
        """By small letters: the first spelling that begins with a capital, else the first."""
        named = [actor for one in self.recommendations for actor in one.addressees]
        spelled: dict[str, str] = {}
        for actor in sorted(named, key=lambda actor: actor[:1].islower()):
            spelled.setdefault(actor.casefold(), actor)
        return spelled

    @property
    def groups(self) -> set[int]:
        """The numbers of the groups that drafted recommendations."""
        drafted = chain.from_iterable(one.drafted_by for one in self.recommendations)
        return {group for group in drafted if group is not None}

    @property
    def ballots(self) -> int:
        """How many ballots were counted in all votes."""
        return sum(vote.turnout.count + vote.paper for vote in self.votes)
