"""The summary: the report in figures, and what the room wanted first in each theme."""

from polling.i18n import _, listed, ngettext
from polling.report.blocks import Block, Item, Paragraph, Points
from polling.report.figures.facts import Issue, Recommendation, Report, Theme
from polling.report.sections.words import part


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
    """The recommendation with the most support in each theme, with the issue that it answers."""
    first = [found for theme in report.themes if (found := _first(theme))]
    if not first:
        return []
    lead_in = _("What the room supported most in each theme, with the issue that it answers:")
    return [Paragraph(lead_in), Points([_highlight(*one) for one in first])]


def _first(theme: Theme) -> tuple[Theme, Issue, Recommendation] | None:
    voted = [
        (theme, issue, one)
        for issue in theme.issues
        for one in issue.recommendations
        if one.standing
    ]
    return min(voted, key=lambda found: _rank(found[2]), default=None)


def _rank(recommendation: Recommendation) -> int:
    return recommendation.standing.rank if recommendation.standing else 0


def _highlight(theme: Theme, issue: Issue, first: Recommendation) -> Item:
    support = part(first.standing.support) if first.standing else ""
    answer = Item(text=first.text, figures=_("Supported by %(part)s.", part=support))
    return Item(lead=issue.headline, note=theme.title, items=[answer])
