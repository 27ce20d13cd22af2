"""The pages of a final vote in one stage, for each role. They contain no unrevealed result."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from sqlalchemy.orm import Session

from polling.charts import Chart
from polling.contests import electorate, turnout
from polling.contests import queries as contests
from polling.contests.casting.ballot_terms import terms_on_phones
from polling.contests.electorate import Roll
from polling.contests.models import OPEN, REVEALED, WAITING, Contest
from polling.contests.results.detail_sentences import facts
from polling.contests.results.sector_sentences import about_sectors
from polling.contests.results.summary_sentences import ResultSentences, about, in_short
from polling.contests.results.tie_sentences import decision_sentence
from polling.contests.turnout import exceptions
from polling.core.edit_conflicts import mark
from polling.final_vote import ballot_instructions, chart_captions, charts, queries
from polling.final_vote.dissent.queries import Notes, notes
from polling.final_vote.on_screen import on_screen
from polling.final_vote.page_contexts import ConsolePage, ScreenPage, console_page, drawn
from polling.final_vote.queries import ResultRow, Vote
from polling.people.models import Participant
from polling.recommendations.models import Recommendation
from polling.recommendations.sentence import sentence
from polling.screen import state
from polling.web.shared_fragments import Mine
from polling.workshop.models import Issue, Theme, Workshop
from polling.workshop.version_cache import cached_for_phones

RankedRow = tuple[int, Theme, ResultRow]  # (its rank over all themes, …)


@dataclass(frozen=True)
class Voted(Mine):
    """The contests in which a person has voted, and their group if it is an author."""

    voted: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Ballot:
    """One theme on a phone of `group_id`, which is None unless this group is an author.

    `terms` is the hash of its terms.
    """

    vote: Vote
    is_shown: bool
    voted: bool
    group_id: int | None
    terms: str

    @property
    def theme(self) -> Theme:
        """The theme."""
        return self.vote.theme

    @property
    def contest(self) -> Contest:
        """Its contest."""
        return self.vote.contest

    @property
    def paper(self) -> list[tuple[Issue, list[Recommendation]]]:
        """The content of the ballot."""
        return queries.paper(self.vote)

    @property
    def authors(self) -> dict[int, frozenset[int]]:
        """The groups of each option."""
        return electorate.authors(self.contest)

    @property
    def may_vote(self) -> bool:
        """Whether there is anything by other groups."""
        return queries.may_vote(self.vote, self.group_id)

    @property
    def task(self) -> ballot_instructions.Task:
        """The task."""
        return ballot_instructions.approve(self.contest, self.group_id)

    @property
    def counting(self) -> str:
        """How votes are counted."""
        return ballot_instructions.counting(self.contest)

    @property
    def standings(self) -> list[queries.ResultRow]:
        """The result, once it is shown."""
        return _revealed(self.vote) if self.is_shown else []

    @property
    def said(self) -> ResultSentences:
        """The sentences about the result."""
        return _said(self.vote) if self.is_shown else ResultSentences()


@dataclass(frozen=True)
class ParticipantPage:
    """One theme at a time; `overall` is the order of all themes whose results are shown."""

    ballots: list[Ballot]
    dissent: Notes
    overall: list[RankedRow]
    stage_count: int = 1


@dataclass(frozen=True)
class TurnoutRow:
    """One theme: the turnout, and the result once it is revealed.

    `voted` counts ballots, `papers` are the numbers of paper ballots, `present` counts people who
    can vote, and `exceptions` explains this number before the close.
    """

    theme: Theme
    contest: Contest
    voted: int
    papers: list[int]
    present: int
    exceptions: str
    standings: list[ResultRow]


@dataclass(frozen=True)
class FacilitatorPage:
    """The turnout, and the results that are shown."""

    rows: list[TurnoutRow]
    dissent: Notes
    overall: list[RankedRow]
    stage_count: int = 1


@dataclass(frozen=True, kw_only=True)
class OneStageScreen(ScreenPage):
    """The turnout; then the result of the theme `lit`, or all themes in one order."""

    rows: list[TurnoutRow]
    sentence: ModuleType
    lit: Vote | None
    said: ResultSentences
    overall: list[RankedRow]


@dataclass(frozen=True)
class ConsoleRow(TurnoutRow):
    """One theme for the organizer.

    `labels` are the labels of the options. `choices` are (recommendation id, sentence, made the
    cut), to decide by hand; `seen` is the mark of such a decision, `decided` a sentence about it.
    `groups` are the numbers of the authors' groups. `charts` and `facts` are empty before the
    reveal. If `folded`, another page has them.
    """

    labels: list[str]
    sectors: list[dict[str, Any]]
    choices: list[tuple[int, str, bool]]
    seen: str
    decided: str
    said: ResultSentences
    groups: list[int]
    charts: list[Chart]
    facts: list[str]
    folded: bool


@dataclass(frozen=True, kw_only=True)
class OneStageConsole(ConsolePage):
    """Each theme with its contest. `lit` is the id of the contest on the screen.

    `together` is true if the screen shows all themes in one order.
    """

    rows: list[ConsoleRow]
    lit: str | None
    together: bool
    overall: list[RankedRow]


def mine(session: Session, workshop: Workshop, people: Sequence[Participant]) -> dict[int, Mine]:
    """Return what each person has voted on, and their group."""
    votes = _votes(session, workshop)
    writers = queries.writers(vote.contest for vote in votes)
    voted = contests.who_voted(
        session, [vote.contest.id for vote in votes], [person.id for person in people]
    )
    return {
        person.id: Voted(
            group_id=person.group_id if person.group_id in writers else None,
            voted=voted[person.id],
        )
        for person in people
    }


def participant(session: Session, workshop: Workshop, mine: Voted) -> ParticipantPage:
    """Return the page: themes to vote on, to wait for, or with results."""
    votes = _votes(session, workshop)
    shown = queries.shown(workshop, votes)
    terms = terms_on_phones(session, workshop, [vote.contest for vote in votes])
    return ParticipantPage(
        ballots=[
            Ballot(
                vote,
                vote in shown,
                vote.contest.id in mine.voted,
                mine.group_id if mine.group_id in queries.writers([vote.contest]) else None,
                terms[vote.contest.id],
            )
            for vote in votes
        ],
        dissent=cached_for_phones(workshop, "dissent", lambda: notes(session, workshop.id)),
        overall=cached_for_phones(workshop, "overall", lambda: queries.overall(shown)),
    )


def _votes(session: Session, workshop: Workshop) -> list[Vote]:
    return cached_for_phones(workshop, "final_vote", lambda: queries.votes(session, workshop.id))


def facilitator(session: Session, workshop: Workshop) -> FacilitatorPage:
    """Return the turnout, and the results that are shown."""
    votes = queries.votes(session, workshop.id)
    shown = queries.shown(workshop, votes)
    rolls = _rolls(session, votes)
    return FacilitatorPage(
        rows=[
            _row(vote, rolls[vote.contest.id], _revealed(vote) if vote in shown else [])
            for vote in votes
        ],
        dissent=notes(session, workshop.id),
        overall=queries.overall(shown),
    )


def screen(session: Session, workshop: Workshop) -> OneStageScreen:
    """Return the turnout during the vote; then one theme's result, or all in one order."""
    listed = on_screen(session, workshop)
    votes = queries.votes(session, workshop.id)
    lit = queries.spotlit(workshop, votes)
    rolls = _rolls(session, votes)
    return OneStageScreen(
        stage_count=1,
        shown=listed.shown(state.step(workshop)) if listed else None,
        rows=[_row(vote, rolls[vote.contest.id], _revealed(vote)) for vote in votes],
        sentence=chart_captions,
        lit=lit,
        said=about(lit.contest, in_short(queries.labels(lit))) if lit else ResultSentences(),
        overall=queries.overall(queries.revealed(votes)),
    )


def console(session: Session, workshop: Workshop) -> OneStageConsole:
    """Return each theme with its contest: turnout, also by sector, and the result once revealed.

    If there are many recommendations, only the contest that the URL asks for has charts.
    """
    listed = on_screen(session, workshop)
    votes = queries.votes(session, workshop.id)
    lit = queries.spotlit(workshop, votes) if listed else None
    rolls = _rolls(session, votes)
    with_charts = drawn({vote.contest.id: len(vote.recommendations) for vote in votes})
    return OneStageConsole(
        **vars(console_page(session, workshop, listed)),
        rows=[
            _console_row(vote, rolls[vote.contest.id], folded=vote.contest.id not in with_charts)
            for vote in votes
        ],
        lit=lit.contest.id if lit else None,
        together=listed is not None and not lit,
        overall=queries.overall(queries.revealed(votes)),
    )


def _rolls(session: Session, votes: list[Vote]) -> dict[str, Roll]:
    return electorate.rolls(session, [vote.contest for vote in votes])


def _row(vote: Vote, roll: Roll, standings: list[ResultRow]) -> TurnoutRow:
    return TurnoutRow(
        theme=vote.theme,
        contest=vote.contest,
        voted=len(roll.voted),
        papers=roll.papers,
        present=turnout.present(roll),
        exceptions=_exceptions(roll),
        standings=standings,
    )


def _console_row(vote: Vote, roll: Roll, *, folded: bool) -> ConsoleRow:
    contest, names = vote.contest, queries.labels(vote)
    drawn = contest.state == REVEALED and not folded
    written = vote.recommendations.values()
    return ConsoleRow(
        **vars(_row(vote, roll, _revealed(vote))),
        labels=[sentence(one) for one in written],
        sectors=turnout.by_sector(roll),
        seen=mark(contests.decided(contest)),
        decided=decision_sentence(contest, names),
        choices=_choices(vote),
        said=_said(vote),
        groups=sorted({one.group.number for one in written if one.group}),
        charts=charts.of_theme(vote) if drawn else [],
        facts=[*facts(contest, names), *about_sectors(contest, names)] if drawn else [],
        folded=folded,
    )


def _choices(vote: Vote) -> list[tuple[int, str, bool]]:
    """Return the options to decide on by hand; in the order of the result, once revealed."""
    if vote.contest.state != REVEALED:
        return [(option, sentence(one), False) for option, one in vote.recommendations.items()]
    return [(one.recommendation.id, one.text, one.made_cut) for one in queries.standings(vote)]


def _exceptions(roll: Roll) -> str:
    """Return how many joined late and how many cannot vote, until the close."""
    if roll.contest.state not in {WAITING, OPEN}:
        return ""
    return exceptions(later=roll.came_later, barred=roll.barred)


def _revealed(vote: Vote) -> list[queries.ResultRow]:
    return queries.standings(vote) if vote.contest.state == REVEALED else []


def _said(vote: Vote) -> ResultSentences:
    return (
        about(vote.contest, queries.labels(vote))
        if vote.contest.state == REVEALED
        else ResultSentences()
    )
