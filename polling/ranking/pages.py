"""The ranking, for each role. Nobody's page holds a result that has not been revealed."""

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
from polling.ranking.ballot_instructions import counting, instructions
from polling.setup.rule_descriptions import RULE_WORDS
from polling.voting.ballots import BallotKind
from polling.voting.rules import DESCRIPTIONS
from polling.workshop.models import Theme, Workshop


def participant(session: Session, workshop: Workshop, actor: Actor) -> dict[str, Any]:
    """One theme at a time: to rank, to wait for, or to read the result of."""
    pairs = queries.themes_with_contests(session, workshop.id)
    voter = actor.participant_id or 0
    voted = contests.has_voted(session, [contest.id for _, contest in pairs], voter)
    return {
        "ballots": [
            {
                "theme": theme,
                "contest": contest,
                "options": queries.own_order(queries.options(theme, contest), contest.id, voter),
                "voted": contest.id in voted,
                "standings": _revealed(theme, contest),
                "said": _said(theme, contest),
                "kind": DESCRIPTIONS[contest.rule["rule"]].ballot_kind,
                "told": instructions(contest),
            }
            for theme, contest in pairs
        ],
        "person": session.get_one(Participant, voter),
        "open": [contest for _, contest in pairs if contest.state == OPEN],
    }


def screen(session: Session, workshop: Workshop) -> dict[str, Any]:
    """Turnout while people vote; then one theme's result."""
    lit = queries.spotlit(session, workshop)
    page = _turnout(session, workshop) | {"shown": _shown(*lit) if lit else {}}
    return page | _rule([row["contest"] for row in page["rows"]])


def _rule(all_contests: list[Contest]) -> dict[str, Any]:
    """How ballots are counted, "" where that is not the same for all themes."""
    kinds = {DESCRIPTIONS[contest.rule["rule"]].ballot_kind for contest in all_contests}
    said = {counting(contest) for contest in all_contests}
    alike = said.pop() if len(said) == 1 else ""
    return {"ranked": kinds <= {BallotKind.RANKING}, "counting": alike}


def _shown(theme: Theme, contest: Contest) -> dict[str, Any]:
    return {
        "theme": theme,
        "contest": contest,
        "standings": queries.standings(theme, contest),
        "said": about(contest, queries.labels(theme)),
        "rule": RULE_WORDS[contest.rule["rule"]],
    }


def facilitator(session: Session, workshop: Workshop, actor: Actor) -> dict[str, Any]:
    """The turnout, and the results that have been revealed."""
    return _turnout(session, workshop)


def console(session: Session, workshop: Workshop) -> dict[str, Any]:
    """Each theme with its contest: turnout, by sector too, and the result once it is revealed."""
    overview = _turnout(session, workshop)
    for row in overview["rows"]:
        contest = row["contest"]
        row["kind"] = DESCRIPTIONS[contest.rule["rule"]].ballot_kind
        names = queries.labels(row["theme"])
        row["labels"] = [names.get(option, "–") for option in contest.options]
        row["sectors"] = frozen_turnout.by_sector(session, contest)
        row["choices"] = _choices(row["theme"], contest)
        if contest.state == REVEALED:
            row.update(_numbers(row["theme"], contest))
    return overview | {"lit": workshop.spotlight.get("contest")}


def _choices(theme: Theme, contest: Contest) -> list[tuple[int, str, bool]]:
    """The options to decide on by hand: in the order of the result, once that is revealed."""
    if contest.state != REVEALED:
        return [(one.id, one.label, False) for one in queries.options(theme, contest)]
    standings = queries.standings(theme, contest)
    return [(one["issue"].id, one["issue"].label, one["made_cut"]) for one in standings]


def _numbers(theme: Theme, contest: Contest) -> dict[str, Any]:
    """The charts and sentences of a revealed result."""
    names = queries.labels(theme)
    return {
        "facts": [*facts(contest, names), *about_sectors(contest, names)],
        "charts": charts(figures(contest, names), theme.label),
    }


def _turnout(session: Session, workshop: Workshop) -> dict[str, Any]:
    pairs = queries.themes_with_contests(session, workshop.id)
    ids = [contest.id for _, contest in pairs]
    voted, papers = contests.voted(session, ids), contests.papers(session, ids)
    rows: list[dict[str, Any]] = [
        {
            "theme": theme,
            "contest": contest,
            "voted": voted[contest.id],
            "papers": papers[contest.id],
            "present": frozen_turnout.present(session, contest),
            "standings": _revealed(theme, contest),
            "said": _said(theme, contest),
        }
        for theme, contest in pairs
    ]
    able = max((electorate.size(session, contest) for _, contest in pairs), default=0)
    opened = (contest for _, contest in pairs if contest.state == OPEN)
    later = max((electorate.came_later(session, contest) for contest in opened), default=0)
    return {"rows": rows, "can_vote": can_vote(able, later=later)}


def _said(theme: Theme, contest: Contest) -> ResultSentences:
    return about(contest, queries.labels(theme)) if contest.state == REVEALED else ResultSentences()


def _revealed(theme: Theme, contest: Contest) -> list[dict[str, Any]]:
    return queries.standings(theme, contest) if contest.state == REVEALED else []
