"""The report as tidy tables: one row per object, one typed column per fact.

Those of a practice run have other names, because a sheet or file may be passed on alone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from polling.core.time_zones import local
from polling.recommendations.deadlines import deadline
from polling.recommendations.wording import PARTS
from polling.report.data.report_data import Issue, Recommendation, Report, Theme
from polling.report.report_language import in_workshop_language
from polling.report.tables.data_dictionary import meanings
from polling.report.tables.people import crossed, grid, people, survey
from polling.report.tables.row_types import Row
from polling.report.tables.standings import (
    agreements,
    dissent,
    final_votes,
    finalists,
    rankings,
    ratings,
)
from polling.report.tables.votes import (
    minority,
    presence,
    recommendation_tables,
    turnout_by_sector,
    vote_tables,
)


@dataclass(frozen=True)
class Column:
    """A column's name and meaning."""

    name: str
    meaning: str


@dataclass(frozen=True)
class Table:
    """A table; its name is that of its sheet or file. Unknown values are None."""

    name: str
    columns: list[Column]
    rows: list[Row]


@in_workshop_language
def tables(report: Report) -> list[Table]:
    """Return all tables of the report, and the dictionary of their columns."""
    made = [
        _table("about", ["fact", "value"], _about(report)),
        _table(
            "participation",
            ["population", "attribute", "answer", "people", "of", "percent"],
            people(report),
        ),
        _table(
            "themes",
            [
                *("theme", "description", "exploration", "issues", "priority_issues"),
                *("recommendations", "reference"),
            ],
            _themes(report),
        ),
        _table(
            "issues",
            ["theme", "priority", "issue", "rationale", "sources", "recommendations", "reference"],
            _issues(report),
        ),
        _table(
            "rankings",
            [
                *("theme", "issue", "rank", "score", "ballots_naming", "of_ballots", "share"),
                *("first_places", "made_cut", "voted", "present", "reference"),
            ],
            rankings(report),
        ),
        *(_table(name, columns, rows) for name, columns, rows in vote_tables(report)),
        _table(
            "recommendations",
            [
                *("theme", "priority", "issue", "place", "recommendation", *PARTS),
                *("group", "merged_from", "split_from", "voted_wording"),
                *("approvals", "of_voters", "issue_reference", "reference"),
            ],
            _recommendations(report),
        ),
        _table(
            "final vote",
            [
                *("theme", "recommendation", "rank", "approvals", "of_voters", "share"),
                *("low", "high", "made_cut", "voted", "present", "reference"),
            ],
            final_votes(report),
        ),
        _table(
            "survey",
            ["question", "kind", "answer", "people", "answered", "percent", "tags"],
            survey(report),
        ),
    ]
    made += [table for table in _where_there_are_any(report) if table.rows]
    made = [_marked(report, table) for table in made]
    return [*made, _marked(report, _dictionary(made))]


@in_workshop_language
def follow_up_table(report: Report) -> Table:
    """Return who should do what by when, with an empty status column."""
    return _marked(report, _follow_up(report))


def _follow_up(report: Report) -> Table:
    columns = ["reference", "recommendation", "addressees", "by_when", "status"]
    return _table("follow-up", [*columns, "share", "group", "theme"], _steps(report))


def _steps(report: Report) -> Iterator[Row]:
    for theme, issue in _each_issue(report):
        for one in issue.recommendations:
            who, when = "; ".join(report.names_of(one)), deadline(one.by) or None
            share = round(one.standing.support.share, 4) if one.standing else None
            yield [one.reference, one.text, who, when, None, share, one.group, theme.title]


def _where_there_are_any(report: Report) -> list[Table]:
    """Return optional tables: crossed attributes, two stages, rankings, agreement, concerns."""
    steps = ["question", "kind", "option", "step", "people", "in_all", "answered"]
    rated = ["tier", "priority_now", "support", "not_now", "low", "high"]
    rated += ["broad_support", "split_on_timing", "concerns", "issue", "reference"]
    agreed = ["members", "agree", "reservations", "cannot", "reasons", "reference"]
    approved = ["recommendation", "rank", "approvals", "of_voters", "share", "low", "high"]
    approved += ["voted", "present", "reference"]
    by_sector = ["theme", "issue", "kind", "sector", "voted", "present"]
    both = ["attribute", "answer", "other_attribute", "other_answer", "people", "of"]
    noted = ["theme", "issue", "noted_as", "heard_as", "detail", "sources", "reference"]
    return [
        _follow_up(report),
        _table("notes", noted, _notes(report)),
        _table("participation crossed", both, crossed(report)),
        _table("ratings", ["theme", "recommendation", "share", *rated], ratings(report)),
        _table("finalists", approved, finalists(report)),
        _table("survey grid", steps, grid(report)),
        *(_table(name, columns, rows) for name, columns, rows in recommendation_tables(report)),
        _table("turnout", ["theme", "kind", "presence", "voted", "present"], presence(report)),
        _table("turnout by sector", by_sector, turnout_by_sector(report)),
        _table("minority", ["theme", "kind", "sector", "option"], minority(report)),
        _table("agreement", ["theme", "recommendation", "group", *agreed], agreements(report)),
        _table("dissent", ["theme", "recommendation", "note"], dissent(report)),
    ]


def _marked(report: Report, table: Table) -> Table:
    return replace(table, name=f"practice {table.name}") if report.practice else table


def _table(name: str, columns: list[str], rows: Iterable[Row]) -> Table:
    known = meanings()
    return Table(name, [Column(column, known[column]) for column in columns], list(rows))


def _about(report: Report) -> Iterator[Row]:
    yield ["title", report.heading]
    yield ["subtitle", report.deck]
    yield ["event", report.event]
    yield ["place", report.place]
    yield ["dates", report.dates]
    yield ["as_of", local(report.made_at, report.time_zone).isoformat(timespec="seconds")]
    yield ["registered", report.registered]
    yield ["present", report.present]
    yield ["themes", len(report.themes)]
    yield ["priority_issues", len(report.priority_issues)]
    yield ["recommendations", len(report.recommendations)]
    yield ["groups", len(report.groups)]
    yield ["ballots", report.ballots]
    yield ["survey_responses", report.survey.responses.count]
    yield ["smallest_cell", report.smallest]


def _themes(report: Report) -> Iterator[Row]:
    for theme in report.themes:
        priorities = sum(issue.priority is not None for issue in theme.issues)
        written = sum(len(issue.recommendations) for issue in theme.issues)
        words = [theme.title, theme.description, theme.exploration]
        yield [*words, len(theme.issues), priorities, written, theme.reference]


def _each_issue(report: Report) -> Iterator[tuple[Theme, Issue]]:
    return ((theme, issue) for theme in report.themes for issue in theme.issues)


def _issues(report: Report) -> Iterator[Row]:
    for theme, issue in _each_issue(report):
        sources, written = "; ".join(issue.sources), len(issue.recommendations)
        words = [issue.headline, issue.rationale, sources]
        yield [theme.title, issue.priority, *words, written, issue.reference]


def _notes(report: Report) -> Iterator[Row]:
    for theme, issue in _each_issue(report):
        for one in issue.heard:
            words = [one.of, one.headline, one.detail or None]
            yield [theme.title, issue.headline, *words, "; ".join(one.sources), issue.reference]


def _recommendations(report: Report) -> Iterator[Row]:
    for theme, issue in _each_issue(report):
        for place, one in enumerate(issue.recommendations, start=1):
            support = one.standing.support if one.standing else None
            joined: Row = [support.count, support.of] if support else [None, None]
            joined += [issue.reference, one.reference]
            yield [theme.title, issue.priority, issue.headline, place, *_parts(one), *joined]


def _parts(one: Recommendation) -> Row:
    merged = "\n".join(_origin(part) for part in one.merged_from)
    parts = (getattr(one, name) for name in PARTS)
    words = [part if isinstance(part, str) else "; ".join(part) for part in parts]
    voted = one.edit.voted if one.edit and one.edit.is_printed else None
    return [one.text, *words, one.group, merged or None, one.split_from or None, voted]


def _origin(part: Recommendation) -> str:
    return part.text if part.group is None else f"{part.group}: {part.text}"


def _dictionary(made: list[Table]) -> Table:
    columns = [
        Column("table", "the sheet or file"),
        Column("column", "the column"),
        Column("meaning", "its content"),
    ]
    rows: list[Row] = [
        [table.name, column.name, column.meaning] for table in made for column in table.columns
    ]
    return Table("dictionary", columns, rows)
