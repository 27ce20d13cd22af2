"""Results of the first stage over all themes: broad support, and splits on timing."""

from collections.abc import Sequence

from polling.core.i18n import _, ngettext
from polling.privacy.rounding import FEWEST
from polling.report.data.report_data import Recommendation, Report
from polling.report.data.vote_data import ContestStanding, RatedBy
from polling.report.document_blocks import NOTHING, Block, Entries, Entry, Paragraph, Section
from polling.report.sections.support_columns import of_recommendations, place_of
from polling.report.sections.vote_phrases import part, percent

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
    criterion = _(
        "Of %(rated)s rated recommendations, %(broad)s have broad support, which means two things. "
        "First, the whole 95%% confidence interval of their support (Wilson’s method) is above "
        "half. It estimates the support among all who could have rated the recommendation. "
        "Issues were assigned to raters at random, balanced by sector. Second, at least half of "
        "the raters support it in each sector with at least %(fewest)s raters.",
        rated=len(rated),
        broad=len(listed) + len(left),
        fewest=max(report.smallest, FEWEST),
    )
    lead_in = " ".join([criterion, *_rule_of_list(listed, left), *_low_shares(report)])
    final = [_("Final vote")] if report.finalists else []
    columns = [_("Ref."), _("Recommendation"), *final, _("Supported by")]
    named = _named(_("Broad support"), lead_in, columns, entries)
    return [*named, *_others(rated, left)]


def _rule_of_list(listed: Sequence[Rated], left: Sequence[Rated]) -> list[str]:
    """Return which recommendations are listed, if not all."""
    if not left:
        return []
    if any(_is_priority(row[0]) for row in left) and not any(
        _is_priority(row[0]) for row in listed
    ):
        return [
            _(
                "The list shows the recommendations with the most support, without the "
                "overall priorities."
            )
        ]
    return [_("The list has those with the most support.")]


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
    without = [
        one.reference for one, _standing, by in rated if _is_priority(one) and not by.is_broad
    ]
    repeated = ngettext(
        "Not listed again: %(num)s overall priority with broad support.",
        "Not listed again: %(num)s overall priorities with broad support.",
        first,
    )
    said = [repeated] if first else []
    if len(without) == 1:
        said.append(
            _(
                "Of the overall priorities, only %(reference)s does not have broad support.",
                reference=without[0],
            )
        )
    if lesser:
        more = ngettext(
            "%(num)s more has broad support, with at most %(percent)s%% of its raters (see the "
            "technical annex).",
            "%(num)s more have broad support, with at most %(percent)s%% of their raters (see the "
            "technical annex).",
            len(lesser),
            percent=max(lesser, key=lambda one: one.share).percent,
        )
        said.append(more)
    return [Paragraph(" ".join(said), quiet=True)]


def _split(rated: Sequence[Rated]) -> list[Block]:
    entries = [
        Entry(one.reference, one.text, [str(by.priority), str(by.support), str(by.not_now)])
        for one, _standing, by in sorted(rated, key=lambda row: place_of(row[0].reference))
        if by.is_split
    ]
    marks = [f"“{word}”" for word in (_("Priority now"), _("Support"), _("Not now"))]
    columns = [_("Ref."), _("Recommendation"), *marks]
    lead_in = _(
        "More than a fifth of the raters want these recommendations now, and more than a fifth "
        "want them later. The columns show how many people gave each rating."
    )
    return _named(_("Opinions differ on timing"), lead_in, columns, entries)


def _named(title: str, lead_in: str, columns: list[str], entries: list[Entry]) -> list[Block]:
    if not entries:
        return []
    return [Section(title, [Paragraph(lead_in), Entries(columns, entries)])]
