"""The figures of a counted contest, option by option: what charts, tables and exports are made of.

Plain data in the order of the result, with names in the place of ids, so that a report can keep
it after the workshop is gone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from polling.contests.models import Contest
from polling.voting.rules import BY_SHARE

Cell = tuple[int, int] | None  # on how many ballots, of how many; None: not published


@dataclass(frozen=True)
class OptionFigures:
    """One option, where it stands.

    `of` is how many ballots could support it: all of them, or those of other groups; `electorate`
    how many of the whole room could, None where that is not known. `named` is on how many ballots,
    `first` on how many in first place. `chance` is the probability of making the cut, None if it
    was not worked out. `pairs` are how many ballots prefer it to each option, None to itself, and
    `sectors` its rounded support in each sector.
    """

    label: str
    rank: int
    score: int | str
    made_cut: bool
    named: int
    of: int
    first: int
    chance: float | None = None
    pairs: list[int | None] = field(default_factory=list)
    sectors: list[Cell] = field(default_factory=list)
    electorate: int | None = None
    equal_rank: int | None = None  # if every sector weighed the same
    is_common: bool = False  # supported by at least 60 % of every large enough sector


@dataclass(frozen=True)
class Apart:
    """What is among the most supported in a sector, and not in the cut."""

    sector: str
    options: list[str]


def _check(meaning: str, default: Any = None, *, column: str = "") -> Any:
    """A field of `Checks`, with its column in the table of votes and what the column means."""
    return field(default=default, metadata={"column": column, "meaning": meaning})


@dataclass(frozen=True)
class Checks:
    """How far the order can be relied on; None and "" where it was not worked out.

    Each field is a column of the table of votes: its name and meaning come from here.
    `beats_all` wins against every other option; without one, those in the `circle` lead.
    """

    margin: int | None = _check("number of different ballots that would have put another issue in")
    agreement: float | None = _check(
        "Kendall’s W, from 0 to 1, corrected for ties and omitted issues"
    )
    level: str = _check(
        "strong from 0.7, moderate from 0.5, weak below", "", column="agreement_in_words"
    )
    alike: float | None = _check(
        "average similarity of two ballots other than rankings, from 0 to 1"
    )
    beats_all: str = _check("the issue that beats every other issue head to head", "")
    circle: tuple[str, ...] = _check(
        "the leading issues if none beats all others, separated by semicolons", ()
    )
    pairwise_differs: bool | None = _check(
        "whether head-to-head comparison would put other issues in"
    )
    draws: int = _check("number of resamples behind the chances", 0)
    seed: str = _check("seed of the resampling, hexadecimal", "")

    @property
    def row(self) -> list[str | int | float | None]:
        """The values of the columns."""
        values = [getattr(self, one.name) for one in fields(self)]
        return ["; ".join(one) or None if isinstance(one, tuple) else one for one in values]


CHECK_COLUMNS: dict[str, str] = {
    one.metadata["column"] or one.name: one.metadata["meaning"] for one in fields(Checks)
}


@dataclass(frozen=True)
class Figures:
    """All of them. `sectors` are names; `key` is the contest's id.

    `by_share`: each option has ballots of its own that could support it.
    """

    key: str
    rule: str
    ballots: int
    options: list[OptionFigures]
    sectors: list[str] = field(default_factory=list)
    checks: Checks = field(default_factory=Checks)
    by_share: bool = False
    apart: list[Apart] = field(default_factory=list)


Labels = Mapping[int, str]


def figures(contest: Contest, labels: Labels) -> Figures | None:
    """The figures of a contest, its options called by their labels; None before it is counted.

    What was decided by hand comes first; options without a label are no longer there. Results
    from a file may be of any form: what is not as we store it raises one of `report.votes`'
    UNREADABLE.
    """
    if not contest.result:
        return None
    result, cut = contest.result, contest.winners
    outcome = result["outcome"]
    rows = [row for row in outcome["standings"] if row["option"] in labels]
    rows.sort(key=lambda row: place(row["option"], cut))
    ids = [int(row["option"]) for row in rows]
    return Figures(
        key=contest.id or "",
        rule=outcome["rule"],
        ballots=int(outcome["ballots"]),
        options=[
            _option(result, row, ids, label=labels[row["option"]], made_cut=row["option"] in cut)
            for row in rows
        ],
        sectors=list(_explained(result, "by_sector").get("sectors", [])),
        checks=_checks(result, labels),
        by_share=outcome["rule"] in BY_SHARE,
        apart=_apart(result, labels, cut),
    )


def _apart(result: dict[str, Any], labels: Labels, cut: list[int]) -> list[Apart]:
    found = []
    for one in _explained(result, "by_sector").get("minority", []):
        missed = [labels[o] for o in one["options"] if o in labels and o not in cut]
        found += [Apart(str(one["sector"]), missed)] if missed else []
    return found


def _checks(result: dict[str, Any], labels: Labels) -> Checks:
    agreement, pairwise = _explained(result, "agreement"), _explained(result, "pairwise")
    margin = _explained(result, "margin")
    return Checks(
        agreement=float(agreement["w"]) if agreement else None,
        level=str(agreement.get("level", "")),
        alike=float(alike["alike"]) if (alike := _explained(result, "likeness")) else None,
        margin=int(margin["to_overtake"]) if margin else None,
        beats_all=labels.get(pairwise["winner"], "") if pairwise else "",
        pairwise_differs=bool(pairwise["differs"]) if pairwise else None,
        draws=int(_all(result).get("draws", 0)),
        seed=str(_all(result).get("seed", "")),
        circle=tuple(labels[one] for one in pairwise.get("cycle", []) if one in labels),
    )


def _option(
    result: dict[str, Any], row: dict[str, Any], ids: list[int], *, label: str, made_cut: bool
) -> OptionFigures:
    option, split = str(row["option"]), _explained(result, "by_sector")
    chances = _explained(result, "probability")
    cells = dict(split["support"])[option] if split else []
    if len(cells) != len(split.get("sectors", [])):
        raise ValueError("a support for each sector")
    support = result["support"][option]
    return OptionFigures(
        label=label,
        rank=int(row["rank"]),
        score=row["score"],
        made_cut=made_cut,
        named=int(support["named"]),
        of=_of(result, option),
        electorate=electorate_of(result, option),
        first=int(support["first"]),
        chance=float(chances[option]) if option in chances else None,
        pairs=_pairs(_explained(result, "pairwise"), row["option"], ids),
        sectors=[None if cell is None else (int(cell[0]), int(cell[1])) for cell in cells],
        equal_rank=split.get("equal_ranks", {}).get(option),
        is_common=row["option"] in split.get("common", []),
    )


def electorate_of(result: Mapping[str, Any], option: int | str) -> int | None:
    """How many of the room may vote on an option; None in results that do not say it."""
    could: dict[str, int] = result.get("electorate", {})
    return could.get(str(option))


def _of(result: dict[str, Any], option: str) -> int:
    """How many ballots could name an option; one that abstains could have."""
    outcome = result["outcome"]
    if outcome["rule"] in BY_SHARE:
        return int(result["eligible"][option])
    return int(outcome["ballots"]) + int(result.get("abstained", 0))


def _pairs(pairwise: dict[str, Any], option: int, ids: list[int]) -> list[int | None]:
    if not pairwise:
        return []
    at = {one: index for index, one in enumerate(pairwise["options"])}
    row = pairwise["rows"][at[option]]
    return [None if one == option else int(row[at[one]]) for one in ids]


def _explained(result: dict[str, Any], what: str) -> dict[str, Any]:
    found: dict[str, Any] = _all(result).get(what) or {}
    return found


def _all(result: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = result.get("explained") or {}
    return found


def place(option: int, in_order: list[int]) -> int:
    """A sort key: what made the cut in its order, and then all others as they stood."""
    return in_order.index(option) if option in in_order else len(in_order)
