"""The report as typed data: each figure once, with its base.

`queries.report` creates it; all formats are drawn from it, so they cannot contradict each other.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import chain

from polling.core.i18n import _
from polling.core.text import Colour, Language
from polling.recommendations.actor_splitting import each_actor
from polling.recommendations.agreement import Agreement
from polling.recommendations.wording import WordingParts
from polling.report.data.people_data import Breakdown, Crossing
from polling.report.data.vote_data import ContestStanding, Share, Vote
from polling.report.options import ReportChoices, ReportImprint, ReportProse
from polling.report.pictures import ReportPicture
from polling.report.published_results.schema import Dissent, Repeated
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
    """An edited wording for print, and the `voted` one.

    `state` is the group's answer: "agreed", "declined", "asked" (no answer yet), or "unasked".
    `answered_by` is "facilitator", "member", or "" if unknown.
    """

    text: str
    voted: str
    state: str
    answered_by: str = ""

    @property
    def is_printed(self) -> bool:
        """Whether the report prints the edited wording; otherwise it prints the voted one."""
        return self.state in {"agreed", "unasked"}


@dataclass(frozen=True, kw_only=True)
class Recommendation(WordingParts):
    """A recommendation as a sentence and in its parts, as printed. `group` is its number, if known.

    `id` is the id of its row, for the console's buttons; it is meaningless in another database.

    `standing` is its place in the vote on its theme (in two stages, in the ratings), and `final`
    its place in the second stage, if it is a finalist.

    `merged_from` are the recommendations merged into this one, and `split_from` the sentence from
    which it was split. `by_hand`: organizers decided whether to print it.
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
        """All actors that it names: "Banks such as the ADB" names two."""
        return list(dict.fromkeys(name for actor in self.actors for name in each_actor(actor)))

    @property
    def drafted_by(self) -> Iterator[int | None]:
        """The numbers of its group and of the groups of merged ones."""
        yield self.group
        for part in self.merged_from:
            yield from part.drafted_by


@dataclass(frozen=True)
class SessionNote:
    """The text of a note or of a merged issue, with its sessions; `of` is "note" or "issue".

    -
    """

    of: str
    headline: str
    detail: str
    sources: list[str]


@dataclass(frozen=True)
class Issue:
    """An issue with its recommendations, in voted order if there was a vote.

    `left_out` are the recommendations that are not printed. `label` is its short name in charts.
    `heard` are its notes and merged issues.
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
    """The last wild card and the first recommendation left out, by reference, with scores.

    After this many changed `ratings`, `outside` would have been ahead.
    """

    inside: str
    last: str
    outside: str
    next: str
    ratings: int


@dataclass(frozen=True)
class Theme:
    """A theme: all issues, priority issues first; its votes, once revealed.

    `id` is the id of its row, as for recommendations.
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
        """The issues in the report: those with a priority or recommendations, or else all."""
        chosen = [issue for issue in self.issues if issue.priority or issue.recommendations]
        return chosen or self.issues


@dataclass(frozen=True)
class Survey:
    """The questions that enough people answered; `hidden` is the number of other questions."""

    responses: Share
    tallies: list[QuestionTally]
    hidden: int


@dataclass(frozen=True)
class Edition:
    """The version of a frozen report; `digest` is the SHA-256 of its data."""

    number: int
    digest: str


@dataclass(frozen=True)
class Report:
    """A whole report, as of `made_at`; frozen if it is an `edition`.

    `logo` is a data: URL or "". `smallest` is the size of the smallest group whose number is shown.
    `registered` is the number of people on the registration list. `dissent` are the approved notes,
    out of `dissent_written`. Its times are in its `time_zone`. If it is `imported`, its results
    come from a file. Tables of people's answers can be `repeated` from an earlier version.
    """

    made_at: datetime
    title: str
    subtitle: str
    event: str
    place: str
    dates: str
    language: Language  # a version from a file is as untrusted as the file
    accent: Colour
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
    imported: bool = False
    repeated: Repeated | None = None

    @property
    def heading(self) -> str:
        """The title printed by PDF and Word on every page."""
        return f"{_('Practice run')}: {self.title}" if self.practice else self.title

    @property
    def deck(self) -> str:
        """The line below the title, which also warns of results that are not this server's own."""
        unreal = _("Nothing here is a real result.") if self.practice else ""
        return " · ".join(filter(None, [self.subtitle, unreal, self._origin]))

    @property
    def warning(self) -> str:
        """That nothing in a practice run is real, or that results come from a file; or ""."""
        practice = f"{_('Practice run')}. {_('Nothing here is a real result.')}"
        return " ".join(filter(None, [practice if self.practice else "", self._origin]))

    @property
    def _origin(self) -> str:
        return _("The results were imported from a file.") if self.imported else ""

    @property
    def imprint(self) -> ReportImprint:
        """The imprint. A practice run is not to be cited."""
        made = self.choices.imprint
        return made.model_copy(update={"citation": "", "doi": ""}) if self.practice else made

    @property
    def counted(self) -> int:
        """The number of people whose answers the tables count."""
        return self.repeated.people if self.repeated else self.present

    @property
    def votes(self) -> list[Vote]:
        """All counted votes: rankings, then final votes."""
        both = [theme.ranking for theme in self.themes], [theme.final_vote for theme in self.themes]
        ratings = [vote for theme in self.themes for vote in theme.ratings]
        return [vote for kind in (*both, ratings, [self.finalists]) for vote in kind if vote]

    @property
    def priority_issues(self) -> list[Issue]:
        """The issues that made the cut, by theme."""
        return [issue for theme in self.themes for issue in theme.issues if issue.priority]

    @property
    def recommendations(self) -> list[Recommendation]:
        """All recommendations, in the report's order."""
        issues = (issue for theme in self.themes for issue in theme.issues)
        return [one for issue in issues for one in issue.recommendations]

    @property
    def left_out(self) -> list[Recommendation]:
        """The recommendations that are not printed."""
        return [one for theme in self.themes for issue in theme.issues for one in issue.left_out]

    def name_of(self, actor: str) -> str:
        """Return the name of an actor in the index, regardless of case."""
        same, spelled = self.choices.same_actors, self._spelled.get(actor.casefold(), actor)
        return same.get(actor) or same.get(spelled, spelled)

    def names_of(self, one: Recommendation) -> list[str]:
        """Return the addressees of a recommendation by index name, each once."""
        return list(dict.fromkeys(self.name_of(actor) for actor in one.addressees))

    @cached_property
    def _spelled(self) -> dict[str, str]:
        """Return the preferred spelling by lower-case name: the first capitalized, or the first."""
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
        """The number of ballots counted in all votes."""
        return sum(vote.turnout.count + vote.paper for vote in self.votes)
