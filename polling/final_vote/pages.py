"""The final vote and its results, for each role. No page holds a result not yet revealed.

The stage "final_vote" asks and reveals theme by theme; the stage "results" shows what came of it.
"""

from typing import Any

from sqlalchemy.orm import Session

from polling.breakouts.queries import groups
from polling.contests import electorate, frozen_turnout
from polling.contests import queries as contests
from polling.contests.models import OPEN, REVEALED, WAITING, Contest
from polling.contests.results.electorate_sentences import can_vote
from polling.contests.results.facts import facts
from polling.contests.results.sector_sentences import about_sectors
from polling.contests.results.sentences import ResultSentences, about
from polling.core.access import Actor
from polling.final_vote import ballot_instructions, chart_captions, charts, queries, slides
from polling.final_vote.dissent.queries import notes, to_moderate
from polling.final_vote.queries import Vote
from polling.final_vote.slides import Line
from polling.final_vote.stage_count import MANY, has_begun, recommendations, stages
from polling.final_vote.two_stages import console as two_stage_console
from polling.final_vote.two_stages import pages as two_stage_pages
from polling.recommendations.sentence import sentence
from polling.workshop.models import Workshop

ON_THE_SCREEN = 10  # of the overall order, and whatever is level with the last of them


def participant(session: Session, workshop: Workshop, actor: Actor) -> dict[str, Any]:
    """One theme at a time: to vote on, to wait for, or to read the result of."""
    if stages(session, workshop) == 2:
        return {"stage_count": 2} | two_stage_pages.participant(session, workshop, actor)
    votes = queries.votes(session, workshop.id)
    voter = actor.participant_id or 0
    voted = contests.has_voted(session, [vote.contest.id for vote in votes], voter)
    ballots = [
        {
            "theme": vote.theme,
            "contest": vote.contest,
            "paper": queries.paper(vote, voter),
            "authors": electorate.authors(vote.contest),
            "may_vote": queries.may_vote(vote, actor.group_id),
            "task": ballot_instructions.approve(vote.contest, actor.group_id),
            "counting": ballot_instructions.counting(vote.contest),
            "voted": vote.contest.id in voted,
            "standings": _revealed(vote),
            "said": _said(vote),
        }
        for vote in votes
    ]
    return {"ballots": ballots, "dissent": notes(session, workshop.id)} | _overall(votes)


def facilitator(session: Session, workshop: Workshop, actor: Actor) -> dict[str, Any]:
    """The turnout, and the results that have been revealed."""
    read = {"dissent": notes(session, workshop.id)}
    if stages(session, workshop) == 2:
        return {"stage_count": 2} | read | two_stage_pages.facilitator(session, workshop)
    votes = queries.votes(session, workshop.id)
    return {"rows": _rows(session, votes)} | read | _overall(votes)


def screen(session: Session, workshop: Workshop) -> dict[str, Any]:
    """Turnout while people vote; then one theme's result, or all of them in one order."""
    read = {"dissent": notes(session, workshop.id)}
    if stages(session, workshop) == 2:
        return {"stage_count": 2} | read | two_stage_pages.screen(session, workshop)
    votes = queries.votes(session, workshop.id)
    return (
        {"rows": _rows(session, votes), "sentence": chart_captions}
        | read
        | _on_screen(session, workshop, votes)
        | _overall(votes)
    )


def _together(workshop: Workshop) -> bool:
    """Whether the screen shows all themes in one order, unless it shows one of them."""
    return workshop.stage == "results" or bool(workshop.screen_state.get("overall", False))


def _on_screen(session: Session, workshop: Workshop, votes: list[Vote]) -> dict[str, Any]:
    """One theme, or the first of all, in its order, and the page of it that the screen shows."""
    lit = queries.spotlit(workshop, votes)
    top = _top(votes) if _together(workshop) and not lit else []
    theme = _shown(lit) if lit else {}
    slide = slides.shown(session, workshop, theme["order"] if lit else top)
    return {"shown": theme, "top": top, "slide": slide}


def _shown(vote: Vote) -> dict[str, Any]:
    standings = queries.standings(vote)
    inside = [row for row in standings if row.made_cut]
    return {
        "theme": vote.theme,
        "contest": vote.contest,
        "order": [Line(row.rank, row, row.issue.label) for row in standings],
        "cut_below": inside[-1].recommendation.id if 0 < len(inside) < len(standings) else None,
        "said": about(vote.contest, queries.labels(vote)),
    }


def _top(votes: list[Vote]) -> list[Line]:
    in_order = queries.overall(queries.revealed(votes))
    return [Line(rank, row, theme.label) for rank, theme, row in in_order if rank <= ON_THE_SCREEN]


def console(session: Session, workshop: Workshop) -> dict[str, Any]:
    """Each theme with its contest: turnout, by sector too, and the result once it is revealed."""
    choice = _choice(session, workshop) | {
        "dissent": notes(session, workshop.id),
        "notes": to_moderate(session, workshop),
    }
    if choice["stage_count"] == 2:
        return choice | two_stage_console.console(session, workshop)
    votes = queries.votes(session, workshop.id)
    rows = _rows(session, votes)
    for row, vote in zip(rows, votes, strict=True):
        row["labels"] = [sentence(one) for one in vote.recommendations.values()]
        row["sectors"] = frozen_turnout.by_sector(session, vote.contest)
        row["choices"] = _choices(vote)
        row["said"] = _said(vote)
        row["groups"] = _groups(vote)
        if vote.contest.state == REVEALED:
            names = queries.labels(vote)
            row["charts"] = charts.of_theme(vote)
            row["facts"] = [*facts(vote.contest, names), *about_sectors(vote.contest, names)]
    return (
        choice
        | {
            "rows": rows,
            "group_numbers": [group.number for group in groups(session, workshop.id)],
            "lit": workshop.screen_state.get("contest"),
            "together": _together(workshop),
            "slide": _on_screen(session, workshop, votes)["slide"],
        }
        | _overall(votes)
    )


def _choices(vote: Vote) -> list[tuple[int, str, bool]]:
    """The options to decide on by hand: in the order of the result, once that is revealed."""
    if vote.contest.state != REVEALED:
        return [(option, sentence(one), False) for option, one in vote.recommendations.items()]
    return [(one.recommendation.id, one.text, one.made_cut) for one in queries.standings(vote)]


def _choice(session: Session, workshop: Workshop) -> dict[str, Any]:
    """Whether one stage or two, and why, for as long as it can be changed."""
    return {
        "stage_count": stages(session, workshop),
        "written": recommendations(session, workshop),
        "many": MANY,
        "has_begun": has_begun(session, workshop),
    }


def _overall(votes: list[Vote]) -> dict[str, Any]:
    revealed = queries.revealed(votes)
    return {"overall": queries.overall(revealed), "revealed": len(revealed)}


def _rows(session: Session, votes: list[Vote]) -> list[dict[str, Any]]:
    ids = [vote.contest.id for vote in votes]
    voted, papers = contests.voted(session, ids), contests.papers(session, ids)
    return [
        {
            "theme": vote.theme,
            "contest": vote.contest,
            "voted": voted[vote.contest.id],
            "papers": papers[vote.contest.id],
            "present": frozen_turnout.present(session, vote.contest),
            "can_vote": _can_vote(session, vote.contest),
            "standings": _revealed(vote),
        }
        for vote in votes
    ]


def _can_vote(session: Session, contest: Contest) -> str:
    """Who can, and why others cannot, for as long as that matters."""
    if contest.state not in {WAITING, OPEN}:
        return ""
    later, barred = electorate.came_later(session, contest), electorate.barred(session, contest)
    return can_vote(electorate.size(session, contest), later=later, barred=barred)


def _revealed(vote: Vote) -> list[queries.ResultRow]:
    return queries.standings(vote) if vote.contest.state == REVEALED else []


def _said(vote: Vote) -> ResultSentences:
    return (
        about(vote.contest, queries.labels(vote))
        if vote.contest.state == REVEALED
        else ResultSentences()
    )


def _groups(vote: Vote) -> list[int]:
    written = vote.recommendations.values()
    return sorted({one.group.number for one in written if one.group})
