"""The ranking, for each role. No page has a result before its reveal."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from polling.contests import electorate, frozen_turnout
from polling.contests import queries as contests
from polling.contests.models import OPEN, REVEALED, Contest
from polling.contests.results.charts import charts
from polling.contests.results.electorate_sentences import can_vote
from polling.contests.results.facts import facts
from polling.contests.results.figures import figures
from polling.contests.results.sector_sentences import about_sectors
from polling.contests.results.sentences import ResultSentences, about
from polling.core.access import Actor
from polling.people.models import Participant
from polling.ranking import queries
from polling.ranking.ballot_instructions import Instructions, counting, instructions
from polling.ranking.queries import Standing
from polling.setup.rule_descriptions import RULE_WORDS, RuleDescription
from polling.voting.ballots import BallotKind
from polling.voting.rules import DESCRIPTIONS
from polling.workshop.models import Issue, Theme, Workshop


@dataclass(frozen=True)
class Ballot:
    """One theme on a phone; `standings` and `sentences` are empty before the reveal."""

    theme: Theme
    contest: Contest
    kind: BallotKind
    options: list[Issue]
    instructions: Instructions
    voted: bool
    standings: list[Standing]
    sentences: ResultSentences


@dataclass(frozen=True)
class ParticipantPage:
    """One theme at a time: to rank, to wait for, or to read the result of."""

    person: Participant
    ballots: list[Ballot]
    open: list[Contest]


@dataclass(frozen=True)
class TurnoutRow:
    """One theme: who has voted, and the result once it is revealed.

    `voted` counts ballots, `papers` are the numbers of those on paper, `present` counts people who
    can vote.
    """

    theme: Theme
    contest: Contest
    voted: int
    papers: list[int]
    present: int
    standings: list[Standing]
    sentences: ResultSentences


@dataclass(frozen=True)
class FacilitatorPage:
    """The turnout, and the results that have been revealed."""

    rows: list[TurnoutRow]
    can_vote: str


@dataclass(frozen=True)
class ShownResult:
    """The theme whose result is on the screen."""

    theme: Theme
    contest: Contest
    standings: list[Standing]
    sentences: ResultSentences
    rule: RuleDescription


@dataclass(frozen=True)
class ScreenPage:
    """The turnout while people vote; then the result of one theme.

    `ranked` says whether all ballots are rankings; `counting` is "" if themes are counted
    differently.
    """

    rows: list[TurnoutRow]
    can_vote: str
    shown: ShownResult | None
    ranked: bool
    counting: str


@dataclass(frozen=True)
class ConsoleRow(TurnoutRow):
    """One theme for the organizer.

    `labels` name the contest's options; `choices` are (issue id, label, made the cut), to decide
    by hand. `facts` and `charts` are empty before the reveal.
    """

    kind: BallotKind
    labels: list[str]
    sectors: list[dict[str, Any]]
    choices: list[tuple[int, str, bool]]
    facts: list[str]
    charts: list[Any]


@dataclass(frozen=True)
class ConsolePage:
    """All themes, and the id of the contest that is on the screen."""

    rows: list[ConsoleRow]
    can_vote: str
    on_screen: str | None


def participant(session: Session, workshop: Workshop, actor: Actor) -> ParticipantPage:
    """The context of a participant's page."""
    pairs = queries.themes_with_contests(session, workshop.id)
    voter = actor.participant_id or 0
    voted = contests.has_voted(session, [contest.id for _, contest in pairs], voter)
    return ParticipantPage(
        person=session.get_one(Participant, voter),
        ballots=[
            Ballot(
                theme=theme,
                contest=contest,
                kind=_ballot_kind(contest),
                options=queries.own_order(queries.options(theme, contest), contest.id, voter),
                instructions=instructions(contest),
                voted=contest.id in voted,
                standings=_revealed(theme, contest),
                sentences=_sentences(theme, contest),
            )
            for theme, contest in pairs
        ],
        open=[contest for _, contest in pairs if contest.state == OPEN],
    )


def facilitator(session: Session, workshop: Workshop, actor: Actor) -> FacilitatorPage:
    """The context of a facilitator's page."""
    pairs = queries.themes_with_contests(session, workshop.id)
    return FacilitatorPage(_rows(session, pairs), _can_vote(session, pairs))


def screen(session: Session, workshop: Workshop) -> ScreenPage:
    """The context of the screen."""
    pairs = queries.themes_with_contests(session, workshop.id)
    spotlit = queries.spotlit(session, workshop)
    all_contests = [contest for _, contest in pairs]
    return ScreenPage(
        rows=_rows(session, pairs),
        can_vote=_can_vote(session, pairs),
        shown=_shown(*spotlit) if spotlit else None,
        ranked={_ballot_kind(contest) for contest in all_contests} <= {BallotKind.RANKING},
        counting=_common_counting(all_contests),
    )


def console(session: Session, workshop: Workshop) -> ConsolePage:
    """The context of the console."""
    pairs = queries.themes_with_contests(session, workshop.id)
    return ConsolePage(
        rows=[_console_row(session, row) for row in _rows(session, pairs)],
        can_vote=_can_vote(session, pairs),
        on_screen=workshop.screen_state.get("contest"),
    )


def _rows(session: Session, pairs: list[tuple[Theme, Contest]]) -> list[TurnoutRow]:
    ids = [contest.id for _, contest in pairs]
    voted, papers = contests.voted(session, ids), contests.papers(session, ids)
    return [
        TurnoutRow(
            theme=theme,
            contest=contest,
            voted=voted[contest.id],
            papers=papers[contest.id],
            present=frozen_turnout.present(session, contest),
            standings=_revealed(theme, contest),
            sentences=_sentences(theme, contest),
        )
        for theme, contest in pairs
    ]


def _can_vote(session: Session, pairs: list[tuple[Theme, Contest]]) -> str:
    eligible = max((electorate.size(session, contest) for _, contest in pairs), default=0)
    opened = (contest for _, contest in pairs if contest.state == OPEN)
    later = max((electorate.came_later(session, contest) for contest in opened), default=0)
    return can_vote(eligible, later=later)


def _shown(theme: Theme, contest: Contest) -> ShownResult:
    return ShownResult(
        theme=theme,
        contest=contest,
        standings=queries.standings(theme, contest),
        sentences=about(contest, queries.labels(theme)),
        rule=RULE_WORDS[contest.rule["rule"]],
    )


def _common_counting(all_contests: list[Contest]) -> str:
    """How ballots are counted, or "" if that differs between themes."""
    sentences = {counting(contest) for contest in all_contests}
    return sentences.pop() if len(sentences) == 1 else ""


def _console_row(session: Session, row: TurnoutRow) -> ConsoleRow:
    theme, contest = row.theme, row.contest
    names = queries.labels(theme)
    revealed = contest.state == REVEALED
    return ConsoleRow(
        **vars(row),
        kind=_ballot_kind(contest),
        labels=[names.get(option, "–") for option in contest.options],
        sectors=frozen_turnout.by_sector(session, contest),
        choices=_choices(theme, contest),
        facts=[*facts(contest, names), *about_sectors(contest, names)] if revealed else [],
        charts=charts(figures(contest, names), theme.label) if revealed else [],
    )


def _choices(theme: Theme, contest: Contest) -> list[tuple[int, str, bool]]:
    """The options to decide on by hand: in the order of the result, once that is revealed."""
    if contest.state != REVEALED:
        return [(issue.id, issue.label, False) for issue in queries.options(theme, contest)]
    standings = queries.standings(theme, contest)
    return [(row.issue.id, row.issue.label, row.made_cut) for row in standings]


def _ballot_kind(contest: Contest) -> BallotKind:
    return DESCRIPTIONS[contest.rule["rule"]].ballot_kind


def _sentences(theme: Theme, contest: Contest) -> ResultSentences:
    return about(contest, queries.labels(theme)) if contest.state == REVEALED else ResultSentences()


def _revealed(theme: Theme, contest: Contest) -> list[Standing]:
    return queries.standings(theme, contest) if contest.state == REVEALED else []
