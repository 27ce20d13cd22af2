"""Load the counted votes of a workshop, cast here or imported."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Protocol, TypeVar

from polling.contests.kinds import FINAL, FINALISTS, RANKING, RATING
from polling.contests.models import Contest
from polling.contests.results.detail_sentences import facts
from polling.contests.results.figures import Figures, electorate_of, figures, place
from polling.contests.results.rating_figures import rating_figures
from polling.contests.results.sector_sentences import about_sectors
from polling.contests.results.summary_sentences import about
from polling.final_vote.short_labels import brief
from polling.report.data.vote_data import ContestStanding, Share, Vote
from polling.report.published_results.schema import CountedContest

DECIDING = frozenset({RANKING, FINAL, FINALISTS})  # votes that determine a cut; ratings do not


class Row(Protocol):
    """A row of an issue or a recommendation."""

    @property
    def id(self) -> int: ...


T = TypeVar("T", bound=Row)


def options(
    counted: CountedContest, rows: Sequence[T], name: Callable[[T], str], *, imported: bool
) -> dict[int, T]:
    """Return {option id: its row}.

    An imported vote has ids of another database, so its options are matched by name, and by order
    if names are equal. Commas are ignored, because files of version 1.0 have none before the `by`.
    """
    if not imported:
        return {row.id: row for row in rows}
    named: dict[str, list[T]] = defaultdict(list)
    for row in reversed(rows):
        named[_bare(name(row))].append(row)
    found = ((one.id, named[_bare(one.name)]) for one in counted.options)
    return {option: rows_here.pop() for option, rows_here in found if rows_here}


def _bare(name: str) -> str:
    return name.replace(",", "")


def standings(counted: CountedContest, rows: Mapping[int, T]) -> list[tuple[T, ContestStanding]]:
    """Return the options in the order of the result; options chosen by organizers come first."""
    cut, outcome = _contest(counted).winners, _outcome(counted)
    in_order = sorted(outcome["standings"], key=lambda row: place(row["option"], cut))
    return [
        (rows[row["option"]], _standing(counted, row, made_cut=row["option"] in cut))
        for row in in_order
        if row["option"] in rows
    ]


def _standing(counted: CountedContest, row: dict[str, Any], *, made_cut: bool) -> ContestStanding:
    support: Any = counted.result["support"]
    mine = support[str(row["option"])]
    ranked = counted.kind == RANKING
    return ContestStanding(
        rank=int(row["rank"]),
        score=_number(row["score"]),
        support=Share(int(mine["named"]), _voters(counted, row["option"])),
        first=int(mine["first"]) if ranked else None,
        made_cut=made_cut,
        electorate=None if ranked else electorate_of(counted.result, row["option"]),
    )


def _voters(counted: CountedContest, option: int) -> int:
    """Return how many ballots could name an option, including abstentions."""
    result: Any = counted.result
    if counted.kind == RANKING:
        return int(_outcome(counted)["ballots"]) + int(result["abstained"])
    eligible: Any = counted.result["eligible"]
    return int(eligible[str(option)])


def _number(score: Any) -> float:
    """Return a stored score as a number; a fraction is stored as text: "7/2"."""
    exact = Fraction(score)
    return int(exact) if exact.denominator == 1 else float(exact)


def vote(
    counted: CountedContest,
    labelled: list[tuple[str, ContestStanding]],
    labels: Mapping[int, str] | None = None,
) -> Vote:
    """Return the vote for the report; `labels` are short names for charts, by option id."""
    rule: Any = counted.rule
    result: Any = counted.result
    labels = labels or {one.id: one.name for one in counted.options}
    named = _named(counted, labels)
    return Vote(
        id=counted.id,
        kind=counted.kind,
        theme=counted.theme or "",
        rule=rule["rule"],
        most=int(rule.get("most") or len(counted.options)),
        places=int(rule["places"]),
        turnout=Share(counted.voted, counted.present),
        abstained=int(result["abstained"]),
        said=_said(counted, named),
        decision=str(counted.decision.get("reason", "")),
        hashes=[ballot.hash for ballot in counted.ballots],
        hash=str(result["ballots_hash"]),
        standings=labelled,
        figures=_figures(counted, labels),
        tie_policy=str(rule.get("tie_policy", "")),
        quorum=int(rule.get("quorum", 0)),
        paper=counted.paper,
        removed=counted.removed,
        reopened=list(counted.reopened),
        own_work=bool(rule.get("small_groups")),
        wild_cards=int(rule.get("wild_cards", 0)),
        chosen_by=str(rule.get("chosen_by", "")),
        facts=_facts(counted, named) if counted.kind in DECIDING else [],
        about_sectors=_about_sectors(counted, named),
        presence=[(str(part["sector"]), _turnout(part)) for part in result.get("presence", [])],
        sectors=[
            (str(part["sector"]), _turnout(part) if part["voted"] is not None else None)
            for part in result.get("sectors", [])
        ],
    )


def _turnout(part: Mapping[str, Any]) -> Share:
    return Share(int(part["voted"]), int(part["present"]))


def _figures(counted: CountedContest, labels: Mapping[int, str]) -> Figures | None:
    if counted.kind == RATING:
        return rating_figures(_contest(counted), labels)
    return figures(_contest(counted), labels) if counted.kind in DECIDING else None


def _named(counted: CountedContest, labels: Mapping[int, str]) -> Mapping[int, str]:
    """Return options' names for use within a sentence, where a whole recommendation is too long."""
    return labels if counted.kind == RANKING else {one: brief(labels[one]) for one in labels}


def _about_sectors(counted: CountedContest, named: Mapping[int, str]) -> list[str]:
    return about_sectors(_contest(counted), named) if counted.kind in DECIDING else []


def _facts(counted: CountedContest, named: Mapping[int, str]) -> list[str]:
    contest = _contest(counted)
    return [*facts(contest, named), *filter(None, [about(contest, named).agreement])]


def _said(counted: CountedContest, named: Mapping[int, str]) -> list[str]:
    """Return sentences on how clear the result is; of the margin, only the number of ballots."""
    if counted.kind == RATING:
        return []
    if counted.kind == RANKING:
        named = {option.id: option.name for option in counted.options}  # the whole headline
    said = about(_contest(counted), named)
    cut = said.text if said.is_margin else " ".join(filter(None, [said.heading, said.text]))
    return [words for words in (cut, said.pairwise, said.quorum) if words]


def _contest(counted: CountedContest) -> Contest:
    """Return the contest, detached from any session, for its sentences and winners."""
    result = {**counted.result, "voted": counted.voted, "present": counted.present}
    result["paper"] = counted.paper
    return Contest(
        id=counted.id,
        kind=counted.kind,
        options=[one.id for one in counted.options],
        rule=dict(counted.rule),
        result=result,
        decision=dict(counted.decision),
    )


def _outcome(counted: CountedContest) -> dict[str, Any]:
    outcome: Any = counted.result["outcome"]
    return dict(outcome)
