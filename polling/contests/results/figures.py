"""The figures of a counted contest by option, for charts, tables and exports.

Plain data in the order of the result, with names instead of ids, so that a report can keep it after
the workshop is deleted.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from polling.voting.rules import BY_SHARE

if TYPE_CHECKING:
    from polling.contests.models import Contest

Cell = tuple[int, int] | None  # of how many ballots; None: not published


@dataclass(frozen=True)
class OptionFigures:
    """The figures of one option.

    `of` is the number of ballots that could support it: all, or those of other groups. `electorate`
    is the number of people in the whole room who could; None if unknown. `named` is the number of
    ballots that name it, and `first` the number with it in first place. `chance` is the probability
    of making the cut; None if not computed. `pairs` are the numbers of ballots that prefer it to
    each option (None for itself), and `sectors` its rounded support in each sector.
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
    is_common: bool = False  # supported by at least 60% of every large enough sector


@dataclass(frozen=True)
class Apart:
    """An option among the most supported in a sector, but not in the cut."""

    sector: str
    options: list[str]


def _check(meaning: str, default: Any = None, *, column: str = "") -> Any:
    """Return a field of `Checks`, with its column in the table of votes and its meaning."""
    return field(default=default, metadata={"column": column, "meaning": meaning})


@dataclass(frozen=True)
class Checks:
    """How reliable the order is; None and "" if not computed.

    Each field declares a column of the table of votes. `beats_all` is the option that beats every
    other one; if there is none, the options in the `circle` lead.
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
        """Return the values of the columns."""
        values = [getattr(self, one.name) for one in fields(self)]
        return ["; ".join(one) or None if isinstance(one, tuple) else one for one in values]


CHECK_COLUMNS: dict[str, str] = {
    one.metadata["column"] or one.name: one.metadata["meaning"] for one in fields(Checks)
}


@dataclass(frozen=True)
class Figures:
    """All figures of a contest. `sectors` are names; `key` is the contest's id.

    `by_share`: each option has its own number of ballots that could support it.
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


def figures(contest: "Contest", labels: Labels) -> Figures | None:
    """Return the figures of a contest, with options named by their labels; None if not counted.

    Options chosen by the organizers come first. Options without a label have been deleted and are
    skipped. A result from a file may have any form; an unexpected form raises one of the exceptions
    in `report.data.readable.UNREADABLE`.
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
    """Return how many of the room may vote on an option; None if the result does not say."""
    could: dict[str, int] = result.get("electorate", {})
    return could.get(str(option))


def _of(result: dict[str, Any], option: str) -> int:
    """Return how many ballots could name an option, including abstentions."""
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
    """Return a sort key: the options in the cut, then all others by rank."""
    return in_order.index(option) if option in in_order else len(in_order)
