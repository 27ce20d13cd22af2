"""The organizer's page of a final vote in two stages: everything there is to decide by."""

from typing import Any

from sqlalchemy.orm import Session

from polling.breakouts.queries import groups
from polling.charts import Chart
from polling.contests import frozen_turnout
from polling.contests import queries as contests
from polling.contests.counting.concerns import key_of
from polling.contests.models import REVEALED, Contest
from polling.contests.progress import progress
from polling.contests.results.facts import facts
from polling.contests.results.sector_sentences import about_sectors
from polling.contests.results.sentences import ResultSentences, about
from polling.core.i18n import _
from polling.final_vote import chart_captions, charts
from polling.final_vote.two_stages import rated_issues, results
from polling.final_vote.two_stages.finalists import finalists, proposed
from polling.final_vote.two_stages.pages import papers, phase, slide, who_can_vote
from polling.final_vote.two_stages.rated_issues import RatedIssue
from polling.final_vote.two_stages.short_titles import LONGEST, finalist_title, short_title
from polling.workshop.models import Theme, Workshop

FEWEST_RATERS = 20  # of each recommendation: below, a range is wider than a third of the scale


def console(session: Session, workshop: Workshop) -> dict[str, Any]:
    """Everything the organizer decides by: coverage, finalists, concerns, and revealed results."""
    every, final = rated_issues.rated_issues(session, workshop.id), finalists(session, workshop.id)
    now = phase(every, final)
    revealed, counted = now == "revealed", rated_issues.are_counted(every)
    themes = results.by_theme(every) if revealed else []
    rows = [row for _theme, here in themes for row in here]
    made = {
        "phase": now,
        "issues": _coverage(session, every),
        "group_numbers": [group.number for group in groups(session, workshop.id)],
        "fewest": FEWEST_RATERS,
        "progress": progress(session, [one.contest.id for one in every]),
        "papers": papers(session, every),
        "can_vote": who_can_vote(session, every, final),
        "final": final,
        "final_voted": contests.voted(session, [final.id])[final.id] if final else 0,
        "final_papers": contests.papers(session, [final.id])[final.id] if final else [],
        "final_labels": labels(every, final) if final else [],
        "present": frozen_turnout.present(session, final) if final else 0,
        "proposal": _proposal(session, workshop, every, final) if now == "between" else None,
        "concerns": _concerns(every) if counted else [],
        "themes": themes,
        "order": results.final_order(final, every),
        **_overall(every, final),
        "charts": _charts(every, final) if revealed else {},
        "common": results.common(rows),
        "disputed": results.disputed(rows),
        "sentence": chart_captions,
        "lit": workshop.screen_state.get("theme"),
        "lit_list": workshop.screen_state.get("listed") or "",
        "together": workshop.screen_state.get("overall", False),
    }
    return made | {"slide": slide(session, workshop, made) if revealed else None}


def _overall(every: list[RatedIssue], final: Contest | None) -> dict[str, Any]:
    """What is said of the overall list: how firm its end is, everything else, and the sectors."""
    if final is None or final.state != REVEALED:
        return {"overall_said": ResultSentences(), "overall_facts": []}
    named = dict(zip(final.options, labels(every, final), strict=True))
    return {
        "overall_said": about(final, named),
        "overall_facts": [*facts(final, named), *about_sectors(final, named)],
    }


def labels(every: list[RatedIssue], final: Contest) -> list[str]:
    """The finalists' titles in the order of their contest, which numbers them on paper."""
    written = {
        option: one.recommendations[option] for one in every for option in one.contest.options
    }
    return [finalist_title(final, written[option]) for option in final.options]


def _coverage(session: Session, every: list[RatedIssue]) -> list[dict[str, Any]]:
    ids = [one.contest.id for one in every]
    voted, papers = contests.voted(session, ids), contests.papers(session, ids)
    return [
        {
            "one": one,
            "voted": voted[one.contest.id],
            "papers": papers[one.contest.id],
            "labels": [short_title(written) for written in one.recommendations.values()],
            "asked": frozen_turnout.present(session, one.contest),
        }
        for one in every
    ]


def _proposal(
    session: Session, workshop: Workshop, every: list[RatedIssue], final: Contest | None
) -> dict[str, Any]:
    """Every rated recommendation in the order of the issues, the proposed finalists first.

    It holds no figures: the ratings stay hidden until the reveal.
    """
    found = proposed(session, workshop)
    taken = set(final.options) if final else set(found.all)
    titles = final.rule["titles"] if final else {}
    written = {option: rated for one in every for option, rated in one.recommendations.items()}
    issue_of = {option: one.issue for one in every for option in one.recommendations}
    return {
        "rows": [
            {
                "recommendation": written[option],
                "issue": issue_of[option],
                "taken": option in taken,
                "why": _why(option, found.best, found.wild),
                "title": titles.get(str(option)) or short_title(written[option]),
            }
            for option in sorted(written, key=lambda option: option not in taken)
        ],
        "longest": LONGEST,
        "best": len(found.best),
        "wild": len(found.wild),
        "ties": [[short_title(written[int(option)]) for option in tied] for tied in found.ties],
    }


def _why(option: int, best: Any, wild: Any) -> str:
    return "best" if option in best else "wild" if option in wild else ""


def _concerns(every: list[RatedIssue]) -> list[dict[str, Any]]:
    return [
        {"one": one, "key": key_of(said), "recommendation": written, **said}
        for one in every
        for said in one.contest.result.get("concerns", [])
        if (written := one.recommendations.get(said["option"]))
    ]


def _charts(every: list[RatedIssue], final: Contest | None) -> dict[str, Any]:
    """The overall list, common ground, what is disputed, and the pictures of each theme by id."""
    themes = results.by_theme(every)
    rows = [row for _theme, here in themes for row in here]
    order = results.final_order(final, every)
    common, disputed = results.common(rows), results.disputed(rows)
    return {
        "overall": charts.of_finalists(final, order) if final and order else [],
        "common": charts.of_list(charts.COMMON, _("Common ground"), common),
        "disputed": charts.of_list("disputed", _("Disputed"), disputed),
        "themes": {theme.id: _of_theme(every, theme, here) for theme, here in themes},
    }


def _of_theme(every: list[RatedIssue], theme: Theme, rows: list[results.RatedRow]) -> list[Chart]:
    """Its recommendations in tiers, and by sector issue by issue."""
    split = [charts.by_sector(one) for one in every if one.theme.id == theme.id]
    return [charts.of_ratings(theme, rows), *(chart for chart in split if chart)]
