"""The figures of a counted contest, option by option: what charts, tables and exports are made of.

Plain data in the order of the result, with names in the place of ids, so that a report can keep
it after the workshop is gone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from polling.contests.cut import place, winners
from polling.contests.models import Contest
from polling.voting.rules import BY_SHARE

Labels = Mapping[int, str]
Cell = tuple[int, int] | None  # on how many ballots, of how many; None stays hidden


@dataclass(frozen=True)
class Option:
    """One option, where it stands.

    `of` is how many ballots could support it: all of them, or those of other groups. `named` is on
    how many ballots, `first` on how many in first place. `chance` is the probability of making the
    cut, None if it was not worked out. `pairs` are how many ballots prefer it to each option, None
    to itself, and `sectors` its support in each sector.
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
    equal_rank: int | None = None  # if every sector weighed the same


@dataclass(frozen=True)
class WhatIf:
    """Another rule: the rank of each option, and whether it would be inside the cut."""

    rule: str
    ranks: list[int]
    inside: list[bool]


@dataclass(frozen=True)
class Checks:
    """How far the order can be relied on; None and "" where it was not worked out.

    `alike` is how far two ballots that are no rankings say the same.

    `margin` is how many different ballots would have put another option in; `beats_all` wins
    against every other option, and `pairwise_differs` says whether comparing two by two would
    have drawn the cut elsewhere. Chances are from so many `draws`, from this `seed`.
    """

    agreement: float | None = None
    level: str = ""
    alike: float | None = None
    margin: int | None = None
    beats_all: str = ""
    pairwise_differs: bool | None = None
    draws: int = 0
    seed: str = ""


@dataclass(frozen=True)
class Figures:
    """All of them. `sectors` are names; `key` is the contest's id.

    `by_share`: each option has ballots of its own that could support it.
    """

    key: str
    rule: str
    ballots: int
    options: list[Option]
    sectors: list[str] = field(default_factory=list)
    what_if: list[WhatIf] = field(default_factory=list)
    checks: Checks = Checks()
    by_share: bool = False


def figures(contest: Contest, labels: Labels) -> Figures | None:
    """The figures of a contest, its options called by their labels; None before it is counted.

    What was decided by hand comes first; options without a label are no longer there. Results
    from a file may be of any form: what is not as we store it raises one of `report.votes`'
    UNREADABLE.
    """
    if not contest.result:
        return None
    result, cut = contest.result, winners(contest)
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
        what_if=[_what_if(one, ids) for one in _all(result).get("what_if") or []],
        checks=_checks(result, labels),
        by_share=outcome["rule"] in BY_SHARE,
    )


def _what_if(counted: dict[str, Any], ids: list[int]) -> WhatIf:
    return WhatIf(
        rule=str(counted["rule"]),
        ranks=[int(counted["ranks"][str(option)]) for option in ids],
        inside=[option in counted["winners"] for option in ids],
    )


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
    )


def _option(
    result: dict[str, Any], row: dict[str, Any], ids: list[int], *, label: str, made_cut: bool
) -> Option:
    option, split = str(row["option"]), _explained(result, "by_sector")
    chances = _explained(result, "probability")
    cells = dict(split["support"])[option] if split else []
    if len(cells) != len(split.get("sectors", [])):
        raise ValueError("a support for each sector")
    support = result["support"][option]
    return Option(
        label=label,
        rank=int(row["rank"]),
        score=row["score"],
        made_cut=made_cut,
        named=int(support["named"]),
        of=_of(result, option),
        first=int(support["first"]),
        chance=float(chances[option]) if option in chances else None,
        pairs=_pairs(_explained(result, "pairwise"), row["option"], ids),
        sectors=[None if cell is None else (int(cell[0]), int(cell[1])) for cell in cells],
        equal_rank=split.get("equal_ranks", {}).get(option),
    )


def _of(result: dict[str, Any], option: str) -> int:
    outcome = result["outcome"]
    return int(result["eligible"][option] if outcome["rule"] in BY_SHARE else outcome["ballots"])


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
