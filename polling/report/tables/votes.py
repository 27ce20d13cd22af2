"""The tables on votes: method and seed, probabilities, head to head, sectors."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from polling.contests.kinds import FINAL, FINALISTS, RANKING, RATING
from polling.contests.results.figures import CHECK_COLUMNS, Figures, OptionFigures
from polling.report.data.report_data import Report
from polling.report.data.vote_data import Vote
from polling.report.tables.join_keys import by_words
from polling.report.tables.row_types import Row

Named = tuple[str, list[str], Iterator[Row]]

OF_A_VOTE = [
    *(
        "theme",
        "issue",
        "kind",
        "rule",
        "tie_policy",
        "places",
        "most",
        "quorum",
        "present",
        "voted",
    ),
    "paper",
    *(
        "abstained",
        "reopened",
    ),
    *CHECK_COLUMNS,
    *("decided_by_hand", "list_hash"),
]


def vote_tables(report: Report) -> list[Named]:
    """Return (name, columns, rows) of each table."""
    return [
        ("votes", OF_A_VOTE, (_vote(report, vote) for vote in report.votes)),
        (
            "chances",
            ["theme", "issue", "chance", "equal_rank", "common_ground", "reference"],
            _each(report, _chances),
        ),
        (
            "pairwise",
            ["theme", "issue", "other_issue", "ballots_preferring", "reference"],
            _each(report, _pairs),
        ),
        (
            "sectors",
            ["theme", "issue", "sector", "ballots_naming", "of_ballots", "reference"],
            _each(report, _sectors),
        ),
    ]


def recommendation_tables(report: Report) -> list[Named]:
    """Return the additional tables of a final vote, if there are any."""
    about = ["theme", "recommendation"]
    of_sector = ["kind", *about, "sector", "ballots_naming", "of_ballots", "reference"]
    chances = [*about, "chance", "equal_rank", "common_ground", "reference"]
    return [
        ("final chances", chances, _each(report, _chances, FINAL, FINALISTS)),
        ("final sectors", of_sector, _final_sectors(report)),
    ]


def _vote(report: Report, vote: Vote) -> Row:
    found = _in_full(report, vote)
    method: Row = [
        vote.theme,
        vote.issue or None,
        vote.kind,
        vote.rule,
        vote.tie_policy,
        vote.places,
        vote.most,
    ]
    turnout: Row = [vote.quorum, vote.turnout.of, vote.turnout.count, vote.paper]
    checks = found.checks.row if found else [None] * len(CHECK_COLUMNS)
    return [
        *method,
        *turnout,
        vote.abstained,
        len(vote.reopened),
        *checks,
        vote.decision,
        vote.hash,
    ]


def _each(
    report: Report, rows: Callable[[Figures, OptionFigures], Iterator[Row]], *kinds: str
) -> Iterator[Row]:
    """Yield the rows of all options of the votes of these kinds (default: rankings), by theme."""
    for vote in report.votes:
        figures = _in_full(report, vote) if vote.kind in (kinds or [RANKING]) else None
        if figures:
            known = by_words(report, vote)
            for option in figures.options:
                reference = known.get(option.label) or None
                yield from ([vote.theme, *row, reference] for row in rows(figures, option))


def _in_full(report: Report, vote: Vote) -> Figures | None:
    """Return the figures with full headlines as in other tables; charts shorten them."""
    found = vote.figures
    if found is None or vote.kind != RANKING:
        return found
    issues = [issue for theme in report.themes if theme.ranking is vote for issue in theme.issues]
    names = {issue.label: issue.headline for issue in issues if issue.label}
    # Two issues can have the same short name, but the standings are in the same order.
    headlines = [headline for headline, _standing in vote.standings]
    options = [
        replace(one, label=headline) for one, headline in zip(found.options, headlines, strict=True)
    ]
    checks = replace(
        found.checks,
        beats_all=names.get(found.checks.beats_all, found.checks.beats_all),
        circle=tuple(names.get(one, one) for one in found.checks.circle),
    )
    apart = [
        replace(one, options=[names.get(option, option) for option in one.options])
        for one in found.apart
    ]
    return replace(found, options=options, checks=checks, apart=apart)


def _final_sectors(report: Report) -> Iterator[Row]:
    for kind in (FINAL, RATING, FINALISTS):
        yield from ([kind, *row] for row in _each(report, _sectors, kind))


def presence(report: Report) -> Iterator[Row]:
    """Return the turnout in the room and online."""
    for vote in report.votes:
        for where, voted in vote.presence:
            yield [vote.theme, vote.kind, where or None, voted.count, voted.of]


def turnout_by_sector(report: Report) -> Iterator[Row]:
    """Return the turnout of each sector; suppressed ones have no numbers."""
    for vote in report.votes:
        for sector, voted in vote.sectors:
            numbers: Row = [voted.count, voted.of] if voted else [None, None]
            yield [vote.theme, vote.issue or None, vote.kind, sector or None, *numbers]


def minority(report: Report) -> Iterator[Row]:
    """Return options among the most supported in one sector, but not in the cut."""
    for vote in report.votes:
        figures = _in_full(report, vote)
        for one in figures.apart if figures else []:
            for option in one.options:
                yield [vote.theme, vote.kind, one.sector, option]


def _chances(figures: Figures, option: OptionFigures) -> Iterator[Row]:
    sectors = option.is_common if figures.sectors else None
    yield [option.label, option.chance, option.equal_rank, sectors]


def _pairs(figures: Figures, option: OptionFigures) -> Iterator[Row]:
    for other, preferring in zip(figures.options, option.pairs, strict=False):
        if preferring is not None:
            yield [option.label, other.label, preferring]


def _sectors(figures: Figures, option: OptionFigures) -> Iterator[Row]:
    """Suppressed cells have no numbers."""
    for sector, cell in zip(figures.sectors, option.sectors, strict=True):
        yield [option.label, sector, *(cell or (None, None))]
