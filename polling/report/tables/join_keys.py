"""References that join the rows of all tables."""

from collections import defaultdict
from collections.abc import Iterator

from polling.report.data.report_data import Recommendation, Report
from polling.report.data.vote_data import ContestStanding, Vote


def every(report: Report) -> Iterator[tuple[str, Recommendation]]:
    """Return all recommendations with their themes' titles, including those not printed."""
    for theme in report.themes:
        for issue in theme.issues:
            for one in (*issue.recommendations, *issue.left_out):
                yield theme.title, one


def of_standings(report: Report, vote: Vote) -> Iterator[tuple[str, str, ContestStanding]]:
    """Return (reference, text, standing) of everything voted on, in the order of the result.

    Equal texts are distinguished by their standing; if that is equal too, either reference is
    correct. The reference is "" if the option has been deleted.
    """
    known: dict[str, list[tuple[ContestStanding | None, str]]] = defaultdict(list)
    for theme in report.themes:
        if theme.ranking is vote:
            for issue in theme.issues:
                known[issue.headline].append((issue.standing, issue.reference))
    for title, one in every(report):
        if vote is report.finalists or title == vote.theme:
            standing = one.final if vote is report.finalists else one.standing
            words = one.edit.voted if one.edit else one.text
            known[words].append((standing, one.reference))
    for words, standing in vote.standings:
        found = next((at for at in known[words] if at[0] == standing), None)
        if found:
            known[words].remove(found)
        yield found[1] if found else "", words, standing


def by_words(report: Report, vote: Vote) -> dict[str, str]:
    """Return the reference of everything voted on, by text; "" if two have the same text."""
    found: dict[str, str] = {}
    for reference, words, _standing in of_standings(report, vote):
        found[words] = "" if words in found else reference
    return found
