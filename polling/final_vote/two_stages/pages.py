"""A final vote in two stages, for each role. No page holds a result not yet revealed."""

from typing import Any

from sqlalchemy.orm import Session

from polling.contests import electorate, frozen_turnout
from polling.contests import queries as contests
from polling.contests.models import OPEN, REVEALED, WAITING, Contest
from polling.contests.progress import people_asked, progress
from polling.contests.results.electorate_sentences import can_vote
from polling.core.access import Actor
from polling.core.i18n import _
from polling.final_vote import ballot_instructions, chart_captions, slides
from polling.final_vote.dissent.queries import notes
from polling.final_vote.slides import Line, Slide
from polling.final_vote.two_stages import rated_issues, results
from polling.final_vote.two_stages.finalists import finalists
from polling.final_vote.two_stages.rated_issues import RatedIssue
from polling.final_vote.two_stages.results import RatedRow
from polling.final_vote.two_stages.short_titles import finalist_title
from polling.ranking.queries import own_order
from polling.web.templating import shared
from polling.workshop.models import Workshop
from polling.workshop.versions import cached_per_version

LISTS = ("common", "disputed")  # that the screen can show, beside themes and the overall list
# "rated": the first stage has closed and can reopen. "between": it is counted, and organizers
# choose the finalists. "closed": the second stage has closed.
PHASES = ("waiting", "rating", "rated", "between", "finalists", "closed", "revealed")
REVEALED_PART = "final_vote/two_stages/revealed.html"


def phase(all_issues: list[RatedIssue], final: Contest | None) -> str:
    """Where the vote is: one of `PHASES`."""
    if final and final.state != WAITING:
        return {OPEN: "finalists", REVEALED: "revealed"}.get(final.state, "closed")
    if rated_issues.is_open(all_issues):
        return "rating"
    if all(one.contest.state == REVEALED for one in all_issues) and all_issues:
        return "revealed"
    if rated_issues.are_counted(all_issues):
        return "between"
    return "rated" if rated_issues.have_closed(all_issues) else "waiting"


def participant(session: Session, workshop: Workshop, actor: Actor) -> dict[str, Any]:
    """What this phone is asked; afterwards, what came of it, which all phones show alike."""
    now = cached_per_version(workshop, "phase", lambda: _phase(session, workshop))
    if now == "revealed":
        made = shared(workshop, REVEALED_PART, lambda: _results(session, workshop))
        return {"phase": now, "revealed": made}
    return {"phase": now} | _asked(session, workshop, actor, now)


def _phase(session: Session, workshop: Workshop) -> str:
    return phase(rated_issues.rated_issues(session, workshop.id), finalists(session, workshop.id))


def _results(session: Session, workshop: Workshop) -> dict[str, Any]:
    every, final = rated_issues.rated_issues(session, workshop.id), finalists(session, workshop.id)
    shown = _revealed(every, final, "revealed")
    return shown | {
        "workshop": workshop,
        "final": final,
        "listed": results.top(shown["order"]),
        "dissent": notes(session, workshop.id),
    }


def _asked(session: Session, workshop: Workshop, actor: Actor, now: str) -> dict[str, Any]:
    every, final = rated_issues.rated_issues(session, workshop.id), finalists(session, workshop.id)
    voter = actor.participant_id or 0
    mine = rated_issues.asked(session, every, voter)
    voted = contests.has_voted(session, [one.contest.id for one in mine], voter)
    return {
        "asked": [
            {
                "one": one,
                "paper": rated_issues.own_paper(one, voter),
                "authors": electorate.authors(one.contest),
                "voted": one.contest.id in voted,
                "task": ballot_instructions.rate(one.contest, actor.group_id),
            }
            for one in mine
        ],
        "items": sum(len(one.contest.options) for one in mine),
        "may_ask_more": now == "rating" and _has_more(every, mine, actor.group_id),
        "final": _ballot(session, every, final, actor) if final else None,
    }


def _has_more(every: list[RatedIssue], mine: list[RatedIssue], group_id: int | None) -> bool:
    """Whether any issue is left on which this person's group did not work."""
    asked = {one.issue.id for one in mine}
    return any(one.issue.id not in asked and group_id not in one.writers for one in every)


def _ballot(
    session: Session, every: list[RatedIssue], final: Contest, actor: Actor
) -> dict[str, Any]:
    """The ballot of the second stage: titles with their recommendations, in an order of its own."""
    voter = actor.participant_id or 0
    voted = contests.has_voted(session, [final.id], voter)
    return {
        "contest": final,
        "task": ballot_instructions.choose_finalists(final, actor.group_id),
        "voted": final.id in voted,
        "authors": electorate.authors(final),
        "paper": own_order(_titled(every, final), final.id, voter),
    }


def _titled(every: list[RatedIssue], final: Contest) -> list[dict[str, Any]]:
    return [
        {
            "recommendation": one.recommendations[option],
            "issue": one.issue,
            "theme": one.theme,
            "title": finalist_title(final, one.recommendations[option]),
        }
        for one in every
        for option in one.contest.options
        if option in final.options
    ]


def facilitator(session: Session, workshop: Workshop) -> dict[str, Any]:
    """How far the vote is, and the results once they are revealed."""
    every, final = rated_issues.rated_issues(session, workshop.id), finalists(session, workshop.id)
    now = phase(every, final)
    return {"phase": now} | _revealed(every, final, now)


def screen(session: Session, workshop: Workshop) -> dict[str, Any]:
    """Turnout while people vote; then the overall list, or one theme."""
    every, final = rated_issues.rated_issues(session, workshop.id), finalists(session, workshop.id)
    now = phase(every, final)
    revealed = _revealed(every, final, now)
    lit = workshop.screen_state.get("theme")
    return {
        "phase": now,
        "progress": progress(session, [one.contest.id for one in every]),
        "papers": papers(session, every),
        "can_vote": who_can_vote(session, every, final),
        "final": final,
        "final_voted": contests.voted(session, [final.id])[final.id] if final else 0,
        "present": frozen_turnout.present(session, final) if final else 0,
        "lit": next((pair for pair in revealed["themes"] if pair[0].id == lit), None),
        "lit_list": workshop.screen_state.get("listed") or "",
        "sentence": chart_captions,
        "slide": slide(session, workshop, revealed) if now == "revealed" else None,
    } | revealed


def slide(session: Session, workshop: Workshop, revealed: dict[str, Any]) -> Slide | None:
    """What the screen shows of what is revealed: a theme, a list, or the first of all themes."""
    return slides.shown(session, workshop, _lit(workshop, revealed))


def _lit(workshop: Workshop, revealed: dict[str, Any]) -> list[Line]:
    theme, listed = workshop.screen_state.get("theme"), workshop.screen_state.get("listed")
    of_theme: dict[int, list[RatedRow]] = {one.id: rows for one, rows in revealed["themes"]}
    if theme in of_theme:
        return [Line(row.tier, row, _about(row)) for row in of_theme[theme]]
    if listed:
        return [_of_any_theme(row) for row in revealed[listed]]
    if order := results.top(revealed["order"]):
        return [Line(row.rank, row, row.theme.label) for row in order]
    return [_of_any_theme(rows[0]) for rows in of_theme.values()]


def _of_any_theme(row: RatedRow) -> Line:
    return Line(None, row, f"{row.theme.label} · {row.issue.label}")


def _about(row: RatedRow) -> str:
    common = _("common ground") if row.is_common else ""
    disputed = _("disputed") if row.rating.is_disputed else ""
    return " · ".join(filter(None, [row.issue.label, common, disputed]))


def papers(session: Session, every: list[RatedIssue]) -> list[int]:
    """The numbers of the ballots on paper in the first stage, whichever issues they rate."""
    of_issues = contests.papers(session, [one.contest.id for one in every])
    return sorted({number for numbers in of_issues.values() for number in numbers})


def who_can_vote(session: Session, every: list[RatedIssue], final: Contest | None) -> str:
    """How many can vote in the stage that is waiting or open, and how many of them came later."""
    if final:
        later = electorate.came_later(session, final)
        return can_vote(electorate.size(session, final), later=later)
    if not rated_issues.is_open(every):
        return ""
    asked = people_asked(session, [one.contest.id for one in every])
    newest = every[0].contest.pools.get("newest", max(asked, default=0))
    return can_vote(len(asked), later=sum(person > newest for person in asked))


def _revealed(every: list[RatedIssue], final: Contest | None, now: str) -> dict[str, Any]:
    themes = results.by_theme(every) if now == "revealed" else []
    rows = [row for _, here in themes for row in here]
    return {
        "themes": themes,
        "order": results.final_order(final, every) if now == "revealed" else [],
        "common": results.common(rows),
        "disputed": results.disputed(rows),
    }
