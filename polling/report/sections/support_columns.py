"""The columns of numbers that determine the order of recommendations, as printed in lists."""

from collections.abc import Iterator
from itertools import takewhile

from polling.core.i18n import _
from polling.report.data.report_data import Issue, Recommendation, Report, Theme
from polling.report.data.score_points import points
from polling.report.data.vote_data import ContestStanding, Vote
from polling.report.document_blocks import NOTHING
from polling.report.sections.vote_phrases import percent, spread


def of_recommendations(report: Report) -> Iterator[tuple[Theme, Recommendation]]:
    """Return every printed recommendation with its theme, in the order of the report."""
    for theme in report.themes:
        for issue in theme.issues:
            for one in issue.recommendations:
                yield theme, one


def voted_on(report: Report) -> bool:
    """Return whether there was any vote on the recommendations."""
    return bool(report.finalists) or any(t.final_vote or t.ratings for t in report.themes)


def split_on_timing(report: Report) -> list[str]:
    """Return the references of recommendations that many want now and many later, in order."""
    found = [
        one.reference
        for _theme, one in of_recommendations(report)
        if one.standing and one.standing.rated and one.standing.rated.is_split
    ]
    return sorted(found, key=place_of)


def place_of(reference: str) -> list[int]:
    """Return what sorts references: 2.1.10 follows 2.1.9."""
    return [int(part) for part in reference.split(".") if part.isdigit()]


def with_concerns(report: Report) -> list[str]:
    """Return the references of recommendations with an approved concern."""
    return [
        one.reference
        for _theme, one in of_recommendations(report)
        if one.standing and one.standing.rated and one.standing.rated.concerns
    ]


def definitions(report: Report) -> list[str]:
    """Return how to read the printed numbers of recommendations."""
    said: list[str] = []
    if any(theme.ratings for theme in report.themes):
        said += [
            _(
                "Support: share of raters who said “priority now” or “support”. Each "
                "recommendation had %(raters)s raters.",
                raters=spread(_raters(report) or [0]),
            ),
            _(
                "Rating: average urgency according to the raters (priority now = 100, support = "
                "50, not now = 0)."
            ),
            _(
                "Each issue was rated by a different, partly overlapping group of people. "
                "Comparisons across issues are therefore approximate."
            ),
        ]
    if report.finalists:
        final = _(
            "“–” means that the recommendation was not a finalist. Finalists come first, ordered "
            "by their share in the final vote; the others follow, ordered by rating."
        )
        said.append(f"{final_vote_meaning(report.finalists)} {final}")
    if report.recommendations:
        said.append(f"{reference_meaning()} {_order_of_references(report)}")
    return said


def reference_meaning() -> str:
    """Return how to read a reference."""
    return _("Reference 2.1.3 means recommendation 3 on issue 1 of theme 2.")


def _order_of_references(report: Report) -> str:
    issues = report.priority_issues
    if issues and all(one.reference.endswith(f".{one.priority}") for one in issues):
        return _(
            "Priority issues are numbered by rank; recommendation numbers do not indicate rank."
        )
    return _("Reference numbers do not indicate rank.")


def final_vote_meaning(final: Vote) -> str:
    """Return the base of a finalist's share."""
    bases = {standing.support.of for _label, standing in final.standings} or {0}
    everybody = final.turnout.count + final.paper
    voters = {"all": everybody, "voters": spread(bases)}
    share = (
        _(
            "Final vote: of the voters who could choose the recommendation, the share who did. "
            "The %(drafters)s voters who drafted a recommendation could not choose it. "
            "Percentages are therefore based on %(voters)s of the %(all)s voters, including "
            "those who abstained.",
            drafters=spread({max(0, everybody - base) for base in bases}),
            **voters,
        )
        if max(bases) < everybody
        else _(
            "Final vote: share of voters who chose the recommendation, out of the %(voters)s who "
            "could choose it. Blank ballots are included.",
            **voters,
        )
    )
    most = _("Each voter could choose up to %(most)s recommendations.", most=final.most)
    return f"{share} {most}"


def _raters(report: Report) -> set[int]:
    """Return the numbers of raters of the printed recommendations."""
    standings = (one.standing for one in report.recommendations)
    return {standing.support.of for standing in standings if standing and standing.rated}


def score(standing: ContestStanding) -> str:
    """Return the average rating: a priority counts 100, a support 50, averaged over raters."""
    return points(standing.score)


def columns(report: Report, issue: Issue) -> list[str]:
    """Return the headings of the numbers that order the recommendations of an issue."""
    ordered = issue.recommendations
    if any(one.standing and one.standing.rated for one in ordered):
        final = [_("Final vote")] if report.finalists else []
        return [*final, _("Rating"), _("Support")]
    return [_("Support")] if any(one.standing for one in ordered) else []


def values(report: Report, issue: Issue, one: Recommendation) -> list[str]:
    """Return a recommendation's numbers under these headings; the first one orders it."""
    titles = columns(report, issue)
    if not titles:
        return []
    support = percent(one.standing.support.percent) if one.standing else NOTHING
    if len(titles) == 1:
        return [support]
    rated = score(one.standing) if one.standing else NOTHING
    final = [percent(one.final.support.percent) if one.final else NOTHING]
    return [*(final if report.finalists else []), rated, support]


def first_places(vote: Vote) -> int:
    """Return how many may be level with the first: those before a range that does not overlap."""
    ordered = sorted((standing for _label, standing in vote.standings), key=lambda one: one.rank)
    overlaps = (one.interval[1] >= ordered[0].interval[0] for one in ordered)
    return len(list(takewhile(bool, overlaps)))
