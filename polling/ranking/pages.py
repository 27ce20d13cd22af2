"""The pages of the ranking, for each role. They contain no result before its reveal."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from polling.contests import electorate, turnout
from polling.contests import queries as contests
from polling.contests.casting.ballot_terms import terms_on_phones
from polling.contests.electorate import Roll
from polling.contests.kinds import RANKING
from polling.contests.models import OPEN, REVEALED, WAITING, Contest
from polling.contests.results.charts import charts
from polling.contests.results.detail_sentences import facts
from polling.contests.results.figures import figures
from polling.contests.results.sector_sentences import about_sectors
from polling.contests.results.summary_sentences import ResultSentences, about, in_short
from polling.contests.results.tie_sentences import decision_sentence
from polling.contests.turnout import can_vote
from polling.core.access import Actor
from polling.core.edit_conflicts import mark
from polling.people.models import Participant
from polling.ranking import queries
from polling.ranking.ballot_instructions import Instructions, instructions
from polling.ranking.queries import RankedIssue, rule_for
from polling.screen import state
from polling.screen.reveal import Shown
from polling.setup.rule_descriptions import RULE_WORDS, RuleDescription
from polling.voting.ballots import BallotKind
from polling.voting.rules import DESCRIPTIONS
from polling.web.long_pages import complete_parts
from polling.web.shared_fragments import Mine
from polling.workshop.models import Issue, Theme, Workshop
from polling.workshop.queries import themes
from polling.workshop.settings import Settings
from polling.workshop.version_cache import cached_for_phones

MOST_DRAWN = 60  # issues whose results the console draws at once; of more, one theme on request


@dataclass(frozen=True)
class Ballot:
    """One theme on a phone; `terms` are the hashes of its terms.

    `standings` and `sentences` are empty until the result is shown.
    """

    theme: Theme
    contest: Contest
    is_shown: bool
    voted: bool
    terms: str = ""

    @property
    def kind(self) -> BallotKind:
        """The kind of ballots that the rule counts."""
        return _ballot_kind(self.contest)

    @property
    def options(self) -> list[Issue]:
        """The issues to vote on, in the order of the theme."""
        return queries.options(self.theme, self.contest)

    @property
    def instructions(self) -> Instructions:
        """What to do, and how it is counted."""
        return instructions(self.contest)

    @property
    def standings(self) -> list[RankedIssue]:
        """The result in its order."""
        return queries.standings(self.theme, self.contest) if self.is_shown else []

    @property
    def sentences(self) -> ResultSentences:
        """The sentences about the result."""
        return _sentences(self.theme, self.contest) if self.is_shown else ResultSentences()


@dataclass(frozen=True)
class ParticipantPage:
    """One theme at a time: to rank, to wait for, or to read the result of."""

    ballots: list[Ballot]
    open: list[Contest]
    wished: tuple[int, ...]


@dataclass(frozen=True)
class TurnoutRow:
    """One theme: the turnout, and the result once it is revealed.

    `voted` counts ballots, `papers` are the numbers of paper ballots, and `present` counts people
    who can vote.
    """

    theme: Theme
    contest: Contest
    voted: int
    papers: list[int]
    present: int
    standings: list[RankedIssue]
    sentences: ResultSentences


@dataclass(frozen=True)
class FacilitatorPage:
    """The turnout, and the results that are shown."""

    rows: list[TurnoutRow]
    can_vote: str


@dataclass(frozen=True)
class ShownResult:
    """The theme whose result is on the screen, and the steps shown so far."""

    theme: Theme
    contest: Contest
    shown: Shown
    sentences: ResultSentences
    rule: RuleDescription


@dataclass(frozen=True)
class ScreenPage:
    """The turnout while people vote; then the result of one theme."""

    rows: list[TurnoutRow]
    can_vote: str
    result: ShownResult | None


@dataclass(frozen=True)
class ConsoleRow(TurnoutRow):
    """One theme for the organizer.

    `labels` are the labels of the options. `choices` are (issue id, label, made the cut), to decide
    by hand; `seen` is the mark of such a decision, `decided` a sentence about it. `facts`
    and `charts` are empty before the reveal. If `folded`, another page has them.
    """

    kind: BallotKind
    labels: list[str]
    sectors: list[dict[str, Any]]
    choices: list[tuple[int, str, bool]]
    seen: str
    decided: str
    facts: list[str]
    charts: list[Any]
    folded: bool


@dataclass(frozen=True)
class ConsolePage:
    """All themes, and the contest on the screen with the steps shown so far."""

    rows: list[ConsoleRow]
    can_vote: str
    on_screen: str | None
    shown: Shown | None


@dataclass(frozen=True)
class Voted(Mine):
    """The contests in which a person has voted, and their preferred themes, when shown."""

    voted: frozenset[str] = frozenset()
    wished: tuple[int, ...] = ()


def mine(session: Session, workshop: Workshop, people: Sequence[Participant]) -> dict[int, Mine]:
    """Return what each person has voted on."""
    pairs = _pairs(session, workshop)
    voted = contests.who_voted(
        session, [contest.id for _, contest in pairs], [person.id for person in people]
    )
    wishes = all(contest.state != OPEN for _, contest in pairs)
    return {
        person.id: Voted(voted=voted[person.id], wished=tuple(person.preferences) if wishes else ())
        for person in people
    }


def _pairs(session: Session, workshop: Workshop) -> list[tuple[Theme, Contest]]:
    return cached_for_phones(
        workshop, "ranking", lambda: queries.themes_with_contests(session, workshop.id)
    )


def participant(session: Session, workshop: Workshop, mine: Voted) -> ParticipantPage:
    """Return the context of a participant's page."""
    pairs = _pairs(session, workshop)
    terms = terms_on_phones(session, workshop, [contest for _, contest in pairs])
    return ParticipantPage(
        wished=mine.wished,
        ballots=[
            Ballot(
                theme=theme,
                contest=contest,
                is_shown=contests.is_shown(workshop, contest),
                voted=contest.id in mine.voted,
                terms=terms[contest.id],
            )
            for theme, contest in pairs
        ],
        open=[contest for _, contest in pairs if contest.state == OPEN],
    )


def preview(session: Session, workshop: Workshop) -> ParticipantPage:
    """Return a phone's page with every vote open. Nothing is stored, and nobody can vote."""
    settings = Settings.model_validate(workshop.settings)
    pairs = [
        (
            theme,
            Contest(
                id=f"preview-{theme.id}",
                kind=RANKING,
                theme_id=theme.id,
                state=OPEN,
                rule=rule_for(settings, theme),
                options=[issue.id for issue in theme.issues],
                reopened=[],
            ),
        )
        for theme in themes(session, workshop.id)
    ]
    return ParticipantPage(
        wished=(),
        ballots=[
            Ballot(theme=theme, contest=contest, is_shown=False, voted=False)
            for theme, contest in pairs
        ],
        open=[contest for _, contest in pairs],
    )


def facilitator(session: Session, workshop: Workshop, actor: Actor) -> FacilitatorPage:
    """Return the context of a facilitator's page."""
    pairs = queries.themes_with_contests(session, workshop.id)
    rolls = electorate.rolls(session, [contest for _, contest in pairs])
    rows = _rows(pairs, rolls, lambda contest: contests.is_shown(workshop, contest))
    return FacilitatorPage(rows, _can_vote(rolls))


def screen(session: Session, workshop: Workshop) -> ScreenPage:
    """Return the context of the screen."""
    pairs = queries.themes_with_contests(session, workshop.id)
    rolls = electorate.rolls(session, [contest for _, contest in pairs])
    return ScreenPage(
        rows=_rows(pairs, rolls, _is_revealed),
        can_vote=_can_vote(rolls),
        result=_result(session, workshop),
    )


def console(session: Session, workshop: Workshop) -> ConsolePage:
    """Return the context of the console."""
    pairs = queries.themes_with_contests(session, workshop.id)
    result = _result(session, workshop)
    rolls = electorate.rolls(session, [contest for _, contest in pairs])
    drawn = complete_parts({one.id: len(one.options) for _, one in pairs}, MOST_DRAWN)
    return ConsolePage(
        rows=[
            _console_row(row, rolls[row.contest.id], folded=row.contest.id not in drawn)
            for row in _rows(pairs, rolls, _is_revealed)
        ],
        can_vote=_can_vote(rolls),
        on_screen=result.contest.id if result else None,
        shown=result.shown if result else None,
    )


def _rows(
    pairs: list[tuple[Theme, Contest]],
    rolls: dict[str, Roll],
    has_result: Callable[[Contest], bool],
) -> list[TurnoutRow]:
    return [
        TurnoutRow(
            theme=theme,
            contest=contest,
            voted=len(rolls[contest.id].voted),
            papers=rolls[contest.id].papers,
            present=turnout.present(rolls[contest.id]),
            standings=queries.standings(theme, contest) if has_result(contest) else [],
            sentences=_sentences(theme, contest) if has_result(contest) else ResultSentences(),
        )
        for theme, contest in pairs
    ]


def _is_revealed(contest: Contest) -> bool:
    return contest.state == REVEALED


def _can_vote(rolls: dict[str, Roll]) -> str:
    """Return how many people can vote; "" when voting is closed."""
    if not any(roll.contest.state in {WAITING, OPEN} for roll in rolls.values()):
        return ""
    eligible = max((roll.size for roll in rolls.values()), default=0)
    opened = (roll for roll in rolls.values() if roll.contest.state == OPEN)
    later = max((roll.came_later for roll in opened), default=0)
    return can_vote(eligible, later=later)


def _result(session: Session, workshop: Workshop) -> ShownResult | None:
    spotlit = queries.spotlit(session, workshop)
    listed = queries.on_screen(session, workshop)
    if spotlit is None or listed is None:
        return None
    theme, contest = spotlit
    return ShownResult(
        theme=theme,
        contest=contest,
        shown=listed.shown(state.step(workshop)),
        sentences=about(contest, in_short(queries.labels(theme))),
        rule=RULE_WORDS[contest.rule["rule"]],
    )


def _console_row(row: TurnoutRow, roll: Roll, *, folded: bool) -> ConsoleRow:
    theme, contest = row.theme, row.contest
    names = queries.labels(theme)
    drawn = contest.state == REVEALED and not folded
    return ConsoleRow(
        **vars(row),
        kind=_ballot_kind(contest),
        labels=[names.get(option, "–") for option in contest.options],
        sectors=turnout.by_sector(roll),
        seen=mark(contests.decided(contest)),
        decided=decision_sentence(contest, names),
        choices=_choices(theme, contest),
        facts=[*facts(contest, names), *about_sectors(contest, names)] if drawn else [],
        charts=charts(figures(contest, names), theme.label) if drawn else [],
        folded=folded,
    )


def _choices(theme: Theme, contest: Contest) -> list[tuple[int, str, bool]]:
    """Return the options to decide on by hand; in the order of the result, once revealed."""
    if contest.state != REVEALED:
        return [(issue.id, issue.label, False) for issue in queries.options(theme, contest)]
    standings = queries.standings(theme, contest)
    return [(row.issue.id, row.issue.label, row.made_cut) for row in standings]


def _ballot_kind(contest: Contest) -> BallotKind:
    return DESCRIPTIONS[contest.rule["rule"]].ballot_kind


def _sentences(theme: Theme, contest: Contest) -> ResultSentences:
    return about(contest, queries.labels(theme))
