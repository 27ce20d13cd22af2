"""The summary: the report in figures, and what the room wanted first in each theme."""

from operator import attrgetter

from polling.core.i18n import _, listed, ngettext
from polling.report.blocks import Block, Item, Paragraph, Points
from polling.report.figures.facts import Recommendation, Report, Theme
from polling.report.figures.vote_facts import ContestStanding, Vote
from polling.report.sections.phrases import finally_chosen, supported


def figures(report: Report) -> list[Block]:
    """One sentence with what there is, and how many ballots it rests on."""
    counts = [
        (len(report.themes), _themes),
        (len(report.priority_issues), _priority_issues),
        (len(report.recommendations), _recommendations),
    ]
    there = [words(count) for count, words in counts if count]
    if not there:
        return []
    sentence = _("This report has %(what)s.", what=listed(there))
    return [Paragraph(" ".join(filter(None, [sentence, _ballots(report.ballots)])))]


def _themes(count: int) -> str:
    return ngettext("%(num)s theme", "%(num)s themes", count)


def _priority_issues(count: int) -> str:
    return ngettext("%(num)s priority issue", "%(num)s priority issues", count)


def _recommendations(count: int) -> str:
    return ngettext("%(num)s recommendation", "%(num)s recommendations", count)


def _ballots(count: int) -> str:
    if not count:
        return ""
    return ngettext(
        "It rests on %(num)s ballot.", "It rests on %(num)s ballots in all votes together.", count
    )


def highlights(report: Report) -> list[Block]:
    """What came first in each theme by the vote that decided on it, with the issues it answers."""
    points = [item for theme in report.themes for item in _first(theme, report.finalists)]
    return [Paragraph(_lead_in(report)), Points(points)] if points else []


def _lead_in(report: Report) -> str:
    if report.finalists:
        return _("What came first of each theme in the final choice, with the issue it answers:")
    if any(theme.ratings for theme in report.themes):
        return _("What was rated highest in each theme, with the issue that it answers:")
    return _("What the room supported most in each theme, with the issue that it answers:")


def _first(theme: Theme, finalists: Vote | None) -> list[Item]:
    """Those of the best rank, under their issues; if they are not printed, no others instead."""
    every = [one for issue in theme.issues for one in (*issue.recommendations, *issue.left_out)]
    deciding = attrgetter("final" if any(one.final for one in every) else "standing")
    chosen = [standing for one in every if (standing := deciding(one)) and standing.support.count]
    best = min((standing.rank for standing in chosen), default=None)
    return [
        Item(lead=issue.headline, note=theme.title, items=[_told(one, finalists) for one in first])
        for issue in theme.issues
        if (first := [one for one in issue.recommendations if _is(deciding(one), best)])
    ]


def _is(standing: ContestStanding | None, rank: int | None) -> bool:
    return standing is not None and standing.rank == rank


def _told(one: Recommendation, finalists: Vote | None) -> Item:
    """With the figures of the vote that decided on its theme."""
    if one.final and finalists:
        return Item(text=one.text, figures=finally_chosen(one.final, finalists))
    said = supported(one.standing) if one.standing else ""
    if finalists:
        said = _("Not in the final choice, but rated highest. %(said)s", said=said)
    return Item(text=one.text, figures=said)
