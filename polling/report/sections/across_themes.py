"""Results of the first stage over all themes: broad support, and splits on timing."""

from collections.abc import Sequence

from polling.core.i18n import _, listed, ngettext
from polling.report.data.report_data import Recommendation, Report
from polling.report.data.vote_data import ContestStanding, RatedBy
from polling.report.document_blocks import (
    NOTHING,
    Block,
    Entries,
    Entry,
    Item,
    Paragraph,
    Points,
    Section,
)
from polling.report.sections.support_columns import of_recommendations, place_of
from polling.report.sections.vote_phrases import part, percent, spread

WRITTEN_OUT = 8  # recommendations, which the themes' sections print in full too
Rated = tuple[Recommendation, ContestStanding, RatedBy]


def overall(report: Report) -> list[Block]:
    """Return both lists with their numbers; nothing without ratings."""
    rated = _rated(report)
    found = _broad(rated)
    listed = _whole_ties([row for row in found if not _is_priority(row[0])] or found)
    left = [row for row in found if row not in listed]
    return [*_supported(report, rated, listed, left), *_split(rated)]


def broad_support(report: Report) -> list[Block]:
    """Return all recommendations with broad support, if the publication leaves some out."""
    rated = _rated(report)
    found = _broad(rated)
    return _supported(report, rated, found) if len(found) > WRITTEN_OUT else []


def _rated(report: Report) -> list[Rated]:
    return [
        (one, one.standing, one.standing.rated)
        for _theme, one in of_recommendations(report)
        if one.standing and one.standing.rated
    ]


def _broad(rated: Sequence[Rated]) -> list[Rated]:
    found = [row for row in rated if row[2].is_broad]
    return sorted(found, key=lambda row: -row[1].support.share)


def _is_priority(one: Recommendation) -> bool:
    """Return whether the summary contains it already."""
    return bool(one.final and one.final.made_cut)


def _whole_ties(ordered: list[Rated]) -> list[Rated]:
    """Return the first few; ties are listed completely or, if there are too many, left out."""
    shares = [standing.support.share for _one, standing, _by in ordered]
    if len(ordered) <= WRITTEN_OUT:
        return ordered
    above = shares.index(shares[WRITTEN_OUT])
    return ordered[: above or shares.count(shares[0])]


def _supported(
    report: Report, rated: Sequence[Rated], listed: Sequence[Rated], left: Sequence[Rated] = ()
) -> list[Block]:
    """Return the list, the number of others, and the criterion."""
    entries = [
        Entry(
            one.reference,
            one.text,
            [*([_chosen(one)] if report.finalists else []), part(standing.support)],
        )
        for one, standing, _by in listed
    ]
    others = " ".join(_others_with_majority(rated))
    rule = " ".join([*_rule_of_list(listed, left), *_low_shares(report)])
    said = [*_criterion(rated), *(Paragraph(text) for text in (others, rule) if text)]
    final = [_("Final vote")] if report.finalists else []
    columns = [_("Ref."), _("Recommendation"), *final, _("Supported by")]
    return _named(_("Broad support"), said, columns, entries, _others(rated, left))


def _criterion(rated: Sequence[Rated]) -> list[Block]:
    """Return how many recommendations have broad support, and what that means."""
    many = _(
        "%(num)s of the %(rated)s rated recommendations can be shown to have broad support. This "
        "means that two conditions are met.",
        num=len(_broad(rated)),
        rated=len(rated),
    )
    conditions = [
        _majority(rated),
        _(
            "In every sector, at least half of the raters support it. Small sectors are counted "
            "together."
        ),
    ]
    points = Points([Item(text=text) for text in conditions], numbered=True)
    return [Paragraph(many), points]


def _majority(rated: Sequence[Rated]) -> str:
    """Return the first condition, with the number of people whose support is estimated."""
    everybody = {standing.electorate for _one, standing, _by in rated}
    known = {number for number in everybody if number is not None}
    if not known or known != everybody:
        return _(
            "Even allowing for chance, a majority of the people who did not draft the "
            "recommendation support it. That is, the whole %(level)s confidence interval "
            "(Wilson’s method) is above 50%%.",
            level=percent(95),
        )
    return _(
        "Even allowing for chance, a majority of the %(everybody)s people who did not draft the "
        "recommendation support it. That is, the whole %(level)s confidence interval (Wilson’s "
        "method, corrected for a group of this size) is above 50%%.",
        everybody=spread(known),
        level=percent(95),
    )


def _others_with_majority(rated: Sequence[Rated]) -> list[str]:
    """Return how many recommendations meet the first condition, but not or perhaps the second."""
    others = [row for row in rated if row[2].has_majority and not row[2].is_broad]
    unknown = [one.reference for one, _standing, by in others if by.in_sectors is None]
    said = []
    if unknown:
        issues = sorted({one.rpartition(".")[0] for one in unknown}, key=place_of)
        said.append(
            ngettext(
                "%(num)s other recommendation (on %(issues)s) meets the first condition. The "
                "second condition cannot be confirmed: to protect privacy, counts by sector are "
                "not published for it.",
                "%(num)s other recommendations (on %(issues)s) meet the first condition. The "
                "second condition cannot be confirmed: to protect privacy, counts by sector are "
                "not published for them.",
                len(unknown),
                issues=_issues(issues),
            )
        )
    if failed := [one.reference for one, _standing, by in others if by.in_sectors is not None]:
        said.append(
            ngettext(
                "Recommendation %(references)s also meets the first condition. Its counts by "
                "sector are rounded to protect privacy, so the second condition cannot be "
                "confirmed.",
                "Recommendations %(references)s also meet the first condition. Their counts by "
                "sector are rounded to protect privacy, so the second condition cannot be "
                "confirmed.",
                len(failed),
                references=listed(sorted(failed, key=place_of)),
            )
        )
    return said


def _issues(references: Sequence[str]) -> str:
    """Return, for example, "issues 1.1 and 4.1"."""
    return ngettext(
        "issue %(issues)s", "issues %(issues)s", len(references), issues=listed(references)
    )


def _rule_of_list(listed: Sequence[Rated], left: Sequence[Rated]) -> list[str]:
    """Return which recommendations are listed, if not all."""
    if not left:
        return []
    if any(_is_priority(row[0]) for row in left) and not any(
        _is_priority(row[0]) for row in listed
    ):
        return [
            _(
                "Of the recommendations with broad support, the table lists those with the most "
                "support. It leaves out the overall priorities (see “%(section)s”).",
                section=_("Summary"),
            )
        ]
    return [
        _("Of the recommendations with broad support, the table lists those with the most support.")
    ]


def _low_shares(report: Report) -> list[str]:
    """Return why recommendations with broad support may have few votes in the final vote."""
    if not report.finalists:
        return []
    return [
        _(
            "A low share in the final vote does not mean opposition, because each person had at "
            "most %(most)s choices.",
            most=report.finalists.most,
        )
    ]


def _chosen(one: Recommendation) -> str:
    return percent(one.final.support.percent) if one.final else NOTHING


def _others(rated: Sequence[Rated], left: Sequence[Rated]) -> list[Block]:
    """Return the number of recommendations with broad support that are not listed."""
    if not left:
        return []
    first = sum(_is_priority(one) for one, _standing, _by in left)
    lesser = [standing.support for one, standing, _by in left if not _is_priority(one)]
    repeated = ngettext(
        "Not listed again: %(num)s overall priority with broad support.",
        "Not listed again: %(num)s overall priorities with broad support.",
        first,
    )
    said = [repeated] if first else []
    said += _priorities_without(rated)
    if lesser:
        more = ngettext(
            "%(num)s more recommendation has broad support. It is supported by no more than "
            "%(percent)s%% of its raters (see the technical annex).",
            "%(num)s more recommendations have broad support. None of them is supported by more "
            "than %(percent)s%% of its raters (see the technical annex).",
            len(lesser),
            percent=max(lesser, key=lambda one: one.share).percent,
        )
        said.append(more)
    return [Paragraph(" ".join(said), quiet=True)]


def _priorities_without(rated: Sequence[Rated]) -> list[str]:
    """Return the overall priorities without broad support, or for which it is not certain."""
    without = [(one.reference, by) for one, _standing, by in rated if _is_priority(one)]
    unknown = [ref for ref, by in without if by.has_majority and not by.is_broad]
    lacking = [ref for ref, by in without if not by.is_broad and ref not in unknown]
    said = []
    if unknown:
        said.append(
            ngettext(
                "For overall priority %(references)s, the second condition cannot be confirmed.",
                "For overall priorities %(references)s, the second condition cannot be confirmed.",
                len(unknown),
                references=listed(unknown),
            )
        )
    if lacking:
        said.append(
            ngettext(
                "Overall priority %(references)s does not have broad support.",
                "Overall priorities %(references)s do not have broad support.",
                len(lacking),
                references=listed(lacking),
            )
        )
    return said


def _split(rated: Sequence[Rated]) -> list[Block]:
    entries = [
        Entry(one.reference, one.text, [str(by.priority), str(by.support), str(by.not_now)])
        for one, _standing, by in sorted(rated, key=lambda row: place_of(row[0].reference))
        if by.is_split
    ]
    marks = [f"“{word}”" for word in (_("Priority now"), _("Support"), _("Not now"))]
    columns = [_("Ref."), _("Recommendation"), *marks]
    lead_in = _(
        "For each of these, more than a fifth of the raters said now, and more than a fifth said "
        "later. The columns show how many people gave each rating."
    )
    return _named(_("Opinions differ on timing"), [Paragraph(lead_in)], columns, entries)


def _named(
    title: str,
    lead_in: Sequence[Block],
    columns: list[str],
    entries: list[Entry],
    lead_out: Sequence[Block] = (),
) -> list[Block]:
    return [Section(title, [*lead_in, Entries(columns, entries), *lead_out])] if entries else []
