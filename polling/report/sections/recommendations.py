"""The annex on recommendations: tables of their numbers, and details of each."""

from polling.contests.results.share_bars import between
from polling.core.i18n import _, listed
from polling.recommendations.agreement import STANCES, Agreement
from polling.report.data.report_data import Issue, Recommendation, Report, Theme
from polling.report.data.vote_data import ContestStanding
from polling.report.document_blocks import (
    NOTHING,
    Block,
    CellValue,
    Item,
    Paragraph,
    Points,
    Section,
    Table,
)
from polling.report.figure_numbering import refer
from polling.report.sections.support_columns import score, voted_on
from polling.report.sections.vote_phrases import keys_of, of, percent


def numbers(report: Report) -> list[Block]:
    """Return a table for each theme with a vote, with a row for each printed recommendation."""
    if not voted_on(report):
        return []
    note = _(
        "The ranges (95%) estimate the support among everyone who could vote on each "
        "recommendation. The order is the same as in the published report."
    )
    every = [_table(report, theme, note) for theme in report.themes]
    tables = [table for table in every if table.rows]
    said = _("The votes on each recommendation are in %(tables)s.", tables=refer(*keys_of(tables)))
    return [Paragraph(said), *tables] if tables else []


def _table(report: Report, theme: Theme, note: str) -> Table:
    every = [one for issue in theme.issues for one in issue.recommendations]
    rated = any(one.standing and one.standing.rated for one in every)
    columns = [_("Ref."), _("Group")]
    if report.finalists:
        columns.append(_("Final vote"))
    if rated:
        columns += [_("Rating"), _("Priority now"), _("Support"), _("Not now")]
    columns += [_("Supported by"), _("Share"), _("Range"), _("Tier") if rated else _("Rank")]
    rows = [_row(report, one, one.standing, rated=rated) for one in every if one.standing]
    return Table(theme.title, columns, rows, note, key=f"numbers-{theme.reference}")


def _row(
    report: Report, one: Recommendation, standing: ContestStanding, *, rated: bool
) -> list[CellValue]:
    row: list[CellValue] = [one.reference, NOTHING if one.group is None else one.group]
    if report.finalists:
        row.append(of(one.final.support) if one.final else NOTHING)
    by = standing.rated
    if rated:
        row += [score(standing), *((by.priority, by.support, by.not_now) if by else [NOTHING] * 3)]
    low_high = between(standing.interval)
    ranged = _("%(low)s–%(high)s%%", low=low_high[0], high=low_high[1]) if low_high else NOTHING
    place = by.tier if by else standing.rank
    return [*row, of(standing.support), percent(standing.support.percent), ranged, place]


def details(report: Report) -> list[Block]:
    """Return rationale, agreement in the group, concerns and origin, where they exist."""
    sections = [
        Section(theme.title, [Points(items)], reference=theme.reference)
        for theme in report.themes
        if (items := [item for issue in theme.issues for item in _items(report, issue)])
    ]
    lead_in = Paragraph(
        _(
            "This section gives each recommendation’s rationale and origin, the level of "
            "agreement in the group, and any concerns."
        )
    )
    return [lead_in, *sections] if sections else []


def _items(report: Report, issue: Issue) -> list[Item]:
    items = (_item(report, one) for one in issue.recommendations)
    return [item for item in items if item.text or item.figures or item.items]


def _item(report: Report, one: Recommendation) -> Item:
    shown = report.choices.place("agreement") is not None
    figures = [agreement_in_group(one.agreement) if shown else "", _split_from(one)]
    reasons = one.agreement.reasons if one.agreement and shown else []
    rated = one.standing.rated if one.standing else None
    return Item(
        lead=f"{one.reference} {one.text}".strip(),
        text=one.rationale,
        figures=" ".join(filter(None, figures)),
        items=[
            *(Item(lead=f"{STANCES[said.stance]}:", text=said.text) for said in reasons),
            *(
                Item(lead=f"{_('Concern')}:", text=text)
                for text in (rated.concerns if rated else [])
            ),
            *map(_origin, one.merged_from),
        ],
    )


def _split_from(one: Recommendation) -> str:
    return _("Split from: “%(text)s”", text=one.split_from) if one.split_from else ""


def _origin(part: Recommendation) -> Item:
    """Return one of the recommendations merged into another, and its own origin."""
    group = "" if part.group is None else _("Drafted by group %(number)s.", number=part.group)
    items = [_origin(earlier) for earlier in part.merged_from]
    return Item(lead=_("Merged from:"), text=part.text, figures=group, items=items)


def agreement_in_group(found: Agreement | None) -> str:
    """Return the group's agreement; stances that nobody took are not mentioned."""
    if found is None:
        return ""
    counts = [
        (found.agree, _("%(count)s in full agreement", count=found.agree)),
        (found.reservations, _("%(count)s with reservations", count=found.reservations)),
        (found.cannot, _("%(count)s cannot live with it", count=found.cannot)),
    ]
    said = listed([words for count, words in counts if count])
    return _("Agreement among %(members)s members: %(said)s.", members=found.members, said=said)
