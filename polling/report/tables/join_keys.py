"""The references by which the rows of all tables can be joined."""

from collections import defaultdict
from collections.abc import Iterator

from polling.report.data.report_data import Recommendation, Report
from polling.report.data.vote_data import ContestStanding, Vote


def every(report: Report) -> Iterator[tuple[str, Recommendation]]:
    """All recommendations with the titles of their themes, also those that are not printed."""
    for theme in report.themes:
        for issue in theme.issues:
            for one in (*issue.recommendations, *issue.left_out):
                yield theme.title, one


def of_standings(report: Report, vote: Vote) -> Iterator[tuple[str, str, ContestStanding]]:
    """(reference, words, standing) of everything that was voted on, in the order of the result.

    Two of the same words are told apart by where they stand. Where that is the same too, either
    reference is right. It is "" if what was voted on is no longer there.
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
    """The reference of everything that was voted on, by its words; "" where two have the same."""
    found: dict[str, str] = {}
    for reference, words, _standing in of_standings(report, vote):
        found[words] = "" if words in found else reference
    return found
