"""Rows of the tables on standings after the votes."""

from collections.abc import Iterator

from polling.recommendations.agreement import STANCES
from polling.report.data.report_data import Report
from polling.report.data.vote_data import ContestStanding, Share, Vote
from polling.report.tables.join_keys import of_standings
from polling.report.tables.row_types import Row


def rankings(report: Report) -> Iterator[Row]:
    """Return the standings of the issues of each theme after its ranking."""
    for theme in report.themes:
        if theme.ranking:
            yield from _standings(report, theme.ranking)


def ratings(report: Report) -> Iterator[Row]:
    """Return how recommendations were rated in a first stage."""
    themed = ((theme, issue) for theme in report.themes for issue in theme.issues)
    for theme, issue in themed:
        for one in issue.recommendations:
            if one.standing and (by := one.standing.rated):
                share = round(one.standing.support.share, 4)
                counts: Row = [by.tier, by.priority, by.support, by.not_now, *_range(one.standing)]
                marks: Row = [by.is_broad, by.is_split, "; ".join(by.concerns)]
                yield [theme.title, one.text, share, *counts, *marks, issue.headline, one.reference]


def finalists(report: Report) -> Iterator[Row]:
    """Return the standings of the finalists after a second stage."""
    if vote := report.finalists:
        for reference, text, one in of_standings(report, vote):
            support = [*_support(one.support), *_range(one)]
            turnout = [vote.turnout.count, vote.turnout.of]
            yield [text, one.rank, *support, *turnout, reference or None]


def agreements(report: Report) -> Iterator[Row]:
    """Return groups' agreement with their recommendations; reasons follow their stance."""
    themed = ((theme, issue) for theme in report.themes for issue in theme.issues)
    for theme, issue in themed:
        for one in issue.recommendations:
            if found := one.agreement:
                counts = [found.members, found.agree, found.reservations, found.cannot]
                reasons = [f"{STANCES[said.stance]}: {said.text}" for said in found.reasons]
                said = "\n".join(reasons) or None
                yield [theme.title, one.text, one.group, *counts, said, one.reference]


def dissent(report: Report) -> Iterator[Row]:
    """Return objections; without a recommendation, to the result of the theme."""
    for one in report.dissent:
        for note in one.notes:
            yield [one.theme, one.recommendation or None, note]


def final_votes(report: Report) -> Iterator[Row]:
    """Return the standings of recommendations if each theme had one vote."""
    for theme in report.themes:
        if theme.final_vote:
            yield from _standings(report, theme.final_vote)


def _support(part: Share) -> Row:
    return [part.count, part.of, round(part.share, 4)]


def _range(standing: ContestStanding) -> Row:
    """Empty if there is no margin of error, because everybody was asked."""
    low, high = standing.interval
    return [round(low, 4), round(high, 4)] if low < high else [None, None]


def _standings(report: Report, vote: Vote) -> Iterator[Row]:
    """Return the rows of one vote. Only rankings have scores and first places."""
    turnout = [vote.turnout.count, vote.turnout.of]
    for reference, label, standing in of_standings(report, vote):
        support = _support(standing.support)
        if standing.first is None:
            figures = [standing.rank, *support, *_range(standing)]
        else:
            figures = [standing.rank, standing.score, *support, standing.first]
        cut = [standing.made_cut, *turnout]
        yield [vote.theme, label, *figures, *cut, reference or None]
