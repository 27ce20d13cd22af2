"""The one-page summary: the process, the top recommendations, and disagreement."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from math import ceil

from polling.core.i18n import _, listed, ngettext
from polling.core.percentages import percentage
from polling.report.data.report_data import Recommendation, Report, Theme
from polling.report.data.vote_data import ContestStanding, Share, Vote
from polling.report.document_blocks import (
    Block,
    Entries,
    Entry,
    KeyFigures,
    Paragraph,
    Prose,
    Section,
)
from polling.report.sections.support_columns import (
    final_vote_meaning,
    first_places,
    of_recommendations,
    reference_meaning,
    split_on_timing,
    voted_on,
    with_concerns,
)
from polling.report.sections.vote_phrases import of, percent, returned, spread
from polling.report.writing.markdown_escape import line
from polling.report.writing.placeholders import resolve

LONGEST_THEME = 32  # characters of a title, in a narrow column
FEW_BALLOTS = 2  # between neighbours in the list, whose order is uncertain
# A recommendation with its theme, its standing, and the name of its share among the figures.
Listed = tuple[Recommendation, Theme, ContestStanding, str]


def executive(report: Report, known: Mapping[str, str]) -> Section | None:
    """Return the page; None if there is nothing to summarize yet.

    The organizers' text replaces all sentences except those on the list's numbers.
    """
    listed_first = priorities(report)
    shown = listed_first if report.choices.place("priorities") == "publication" else []
    written = report.prose.summary.strip()
    if not (written or listed_first or report.recommendations):
        return None
    lead: Block = (
        Prose(resolve(written, known))
        if written
        else Paragraph(resolve(_lead(report, _held(report)), known))
    )
    blocks: list[Block] = [lead, KeyFigures(key_figures(report)), *shown]
    if not written:
        blocks += [Paragraph(resolve(text, known)) for text in _differences(report)]
    blocks += [Paragraph(text, quiet=True) for text in [_note(report)] if text and shown]
    return Section(_("Summary"), blocks, anchor="summary", has_page=True)


def suggested(report: Report) -> list[str]:
    """Return suggestions for the organizers' summary in Markdown, each a paragraph or a point.

    It contains placeholders instead of numbers, so its figures stay current.
    """
    if not report.recommendations:
        return []
    themes = [theme for theme in report.themes if theme.told and theme.told[0].standing]
    return [
        _lead(report, line(_held(report))),
        *(f"- {point}" for point in map(_issue_point, themes)),
        *(f"- {_point(one, share)}" for one, _theme, _vote, share in _first(report)),
        *(f"- {text}" for text in _differences(report)),
    ]


def _issue_point(theme: Theme) -> str:
    """Return a point on the first issue of a theme."""
    issue = f"issue.{theme.told[0].reference}"
    label = _("Chosen by")
    return f"**{line(theme.title)}:** {{{{ {issue} }}}} ({label}: {{{{ {issue}.chosen }}}})"


def _point(one: Recommendation, share: str) -> str:
    name = f"recommendation.{one.reference}"
    label = _("Final vote") if share == "chosen" else _("Supported by")
    return f"**{one.reference}** {{{{ {name} }}}} ({label}: {{{{ {name}.{share} }}}})"


def _held(report: Report) -> str:
    """Return the event, or the workshop if it has none, with its place and dates."""
    where = ", ".join(filter(None, [report.place, report.dates]))
    event = report.event or (_("the synthesis workshop") if where else "")
    return f"{event} ({where})" if where else event


def _lead(report: Report, held: str) -> str:
    """Return sentences on the process; `held` is from `_held`, as text or as Markdown."""
    themes = ngettext("%(num)s theme", "%(num)s themes", len(report.themes))
    themes = themes.replace(str(len(report.themes)), "{{ themes }}")
    if not any(theme.ranking for theme in report.themes):
        return _(
            "Participants drafted %(drafted)s recommendations on %(themes)s.",
            drafted="{{ drafted }}",
            themes=themes,
        )
    counts = {"issues": "{{ issues }}", "themes": themes}
    if report.event:
        ranked = _(
            "%(event)s included a synthesis workshop. Its participants ranked %(issues)s issues "
            "under %(themes)s.",
            event=held,
            **counts,
        )
    elif held:
        ranked = _(
            "At %(held)s, participants ranked %(issues)s issues under %(themes)s.",
            held=held,
            **counts,
        )
    else:
        ranked = _("Participants ranked %(issues)s issues under %(themes)s.", **counts)
    drafted = _(
        "Groups drafted %(drafted)s recommendations on the %(priority)s priority issues, the top "
        "%(places)s in each theme.",
        places=spread([len(theme.told) for theme in report.themes if theme.told] or [0]),
        priority="{{ priority_issues }}",
        drafted="{{ drafted }}",
    )
    return " ".join([ranked, drafted, *_votes(report)])


def _votes(report: Report) -> list[str]:
    """Return the votes on the recommendations."""
    rated = (
        [_("Participants rated the recommendations of other groups.")]
        if any(theme.ratings for theme in report.themes)
        else []
    )
    if report.finalists:
        chose = _(
            "In the final vote, participants chose from %(finalists)s finalists.",
            finalists="{{ finalists }}",
        )
        return [*rated, chose]
    if voted_on(report) and not rated:
        return [_("Then participants voted on each other’s work.")]
    return rated


def key_figures(report: Report) -> list[tuple[str, str]]:
    """Return the key figures, each with its unit."""
    issues, drafted = len(report.priority_issues), len(report.recommendations)
    counts = [
        (report.present, _("workshop participants")),
        (issues, ngettext("priority issue", "priority issues", issues)),
        (drafted, ngettext("recommendation", "recommendations", drafted)),
    ]
    return [*((str(count), words) for count, words in counts if count), *_turnout(report)]


def _turnout(report: Report) -> list[tuple[str, str]]:
    """Return the turnout of the final vote, or its range over the themes.

    With paper ballots, there is no percentage of voters.
    """
    every = [report.finalists] if report.finalists else [one.final_vote for one in report.themes]
    votes = [vote for vote in every if vote and vote.turnout.of]
    if not votes or any(vote.paper for vote in votes):
        return []
    first = votes[0].turnout
    if all(vote.turnout == first for vote in votes):
        part = of(first)
        words = _("final vote turnout (%(part)s)", part=part)
        if len(votes) > 1 and first.of < report.present:  # authors may have no vote in a theme
            words = _("final vote turnout (%(part)s in each theme)", part=part)
        return [(percent(first.percent), words)]
    percents = [vote.turnout.percent for vote in votes]
    low, high = min(percents), max(percents)
    share = percent(low) if low == high else _("%(low)s–%(high)s%%", low=low, high=high)
    return [(share, _("final vote turnout in each theme"))]


def priorities(report: Report) -> list[Block]:
    """Return the overall list or, without one, the top of each theme."""
    if report.finalists:
        columns = [
            _("Ref."),
            _("Overall priorities"),
            _("Theme"),
            _("Rank"),
            _("Final vote"),
        ]
    else:
        columns = [_("Ref."), _("Top recommendation in each theme"), _("Theme"), _("Support")]
    rows = [_entry(report, *row) for row in _first(report)]
    return [Entries(columns, rows)] if rows else []


def _first(report: Report) -> list[Listed]:
    """Return the entries of the list: all that are equal, even if they need a second page."""
    if report.finalists:
        first: list[Listed] = [
            (one, theme, one.final, "chosen")
            for theme, one in of_recommendations(report)
            if one.final and one.final.made_cut
        ]
        return sorted(first, key=lambda row: row[2].rank)
    return [
        (one, theme, one.standing, "support")
        for theme, one in of_recommendations(report)
        if one.standing and one.standing.rank == 1 and one.standing.support.count
    ]


def _entry(
    report: Report, one: Recommendation, theme: Theme, standing: ContestStanding, _share: str
) -> Entry:
    share = percentage(standing.support.count, standing.support.of)
    name = theme.title if len(theme.title) <= LONGEST_THEME else theme.short or theme.title
    rank = [_rank(report.finalists, standing.rank)] if report.finalists else []
    return Entry(one.reference, one.text, [name, *rank, percent(share)])


def _rank(final: Vote, rank: int) -> str:
    """Return a rank, such as "3=" if several finalists have it."""
    same = sum(standing.rank == rank for _label, standing in final.standings)
    return f"{rank}=" if same > 1 else str(rank)


def _differences(report: Report) -> list[str]:
    """Return disagreement: on timing, and concerns."""
    said = []
    if split_on_timing(report):
        said.append(
            _(
                "Opinions differ on the timing of %(references)s: many raters want action now, "
                "and many others want it later.",
                references="{{ split_on_timing }}",
            )
        )
    if objected := len(with_concerns(report)):
        words = ngettext(
            "Participants raised concerns about %(num)s recommendation (see the technical annex).",
            "Participants raised concerns about %(num)s recommendations (see the technical annex).",
            objected,
        )
        said.append(words.replace(str(objected), "{{ with_concerns }}"))
    return said


def _note(report: Report) -> str:
    """Return a note on the list, the base of its shares, and how certain its order is."""
    final, listed_first = report.finalists, _first(report)
    if not final or not listed_first:
        return ""
    said = [
        _most_chosen(final, len(listed_first), _last_listed(report)),
        reference_meaning(),
        final_vote_meaning(final),
        returned(final),
        *_too_close(final),
        *_closeness(report),
        _(
            "For the method, see “%(section)s”. Details are in the technical annex, a separate "
            "document available with this report or from the organizers.",
            section=_("How priorities were set"),
        ),
    ]
    return " ".join(said)


def _most_chosen(final: Vote, shown: int, last: int) -> str:
    """Return which finalists the list has: `shown` of the first `last`, if not all are printed."""
    if shown == last:
        return _(
            "These %(shown)s of the %(all)s finalists were chosen most often.",
            shown=shown,
            all=len(final.standings),
        )
    return ngettext(
        "Of the %(all)s finalists, the list has the %(first)s chosen most often, except %(num)s "
        "that this report leaves out.",
        "Of the %(all)s finalists, the list has the %(first)s chosen most often, except %(num)s "
        "that this report leaves out.",
        last - shown,
        first=last,
        all=len(final.standings),
    )


def _finalists(report: Report) -> list[tuple[Recommendation, ContestStanding]]:
    """Return all finalists by rank; among equal ones, those that are not printed come first."""
    every = [*report.left_out, *report.recommendations]
    return sorted(((one, one.final) for one in every if one.final), key=lambda row: row[1].rank)


def _last_listed(report: Report) -> int:
    """Return the place of the last one listed among all finalists, from 1."""
    last, *_more = _first(report)[-1]
    return [one is last for one, _final in _finalists(report)].index(True) + 1


def _too_close(final: Vote) -> list[str]:
    """Return the ranks that may be level with the first, if any. Equal ranks need no words."""
    ranks = sorted(standing.rank for _label, standing in final.standings)
    last = ranks[max(1, first_places(final)) - 1]
    if last == 1:
        return []
    return [
        _("Ranks 1–%(last)s are too close to call, because their 95%% ranges overlap.", last=last)
    ]


def _closeness(report: Report) -> list[str]:
    """Return which neighbours in the list are a few ballots apart, and the margin at its end."""
    ordered, last = _finalists(report), _last_listed(report)
    listed_here, others = ordered[:last], ordered[last:]
    short = [
        _ballots_short(behind.support, ahead.support)
        for (_one, ahead), (_other, behind) in pairwise(listed_here)
    ]
    said = []
    if close := _runs(short, [final.rank for _one, final in listed_here]):
        words = _(
            "Ranks %(places)s are close: at most %(ballots)s ballots separate one rank from "
            "the next.",
            places=listed(close),
            ballots=FEW_BALLOTS,
        )
        said.append(words)
    if others:
        _last, end = listed_here[-1]
        said.append(_next(end, [row for row in others if row[1].rank == others[0][1].rank]))
    return said


def _next(end: ContestStanding, following: Sequence[tuple[Recommendation, ContestStanding]]) -> str:
    """Return how many more ballots the next ones, which are equal, needed to tie with the end."""
    ballots = [_ballots_short(final.support, end.support) for _one, final in following]
    if len(following) == 1:
        return ngettext(
            "The next recommendation, %(reference)s, needed %(num)s more ballot to tie with "
            "the last one listed.",
            "The next recommendation, %(reference)s, needed %(num)s more ballots to tie with "
            "the last one listed.",
            ballots[0],
            reference=following[0][0].reference,
        )
    return ngettext(
        "The next recommendations, %(references)s, share a rank. Each needed %(ballots)s more "
        "ballot to tie with the last one listed.",
        "The next recommendations, %(references)s, share a rank. Each needed %(ballots)s more "
        "ballots to tie with the last one listed.",
        max(ballots),
        references=listed([one.reference for one, _final in following]),
        ballots=spread(ballots),
    )


def _ballots_short(behind: Share, ahead: Share) -> int:
    """Return how many more ballots would have brought one level with another, or past it."""
    return max(0, ceil(Fraction(ahead.count * behind.of, ahead.of or 1)) - behind.count)


def _runs(short: Sequence[int], ranks: Sequence[int]) -> list[str]:
    """Return the ranks, such as "3–7", of neighbours that are a few ballots apart.

    Neighbours with the same rank need no words.
    """
    found: list[tuple[int, int]] = []
    for place, ballots in enumerate(short, start=1):
        if ballots > FEW_BALLOTS:
            continue
        first = found.pop()[0] if found and found[-1][1] == place else place
        found.append((first, place + 1))
    ends = [(ranks[first - 1], ranks[last - 1]) for first, last in found]
    return [f"{first}–{last}" for first, last in ends if first != last]
