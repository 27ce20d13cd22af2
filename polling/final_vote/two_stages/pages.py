"""The pages of a final vote in two stages, for each role. They contain no unrevealed result."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from markupsafe import Markup
from sqlalchemy.orm import Session

from polling.contests import electorate, turnout
from polling.contests import queries as contests
from polling.contests.casting.ballot_terms import terms_on_phones
from polling.contests.electorate import Roll
from polling.contests.models import OPEN, Contest
from polling.contests.queries import Progress
from polling.contests.turnout import can_vote
from polling.final_vote import ballot_instructions, chart_captions
from polling.final_vote.ballot_instructions import Task
from polling.final_vote.dissent.queries import Notes, notes
from polling.final_vote.on_screen import on_screen
from polling.final_vote.page_contexts import ScreenPage
from polling.final_vote.queries import writers as authors_in
from polling.final_vote.two_stages import queries, results
from polling.final_vote.two_stages.queries import RatedIssue, finalists, phase, phase_on_phones
from polling.final_vote.two_stages.results import FinalRow, RatedRow
from polling.final_vote.two_stages.short_titles import finalist_title
from polling.people.models import Participant
from polling.recommendations.models import Recommendation
from polling.screen import state
from polling.web.shared_fragments import Mine, alike
from polling.web.templating import shared
from polling.workshop.models import Issue, Theme, Workshop
from polling.workshop.version_cache import cached_for_phones

REVEALED_PART = "final_vote/two_stages/revealed.html"


@dataclass(frozen=True)
class Asked(Mine):
    """The contests that a person is asked in, in their order, and those in which they voted.

    `group_id` is their group, if it is an author.
    """

    asked: tuple[str, ...] = ()
    voted: frozenset[str] = frozenset()


@dataclass(frozen=True)
class IssueToRate:
    """One issue on a phone of `group_id`, which is None unless this group is an author.

    `paper` is the content of the ballot, `authors` are the groups of each option, and `terms` is
    the hash of the vote's terms.
    """

    one: RatedIssue
    group_id: int | None
    paper: list[Recommendation]
    authors: dict[int, frozenset[int]]
    voted: bool
    task: Task
    terms: str


@dataclass(frozen=True)
class Finalist:
    """A recommendation with its short title."""

    recommendation: Recommendation
    issue: Issue
    theme: Theme
    title: str


@dataclass(frozen=True)
class FinalBallot:
    """The ballot of the second stage; `terms` is the hash of its terms."""

    contest: Contest
    task: Task
    terms: str
    voted: bool
    authors: dict[int, frozenset[int]]
    paper: list[Finalist]


@dataclass(frozen=True)
class ParticipantPage:
    """The ballots of a phone; `revealed` is the part with the results, equal on all phones.

    `items` is the number of recommendations to rate. `may_ask_more` is true if there are more
    issues that this person could rate.
    """

    phase: str
    asked: Sequence[IssueToRate] = ()
    items: int = 0
    may_ask_more: bool = False
    final: FinalBallot | None = None
    revealed: Markup | None = None
    stage_count: int = 2


@dataclass(frozen=True)
class Revealed:
    """The results, empty before the reveal: each theme, the overall order, and the highlights."""

    themes: list[tuple[Theme, list[RatedRow]]]
    order: list[FinalRow]
    broad: list[RatedRow]
    split: list[RatedRow]


@dataclass(frozen=True)
class RevealedPart(Revealed):
    """The results as shown on all phones, and all contests that people `voted_on`.

    `listed` is the top of the overall order.
    """

    workshop: Workshop
    voted_on: list[Contest]
    final: Contest | None
    listed: list[FinalRow]
    dissent: Notes


@dataclass(frozen=True)
class FacilitatorPage(Revealed):
    """The turnout, and the results that are shown.

    `final_voted` is the number of ballots of the second stage, and `present` the number of people
    who can vote in it.
    """

    phase: str
    progress: Progress
    final: Contest | None
    final_voted: int
    present: int
    dissent: Notes
    stage_count: int = 2


@dataclass(frozen=True, kw_only=True)
class TwoStageScreen(ScreenPage):
    """Turnout while people vote; then the overall order, one theme `lit`, or the list `lit_list`.

    `papers` are the numbers of the paper ballots. `final_voted` is the number of ballots of the
    second stage, and `present` the number of people who can vote in it.
    """

    phase: str
    progress: Progress
    papers: list[int]
    can_vote: str
    final: Contest | None
    reopened: bool
    final_voted: int
    present: int
    lit: tuple[Theme, list[RatedRow]] | None
    lit_list: str
    sentence: ModuleType
    order: list[FinalRow]
    broad: list[RatedRow]
    split: list[RatedRow]


NOTHING = Revealed([], [], [], [])


def mine(session: Session, workshop: Workshop, people: Sequence[Participant]) -> dict[int, Mine]:
    """Return what each person is asked and has voted on; empty once everything is revealed."""
    if _phase_now(session, workshop) == "revealed":
        return alike(people)
    every, final = _contests(session, workshop)
    ids, rated = [person.id for person in people], [one.contest.id for one in every]
    asked = electorate.asked(session, rated, ids)
    voted = contests.who_voted(session, [*rated, *([final.id] if final else [])], ids)
    writers = authors_in([*(one.contest for one in every), *([final] if final else [])])
    return {
        person.id: Asked(
            group_id=person.group_id if person.group_id in writers else None,
            asked=tuple(asked.get(person.id, ())),
            voted=voted[person.id],
        )
        for person in people
    }


def participant(session: Session, workshop: Workshop, mine: Any) -> ParticipantPage:
    """Return the phone's ballots, and afterwards the results."""
    now = _phase_now(session, workshop)
    if now == "revealed":
        return ParticipantPage(now, revealed=_results(session, workshop))
    every, final = _contests(session, workshop)
    of_contest = {one.contest.id: one for one in every}
    terms = terms_on_phones(session, workshop, _all_contests(every, final))
    own = [of_contest[contest_id] for contest_id in mine.asked if contest_id in of_contest]
    return ParticipantPage(
        phase=now,
        asked=[_to_rate(one, mine, terms[one.contest.id]) for one in own],
        items=sum(ballot_instructions.choosable(one.contest, mine.group_id) for one in own),
        may_ask_more=now == "rating" and _has_more(every, own, mine.group_id),
        final=_ballot(every, final, mine, terms[final.id]) if final else None,
    )


def _phase_now(session: Session, workshop: Workshop) -> str:
    return phase_on_phones(*_contests(session, workshop), state.unshown(workshop))


def _contests(session: Session, workshop: Workshop) -> tuple[list[RatedIssue], Contest | None]:
    return cached_for_phones(
        workshop,
        "two_stages",
        lambda: (queries.rated_issues(session, workshop.id), finalists(session, workshop.id)),
    )


def _all_contests(every: list[RatedIssue], final: Contest | None) -> list[Contest]:
    return [*(one.contest for one in every), *filter(None, [final])]


def _results(session: Session, workshop: Workshop) -> Markup:
    def made() -> RevealedPart:
        every, final = queries.rated_issues(session, workshop.id), finalists(session, workshop.id)
        shown = revealed(every, final)
        return RevealedPart(
            **vars(shown),
            workshop=workshop,
            voted_on=_all_contests(every, final),
            final=final,
            listed=results.top(shown.order),
            dissent=notes(session, workshop.id),
        )

    return shared(workshop, REVEALED_PART, made)


def _to_rate(one: RatedIssue, mine: Asked, terms: str) -> IssueToRate:
    group_id = mine.group_id if mine.group_id in authors_in([one.contest]) else None
    return IssueToRate(
        one=one,
        group_id=group_id,
        paper=list(one.recommendations.values()),
        authors=electorate.authors(one.contest),
        voted=one.contest.id in mine.voted,
        task=ballot_instructions.rate(one.contest, group_id),
        terms=terms,
    )


def _has_more(every: list[RatedIssue], mine: list[RatedIssue], group_id: int | None) -> bool:
    """Return whether an issue is left that this person's group did not work on."""
    asked = {one.issue.id for one in mine}
    return any(one.issue.id not in asked and group_id not in one.writers for one in every)


def _ballot(every: list[RatedIssue], final: Contest, mine: Asked, terms: str) -> FinalBallot:
    return FinalBallot(
        contest=final,
        task=ballot_instructions.choose_finalists(final, mine.group_id),
        terms=terms,
        voted=final.id in mine.voted,
        authors=electorate.authors(final),
        paper=[
            Finalist(
                recommendation=one.recommendations[option],
                issue=one.issue,
                theme=one.theme,
                title=finalist_title(final, one.recommendations[option]),
            )
            for one in every
            for option in one.contest.options
            if option in final.options
        ],
    )


def facilitator(session: Session, workshop: Workshop) -> FacilitatorPage:
    """Return the progress of the vote, and the results once they are revealed."""
    every, final = queries.rated_issues(session, workshop.id), finalists(session, workshop.id)
    now = phase_on_phones(every, final, state.unshown(workshop))
    shown = revealed(every, final) if now == "revealed" else NOTHING
    rolls = rolls_of(session, every, final)
    rated = [rolls[one.contest.id] for one in every]
    return FacilitatorPage(
        **vars(shown),
        phase=now,
        progress=electorate.progress(rated),
        final=final,
        final_voted=len(rolls[final.id].voted) if final else 0,
        present=turnout.present(rolls[final.id]) if final else 0,
        dissent=notes(session, workshop.id),
    )


def screen(session: Session, workshop: Workshop) -> TwoStageScreen:
    """Return the turnout during the vote; then the overall list, or one theme."""
    listed = on_screen(session, workshop)
    every, final = queries.rated_issues(session, workshop.id), finalists(session, workshop.id)
    now = phase(every, final)
    shown = revealed(every, final) if now == "revealed" else NOTHING
    rolls = rolls_of(session, every, final)
    rated = [rolls[one.contest.id] for one in every]
    lit = workshop.screen_state.get("theme")
    return TwoStageScreen(
        stage_count=2,
        shown=listed.shown(state.step(workshop)) if listed else None,
        phase=now,
        progress=electorate.progress(rated),
        papers=papers(rated),
        can_vote=who_can_vote(rated, rolls.get(final.id) if final else None),
        final=final,
        reopened=_is_reopened(every, final),
        final_voted=len(rolls[final.id].voted) if final else 0,
        present=turnout.present(rolls[final.id]) if final else 0,
        lit=next((pair for pair in shown.themes if pair[0].id == lit), None),
        lit_list=workshop.screen_state.get("listed") or "",
        sentence=chart_captions,
        order=shown.order,
        broad=shown.broad,
        split=shown.split,
    )


def _is_reopened(every: list[RatedIssue], final: Contest | None) -> bool:
    votes = [one.contest for one in every] + ([final] if final else [])
    return any(vote.state == OPEN and vote.reopened for vote in votes)


def rolls_of(session: Session, every: list[RatedIssue], final: Contest | None) -> dict[str, Roll]:
    """Return the rolls of both stages, by contest id."""
    votes = [one.contest for one in every] + ([final] if final else [])
    return electorate.rolls(session, votes)


def papers(rated: list[Roll]) -> list[int]:
    """Return the numbers of the first stage's paper ballots, for any issues."""
    return sorted({number for roll in rated for number in roll.papers})


def who_can_vote(rated: list[Roll], final: Roll | None) -> str:
    """Explain how many can vote in the waiting or open stage, and how many of them joined later."""
    if final:
        return can_vote(final.size, later=final.came_later)
    if not any(roll.contest.state == OPEN for roll in rated):
        return ""
    first = rated[0].contest
    asked = electorate.people_asked(rated)
    newest = first.pools.get("newest", max(asked, default=0))
    return can_vote(len(asked), later=sum(person > newest for person in asked))


def revealed(every: list[RatedIssue], final: Contest | None) -> Revealed:
    """Return the results of counted and revealed votes."""
    themes = results.by_theme(every)
    rows = [row for _theme, here in themes for row in here]
    return Revealed(
        themes=themes,
        order=results.final_order(final, every),
        broad=results.broad(rows),
        split=results.split(rows),
    )
