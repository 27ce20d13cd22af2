"""A final vote in two stages, for each role. No page holds a result not yet revealed."""

from typing import Any

from sqlalchemy.orm import Session

from polling.access import Actor
from polling.contests import queries as contests
from polling.contests.models import CLOSED, OPEN, REVEALED, WAITING, Contest
from polling.final_vote import issues, results, tasks
from polling.final_vote.issues import RatedIssue
from polling.final_vote.titles import short_title
from polling.final_vote.two_stages import finalists, proposed
from polling.ranking.queries import own_order
from polling.workshop.models import Workshop

FEWEST_RATERS = 20  # of each recommendation: below, an interval is as wide as half the scale


def phase(all_issues: list[RatedIssue], final: Contest | None) -> str:
    """Where the vote is: "waiting", "rating", "between", "finalists", "counted" or "revealed"."""
    if final and final.state != WAITING:
        return {OPEN: "finalists", CLOSED: "counted", REVEALED: "revealed"}[final.state]
    if issues.is_open(all_issues):
        return "rating"
    if all(one.contest.state == REVEALED for one in all_issues) and all_issues:
        return "revealed"
    return "between" if issues.are_counted(all_issues) else "waiting"


def participant(session: Session, workshop: Workshop, actor: Actor) -> dict[str, Any]:
    """What this phone is asked; afterwards, what came of it."""
    every, final = issues.rated_issues(session, workshop.id), finalists(session, workshop.id)
    voter = actor.participant_id or 0
    mine = issues.asked(session, every, voter)
    voted = contests.has_voted(session, [one.contest.id for one in mine], voter)
    now = phase(every, final)
    shown = _revealed(every, final, now)
    return {
        "phase": now,
        "asked": [
            {
                "one": one,
                "paper": issues.own_paper(one, voter),
                "authors": contests.authors(one.contest),
                "voted": one.contest.id in voted,
                "task": tasks.rate(one.contest, actor.group_id),
            }
            for one in mine
        ],
        "items": sum(len(one.contest.options) for one in mine),
        "may_ask_more": now == "rating" and len(mine) < len(every),
        "final": _ballot(session, every, final, actor) if final else None,
        "listed": results.top(shown["order"]),
    } | shown


def _ballot(
    session: Session, every: list[RatedIssue], final: Contest, actor: Actor
) -> dict[str, Any]:
    """The ballot of the second stage: titles with their recommendations, in an order of its own."""
    voter = actor.participant_id or 0
    voted = contests.has_voted(session, [final.id], voter)
    return {
        "contest": final,
        "task": tasks.choose_finalists(final, actor.group_id),
        "voted": final.id in voted,
        "authors": contests.authors(final),
        "paper": own_order(_titled(every, final), final.id, voter),
    }


def _titled(every: list[RatedIssue], final: Contest) -> list[dict[str, Any]]:
    return [
        {
            "recommendation": one.recommendations[option],
            "issue": one.issue,
            "theme": one.theme,
            "title": final.rule["titles"].get(str(option))
            or short_title(one.recommendations[option]),
        }
        for one in every
        for option in one.contest.options
        if option in final.options
    ]


def facilitator(session: Session, workshop: Workshop) -> dict[str, Any]:
    """How far the vote is, and the results once they are revealed."""
    every, final = issues.rated_issues(session, workshop.id), finalists(session, workshop.id)
    now = phase(every, final)
    return {"phase": now} | _revealed(every, final, now)


def screen(session: Session, workshop: Workshop) -> dict[str, Any]:
    """Turnout while people vote; then the overall list, or one theme."""
    every, final = issues.rated_issues(session, workshop.id), finalists(session, workshop.id)
    now = phase(every, final)
    shown = _revealed(every, final, now)
    lit = workshop.spotlight.get("theme")
    return {
        "phase": now,
        "turnout": _by_theme(session, every),
        "final": final,
        "final_voted": contests.voted(session, [final.id])[final.id] if final else 0,
        "present": contests.electorate(session, final) if final else 0,
        "lit": next((pair for pair in shown["themes"] if pair[0].id == lit), None),
        "listed": [(row.rank, row, row.theme.label) for row in results.top(shown["order"])],
    } | shown


def _by_theme(session: Session, every: list[RatedIssue]) -> list[dict[str, Any]]:
    """How many ballots there are of how many, theme by theme."""
    voted = contests.voted(session, [one.contest.id for one in every])
    rows: dict[int, dict[str, Any]] = {}
    for one in every:
        row = rows.setdefault(one.theme.id, {"theme": one.theme, "ids": [], "voted": 0, "of": 0})
        row["ids"].append(one.contest.id)
        row["voted"] += voted[one.contest.id]
        row["of"] += contests.electorate(session, one.contest)
    return list(rows.values())


def console(session: Session, workshop: Workshop) -> dict[str, Any]:
    """Everything the organizer decides by: coverage, finalists, concerns, results."""
    every, final = issues.rated_issues(session, workshop.id), finalists(session, workshop.id)
    now = phase(every, final)
    counted = issues.are_counted(every)
    themes = results.by_theme(every) if counted else []
    progress = issues.voters(session, every)
    return {
        "phase": now,
        "issues": _coverage(session, every),
        "fewest": FEWEST_RATERS,
        "begun": len(progress),
        "final": final,
        "final_voted": contests.voted(session, [final.id])[final.id] if final else 0,
        "present": contests.electorate(session, final) if final else 0,
        "proposal": _proposal(session, workshop, every, final) if counted else None,
        "concerns": _concerns(every) if counted else [],
        "themes": themes,
        "order": results.final_order(final, every),
        "lit": workshop.spotlight.get("theme"),
        "together": workshop.spotlight.get("overall", False),
    }


def _coverage(session: Session, every: list[RatedIssue]) -> list[dict[str, Any]]:
    voted = contests.voted(session, [one.contest.id for one in every])
    return [
        {
            "one": one,
            "voted": voted[one.contest.id],
            "asked": contests.electorate(session, one.contest),
        }
        for one in every
    ]


def _proposal(
    session: Session, workshop: Workshop, every: list[RatedIssue], final: Contest | None
) -> dict[str, Any]:
    """Every rated recommendation, those that the ratings would take first."""
    found = proposed(session, workshop)
    taken = set(final.options) if final else set(found.all)
    titles = final.rule["titles"] if final else {}
    rows = [row for _, here in results.by_theme(every) for row in here]
    return {
        "rows": [
            {
                "row": row,
                "taken": row.recommendation.id in taken,
                "why": _why(row.recommendation.id, found.best, found.wild),
                "title": titles.get(str(row.recommendation.id)) or short_title(row.recommendation),
            }
            for row in sorted(rows, key=lambda row: row.recommendation.id not in taken)
        ],
        "best": len(found.best),
        "wild": len(found.wild),
        "ties": [[_named(rows, option) for option in tied] for tied in found.ties],
    }


def _why(option: int, best: Any, wild: Any) -> str:
    return "best" if option in best else "wild" if option in wild else ""


def _named(rows: list[results.RatedRow], option: Any) -> str:
    return next(short_title(row.recommendation) for row in rows if row.recommendation.id == option)


def _concerns(every: list[RatedIssue]) -> list[dict[str, Any]]:
    return [
        {"one": one, "number": number, "recommendation": written, **said}
        for one in every
        for number, said in enumerate(one.contest.result.get("concerns", []))
        if (written := one.recommendations.get(said["option"]))
    ]


def _revealed(every: list[RatedIssue], final: Contest | None, now: str) -> dict[str, Any]:
    themes = results.by_theme(every) if now == "revealed" else []
    rows = [row for _, here in themes for row in here]
    return {
        "themes": themes,
        "order": results.final_order(final, every) if now == "revealed" else [],
        "common": results.common(rows),
        "disputed": results.disputed(rows),
    }
