"""The organizer's page of a final vote in two stages: everything needed for decisions."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from types import ModuleType

from sqlalchemy.orm import Session

from polling.charts import Chart
from polling.contests import electorate, turnout
from polling.contests.concerns import key_of
from polling.contests.electorate import Roll
from polling.contests.models import REVEALED, Contest
from polling.contests.queries import Progress
from polling.contests.results.detail_sentences import facts
from polling.contests.results.sector_sentences import about_sectors
from polling.contests.results.summary_sentences import ResultSentences, about
from polling.core.edit_conflicts import mark
from polling.core.i18n import _
from polling.final_vote import chart_captions, charts
from polling.final_vote.on_screen import on_screen
from polling.final_vote.page_contexts import ConsolePage, console_page, drawn
from polling.final_vote.two_stages import queries
from polling.final_vote.two_stages.pages import (
    NOTHING,
    Revealed,
    papers,
    revealed,
    rolls_of,
    who_can_vote,
)
from polling.final_vote.two_stages.queries import RatedIssue, confirmed, finalists, phase, proposed
from polling.final_vote.two_stages.results import FinalRow, RatedRow
from polling.final_vote.two_stages.short_titles import (
    LONGEST,
    distinct_titles,
    finalist_title,
    short_title,
)
from polling.recommendations.models import Recommendation
from polling.voting.finalists import Finalists
from polling.web.long_pages import complete_parts
from polling.workshop.models import Issue, Theme, Workshop

MOST_FORMS = 6  # issues with a form for paper ballots on one page
FEWEST_RATERS = 20  # of each recommendation; with fewer, ranges exceed a third of the scale


@dataclass(frozen=True)
class CoverageRow:
    """One issue: how many of those asked have rated it, and the numbers of the paper ballots."""

    one: RatedIssue
    voted: int
    papers: list[int]
    labels: list[str]
    asked: int


@dataclass(frozen=True)
class Candidate:
    """A rated recommendation; `why` it is proposed: "best" of its issue, "wild", or "".

    `is_alike` says that another finalist has the same title.
    """

    recommendation: Recommendation
    issue: Issue
    taken: bool
    why: str
    title: str
    is_alike: bool


@dataclass(frozen=True)
class Proposal:
    """All rated recommendations, proposed finalists first, without figures.

    `seen` is the mark of the confirmed ones. `best` and `wild` count the proposed finalists, `ties`
    are the titles of those that are level, and `longest` is the limit for titles in characters.
    """

    rows: list[Candidate]
    seen: str
    longest: int
    best: int
    wild: int
    ties: list[list[str]]


@dataclass(frozen=True)
class ConcernRow:
    """A concern, which `times` people have in the same words; `shown` is None until decided."""

    one: RatedIssue
    key: str
    recommendation: Recommendation
    text: str
    shown: bool | None
    times: int


@dataclass(frozen=True)
class Charts:
    """The charts of the overall list, of both short lists, and of each theme by id.

    If there are many recommendations, `themes` has only the theme that the URL asks for.
    """

    overall: list[Chart]
    broad: Chart
    split: Chart
    themes: dict[int, list[Chart]]


@dataclass(frozen=True, kw_only=True)
class TwoStageConsole(ConsolePage):
    """Everything needed for decisions: coverage, finalists, concerns, and revealed results.

    `fewest` is the desired number of ballots per issue: all, if few are asked. `with_form` are the
    contests whose paper ballots can be entered one by one. `joined_late` says how many joined after
    the second stage opened. `lit` is the id of the theme on the screen, and `lit_list` the name of
    the list.
    """

    phase: str
    issues: list[CoverageRow]
    with_form: Collection[str]
    fewest: int
    progress: Progress
    papers: list[int]
    can_vote: str
    joined_late: str
    final: Contest | None
    final_voted: int
    final_papers: list[int]
    final_labels: list[str]
    present: int
    proposal: Proposal | None
    concerns: list[ConcernRow]
    themes: list[tuple[Theme, list[RatedRow]]]
    order: list[FinalRow]
    broad: list[RatedRow]
    split: list[RatedRow]
    overall_said: ResultSentences
    overall_facts: list[str]
    charts: Charts | None
    sentence: ModuleType
    lit: int | None
    lit_list: str


def console(session: Session, workshop: Workshop) -> TwoStageConsole:
    """Return the context."""
    listed = on_screen(session, workshop)
    every, final = queries.rated_issues(session, workshop.id), finalists(session, workshop.id)
    now = phase(every, final)
    shown = revealed(every, final) if now == "revealed" else NOTHING
    rolls = rolls_of(session, every, final)
    rated = [rolls[one.contest.id] for one in every]
    coverage = [_coverage(one, rolls[one.contest.id]) for one in every]
    of_final = rolls[final.id] if final else None
    said, told = _overall(every, final)
    return TwoStageConsole(
        **vars(console_page(session, workshop, listed)),
        phase=now,
        issues=coverage,
        with_form=complete_parts({one.contest.id: 1 for one in every}, MOST_FORMS),
        fewest=min([FEWEST_RATERS, *(row.asked for row in coverage)]),
        progress=electorate.progress(rated),
        papers=papers(rated),
        can_vote=who_can_vote(rated, of_final),
        joined_late=turnout.exceptions(later=of_final.came_later) if of_final else "",
        final=final,
        final_voted=len(of_final.voted) if of_final else 0,
        final_papers=of_final.papers if of_final else [],
        final_labels=labels(every, final) if final else [],
        present=turnout.present(of_final) if of_final else 0,
        proposal=_proposal(session, workshop, every, final) if now == "between" else None,
        concerns=_concerns(every) if queries.are_counted(every) else [],
        **vars(shown),
        overall_said=said,
        overall_facts=told,
        charts=_charts(every, final, shown) if now == "revealed" else None,
        sentence=chart_captions,
        lit=workshop.screen_state.get("theme") if listed else None,
        lit_list=(listed and workshop.screen_state.get("listed")) or "",
    )


def _overall(every: list[RatedIssue], final: Contest | None) -> tuple[ResultSentences, list[str]]:
    """Return sentences about the overall list: how close the last places are, and sectors."""
    if final is None or final.state != REVEALED:
        return ResultSentences(), []
    named = dict(zip(final.options, labels(every, final), strict=True))
    return about(final, named), [*facts(final, named), *about_sectors(final, named)]


def labels(every: list[RatedIssue], final: Contest) -> list[str]:
    """Return the finalists' titles in the order of their contest, their number on paper."""
    written = {
        option: one.recommendations[option] for one in every for option in one.contest.options
    }
    return [finalist_title(final, written[option]) for option in final.options]


def _coverage(one: RatedIssue, roll: Roll) -> CoverageRow:
    return CoverageRow(
        one=one,
        voted=len(roll.voted),
        papers=roll.papers,
        labels=[short_title(written) for written in one.recommendations.values()],
        asked=turnout.present(roll),
    )


def _proposal(
    session: Session, workshop: Workshop, every: list[RatedIssue], final: Contest | None
) -> Proposal:
    found = proposed(session, workshop)
    taken = {int(option) for option in (final.options if final else found.all)}
    written = {option: rated for one in every for option, rated in one.recommendations.items()}
    confirmed_as = final.rule["titles"] if final else {}
    automatic = distinct_titles(written.values())
    titles = {option: confirmed_as.get(str(option)) or automatic[option] for option in written}
    uses = Counter(titles[option].casefold() for option in taken)
    issue_of = {option: one.issue for one in every for option in one.recommendations}
    return Proposal(
        rows=[
            Candidate(
                recommendation=written[option],
                issue=issue_of[option],
                taken=option in taken,
                why=_why(option, found),
                title=titles[option],
                is_alike=option in taken and uses[titles[option].casefold()] > 1,
            )
            for option in sorted(written, key=lambda option: option not in taken)
        ],
        seen=mark(confirmed(final)),
        longest=LONGEST,
        best=len(found.best),
        wild=len(found.wild),
        ties=[[titles[int(option)] for option in tied] for tied in found.ties],
    )


def _why(option: int, found: Finalists) -> str:
    return "best" if option in found.best else "wild" if option in found.wild else ""


def _concerns(every: list[RatedIssue]) -> list[ConcernRow]:
    return [row for one in every for row in _concerns_on(one)]


def _concerns_on(one: RatedIssue) -> list[ConcernRow]:
    said = {key_of(each): each for each in one.contest.result.get("concerns", [])}
    times = Counter(key_of(each) for each in one.contest.result.get("concerns", []))
    return [
        ConcernRow(one, key, written, each["text"], each["shown"], times[key])
        for key, each in said.items()
        if (written := one.recommendations.get(each["option"]))
    ]


def _charts(every: list[RatedIssue], final: Contest | None, shown: Revealed) -> Charts:
    with_charts = drawn({str(theme.id): len(here) for theme, here in shown.themes})
    return Charts(
        overall=charts.of_finalists(final, shown.order) if final and shown.order else [],
        broad=charts.of_list(charts.BROAD, _("Broad support"), shown.broad),
        split=charts.of_list("split", _("Opinions differ on timing"), shown.split),
        themes={
            theme.id: _of_theme(every, theme, here)
            for theme, here in shown.themes
            if str(theme.id) in with_charts
        },
    )


def _of_theme(every: list[RatedIssue], theme: Theme, rows: list[RatedRow]) -> list[Chart]:
    """Return charts of a theme: its recommendations in tiers, and by sector for each issue."""
    split = [charts.by_sector(one) for one in every if one.theme.id == theme.id]
    return [charts.of_ratings(theme, rows), *(chart for chart in split if chart)]
