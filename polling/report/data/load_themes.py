"""Load the themes of a report: issues, recommendations and votes, in order."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from polling.breakouts.read_back.queries import agreements
from polling.contests.kinds import FINAL, RANKING
from polling.recommendations.agreement import Agreement
from polling.recommendations.models import Recommendation
from polling.recommendations.queries import everything
from polling.recommendations.references import References, references
from polling.recommendations.sentence import sentence
from polling.report.data import load_two_stages, report_data
from polling.report.data.load_votes import options, standings, vote
from polling.report.data.vote_data import ContestStanding, Vote
from polling.report.options import ReportChoices
from polling.report.published_results.schema import CountedContest
from polling.report.writing import print_wording
from polling.setup.duplicate_issues import IssueSource, heard
from polling.workshop import queries
from polling.workshop.models import Issue, Theme, Workshop

T = TypeVar("T", Issue, Recommendation)
Drafted = dict[int, list[Recommendation]]  # by issue id
Standings = dict[int, ContestStanding]  # by the id of a row, in the order of the result
Ranked = tuple[Recommendation, ContestStanding | None]


@dataclass(frozen=True)
class Counted:
    """The votes to report; `imported` ones have the ids of another database.

    `unshown_themes` are the ids of themes whose ranking readers must not know yet.
    """

    contests: Sequence[CountedContest]
    imported: bool
    unshown_themes: Collection[int] = frozenset()

    def on(self, theme: Theme, kind: str) -> CountedContest | None:
        """Return the vote of this kind on this theme."""
        of_kind = (one for one in self.contests if one.kind == kind and one.theme == theme.title)
        return next(of_kind, None)


@dataclass(frozen=True)
class _Telling:
    """Which recommendations are printed, their groups' agreement, and the second stage.

    Also the sources of issues.
    """

    choices: ReportChoices
    agreements: Mapping[int, Agreement]
    finals: Standings
    heard: Mapping[int, IssueSource]
    references: References


def themes(
    session: Session, workshop: Workshop, counted: Counted, choices: ReportChoices
) -> tuple[list[report_data.Theme], Vote | None]:
    """Return the workshop's themes in order, and the second stage of the final vote, if any."""
    drafted = _drafted(session, workshop)
    finalists, finals = _finalists(drafted, counted)
    tell = _Telling(
        choices=choices,
        agreements=_agreements(session, workshop, choices),
        finals=finals,
        heard=heard(session, workshop.id),
        references=references(session, workshop, counted.unshown_themes),
    )
    told = [_theme(theme, drafted, counted, tell) for theme in queries.themes(session, workshop.id)]
    return told, finalists


def _agreements(
    session: Session, workshop: Workshop, choices: ReportChoices
) -> dict[int, Agreement]:
    return {} if "agreement" in choices.left_out else agreements(session, workshop.id)


def _finalists(drafted: Drafted, counted: Counted) -> tuple[Vote | None, Standings]:
    written = [one for here in drafted.values() for one in here]
    return load_two_stages.finalists(counted.contests, written, sentence, imported=counted.imported)


def _drafted(session: Session, workshop: Workshop) -> Drafted:
    """Return the recommendations that are not deleted, in the order of the file."""
    every = everything(session, workshop.id)
    _load_parts(every)
    drafted: Drafted = defaultdict(list)
    for one in sorted(every, key=lambda one: (one.position, one.id)):
        if one.deleted_at is None and (one.action or one.original):
            drafted[one.issue_id].append(one)
    return drafted


def _load_parts(every: Sequence[Recommendation]) -> None:
    """Load the merged recommendations of all at once, instead of one query each."""
    parts: dict[int | None, list[Recommendation]] = defaultdict(list)
    for one in sorted(every, key=lambda one: one.id):
        parts[one.merged_into_id].append(one)
    for one in every:
        set_committed_value(one, "merged_from", parts.get(one.id, []))


def _theme(theme: Theme, drafted: Drafted, counted: Counted, tell: _Telling) -> report_data.Theme:
    priorities = _priorities(theme, counted)
    issues = sorted(theme.issues, key=lambda issue: priorities.get(issue.id, len(theme.issues) + 1))
    written = [one for issue in issues for one in drafted[issue.id]]
    ranking, ranked = _vote(counted, theme, RANKING, theme.issues, name=_headline, label=_label)
    final_vote, voted = _vote(counted, theme, FINAL, written, name=sentence, label=sentence)
    ratings, rated = load_two_stages.rated(
        counted.contests, theme.title, written, sentence, imported=counted.imported
    )
    return report_data.Theme(
        title=theme.title,
        description=theme.description,
        exploration=theme.exploration,
        issues=[
            _issue(
                issue,
                priorities.get(issue.id),
                ranked.get(issue.id),
                _ranked(drafted[issue.id], voted | rated, tell.finals),
                tell,
            )
            for issue in issues
        ],
        ranking=ranking,
        final_vote=final_vote,
        ratings=ratings,
        reference=tell.references.get(theme),
        short=theme.short,
        id=theme.id,
    )


def _priorities(theme: Theme, counted: Counted) -> dict[int, int]:
    """Return the place of each priority issue, by id."""
    if theme.id in counted.unshown_themes:
        return {}
    return {issue.id: issue.priority for issue in theme.issues if issue.priority is not None}


def _vote(
    counted: Counted,
    theme: Theme,
    kind: str,
    rows: Sequence[T],
    *,
    name: Callable[[T], str],
    label: Callable[[T], str],
) -> tuple[Vote | None, Standings]:
    """Return the vote of a kind on a theme, and each row's standing."""
    found = counted.on(theme, kind)
    if found is None:
        return None, {}
    here = options(found, rows, name, imported=counted.imported)
    in_order = standings(found, here)
    labelled = [(name(row), standing) for row, standing in in_order]
    labels = {option: label(row) for option, row in here.items()}
    return vote(found, labelled, labels), {row.id: standing for row, standing in in_order}


def _headline(issue: Issue) -> str:
    return issue.headline


def _label(issue: Issue) -> str:
    return issue.label


def _ranked(drafted: list[Recommendation], voted: Standings, finals: Standings) -> list[Ranked]:
    """Return recommendations with standings, in voted order; the second stage takes precedence."""
    order = {row_id: place for place, row_id in enumerate(dict.fromkeys([*finals, *voted]))}
    in_order = sorted(drafted, key=lambda one: order.get(one.id, len(order)))
    return [(one, voted.get(one.id)) for one in in_order]


def _issue(
    issue: Issue,
    priority: int | None,
    standing: ContestStanding | None,
    ranked: list[Ranked],
    tell: _Telling,
) -> report_data.Issue:
    printed, left_out = _split(ranked, tell.choices)
    return report_data.Issue(
        headline=issue.headline,
        rationale=issue.rationale,
        sources=issue.sources,
        priority=priority,
        standing=standing,
        recommendations=[_recommendation(*one, tell) for one in printed],
        left_out=[_recommendation(*one, tell) for one in left_out],
        label=issue.label,
        reference=tell.references.get(issue),
        heard=_heard(tell.heard.get(issue.id, IssueSource())),
    )


def _heard(words: IssueSource) -> list[report_data.SessionNote]:
    """Return the notes of an issue, and then its merged issues."""
    return [
        *(
            report_data.SessionNote(
                "note", note.headline, note.detail, [note.source] if note.source else []
            )
            for note in words.notes
        ),
        *(
            report_data.SessionNote("issue", part.headline, part.rationale, part.sources)
            for part in words.merged
        ),
    ]


def _recommendation(
    one: Recommendation, standing: ContestStanding | None, tell: _Telling
) -> report_data.Recommendation:
    words = print_wording.printed_wording(one, tell.choices)
    return report_data.Recommendation(
        id=one.id,
        text=sentence(words),
        reference=tell.references.get(one),
        **words.parts,
        edit=print_wording.edit_of(one, tell.choices),
        group=one.group.number if one.group else None,
        standing=standing,
        merged_from=[_recommendation(part, None, tell) for part in one.merged_from],
        split_from=one.split_from,
        agreement=tell.agreements.get(one.id),
        final=tell.finals.get(one.id),
        by_hand=one.print_override is not None,
    )


def _split(in_order: Sequence[Ranked], choices: ReportChoices) -> tuple[list[Ranked], list[Ranked]]:
    """Split an issue's recommendations, in their order, into printed and other ones."""
    printed: list[Ranked] = []
    left_out: list[Ranked] = []
    for place, ranked in enumerate(in_order, start=1):
        (printed if _is_printed(ranked, place, choices) else left_out).append(ranked)
    return printed, left_out


def _is_printed(ranked: Ranked, place: int, choices: ReportChoices) -> bool:
    one, standing = ranked
    if one.print_override is not None:
        return one.print_override
    within = choices.top is None or place <= choices.top
    return within and (standing is None or standing.support.percent >= choices.least_support)
