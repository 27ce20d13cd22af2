"""The figures of a counted contest, option by option: what charts, tables and exports are made of.

Plain data in the order of the result, with names in the place of ids, so that a report can keep
it after the workshop is gone.
"""

from dataclasses import dataclass, field

Cell = tuple[int, int] | None  # on how many ballots, of how many; None: not published


@dataclass(frozen=True)
class Option:
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


@dataclass(frozen=True)
class Checks:
    """How far the order can be relied on; None and "" where it was not worked out.

    `alike` is how far two ballots that are no rankings say the same.

    `margin` is how many different ballots would have put another option in; `beats_all` wins
    against every other option, or those in the `circle` lead without a winner, and
    `pairwise_differs` says whether comparing two by two would have drawn the cut elsewhere.
    Chances are from so many `draws`, from this `seed`.
    """

    agreement: float | None = None
    level: str = ""
    alike: float | None = None
    margin: int | None = None
    beats_all: str = ""
    pairwise_differs: bool | None = None
    draws: int = 0
    seed: str = ""
    circle: list[str] = field(default_factory=list)


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
    checks: Checks = field(default_factory=Checks)
    by_share: bool = False
    apart: list[Apart] = field(default_factory=list)
