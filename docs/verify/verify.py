"""Recount the published votes of a workshop: python verify.py EXPORT.json [RECEIPT …]

This script needs only the exported file and Python 3.11 or newer. It shares no code with the
product that held the votes.

For every vote, it
- checks the list of ballots: it must be sorted, without duplicates, as long as the turnout says,
  and have the published hash, which also covers the choices, the rule, the turnout and the names;
- counts the ballots by the published rule, breaks ties by the published policy, and compares the
  result with every published figure: winners, ranks, scores, ties and lots, support, margin,
  agreement, comparisons in pairs, and the random draws, which it repeats with their seed;
- compares the rule, names and authors of the vote with the settings, recommendations and priority
  issues in the rest of the file.

If a final vote has two stages, the script also works out which recommendations are finalists. It
compares the hash of every frozen report in the file, and its figures with the votes, and numbers of
people with the highest possible ones. It looks up each RECEIPT of a paper ballot in every list.

It compares every figure, or reports it as NOT CHECKED with the reason. If somebody changes ballots
and all figures that follow, only the hash of the list and the receipts of these ballots reveal it:
compare the hash with a report that you trust.

Exit status:
  0  everything that can be checked is right
  1  at least one figure is WRONG; each one is named
  2  nothing is wrong, but a figure could not be checked
  3  the file is missing or unreadable, or it has no counted votes

The code comes in this order: ballots, rules (by id in `RULES`), ties, the result (`Count`), the
checks of a vote (`Vote`, `Sectors`), of frozen reports (`Frozen`) and of two stages (`finalists`),
and the command.
"""

import base64
import bz2
import hashlib
import json
import random
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import combinations, permutations, product
from math import ceil, lcm, sqrt
from pathlib import Path
from typing import Any, NamedTuple

Option = int
Ballot = dict[Option, int]  # {option: value}, higher is better; rankings are in order
Piles = list[tuple[Ballot, int]]  # different ballots, and the number of each
Scores = dict[Option, Any]
Tiers = list[list[Option]]  # equal options together, the best first


# ======== Ballots ========


class Unreadable(Exception):
    """Something in the file does not have the form of a published vote."""


class TooLarge(Exception):
    """A vote is so large that counting it again would take too long."""

    def __init__(self, what: str = "it has too many ballots and options") -> None:
        super().__init__(f"the vote is too large to count again: {what}")


OF_ANOTHER_FORM = (
    Unreadable,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    StopIteration,
    TypeError,
    ValueError,
)

MARKS = {"priority": 2, "support": 1, "not_now": 0}
HIGHEST_SCORE = 5
POINTS_TO_SPEND = 100
MOST_FOR_KEMENY = 8
MOST_OPTIONS = {"ranking": 100, "approval": 1000, "score": 1000, "points": 1000}
MOST_BALLOTS = 20_000
# Larger votes would take minutes.
MOST_CELLS = 500_000  # the ballots of a vote, times its options
MOST_PAIRS = 4_000_000  # of options, compared in all ballots of a vote
MOST_MARGINS = 10_000_000  # the ballots of a vote, times its pairs of a winner and another option
MOST_PATHS = 250_000  # compared by each count by Schulze's method, the cube of the options
MOST_PRICES = 2_000_000  # ballots read by a count by equal shares
LONGEST_WORDING = 10_000  # characters of a recommendation


def read_ballot(choices: dict[str, Any], kind: str, options: list[Option]) -> Ballot | None:
    """Return one ballot, None for an abstention."""
    if choices.get("abstain") is True and len(choices) == 1:
        return None
    if len(choices) != 1:
        raise Unreadable("a ballot gives no answer, or more than one")
    (answer,) = choices
    if answer not in ANSWERS[kind]:
        raise Unreadable(f"a ballot is not of the kind that the rule counts: {answer}")
    ballot = ANSWERS[kind][answer](choices[answer])
    if not set(ballot) <= set(options):
        raise Unreadable("a ballot names something that is not in this vote")
    return ballot


def _ranked(given: list[Option]) -> Ballot:
    if len(set(given)) < len(given):
        raise Unreadable("a ballot ranks an option twice")
    return {option: len(given) - place for place, option in enumerate(given)}


def _approved(given: list[Option]) -> Ballot:
    if given != sorted(set(given)):
        raise Unreadable("a ballot's approvals are not in order")
    return dict.fromkeys(given, 1)


def _scored(given: dict[str, int]) -> Ballot:
    if not all(type(mark) is int and 0 <= mark <= HIGHEST_SCORE for mark in given.values()):
        raise Unreadable("a ballot has a score off the scale")
    return {int(option): mark for option, mark in given.items()}


def _spent(given: dict[str, int]) -> Ballot:
    if any(type(mark) is not int or mark < 0 for mark in given.values()):
        raise Unreadable("a ballot has a number of points that is not whole")
    if sum(given.values()) > POINTS_TO_SPEND:
        raise Unreadable("a ballot spends more points than there are")
    return {int(option): points for option, points in given.items() if points}


def _rated(given: dict[str, list[Option]]) -> Ballot:
    if set(given) - {"concerns"} != set(MARKS):  # which earlier versions had on the ballot
        raise Unreadable("a ballot has other marks than priority, support and not now")
    marked = [(option, mark) for name, mark in MARKS.items() for option in given[name]]
    if len(dict(marked)) < len(marked):
        raise Unreadable("a ballot rates an option twice")
    return dict(marked)


ANSWERS: dict[str, dict[str, Callable[[Any], Ballot]]] = {
    "ranking": {"ranking": _ranked},
    "approval": {"approved": _approved},
    "score": {"scores": _scored, "rated": _rated},
    "points": {"points": _spent},
}


def opinion(ballot: Ballot, option: Option, kind: str) -> int | None:
    """Return the value that a ballot gives an option; None if it does not compare the option."""
    return ballot.get(option, None if kind == "score" else 0)


def piled(ballots: list[Ballot]) -> Piles:
    """Gather equal ballots."""
    piles: dict[tuple[tuple[Option, int], ...], int] = {}
    for ballot in ballots:
        key = tuple(ballot.items())
        piles[key] = piles.get(key, 0) + 1
    return [(dict(key), times) for key, times in piles.items()]


# ======== Rules ========


class Rule(NamedTuple):
    """How a rule counts: it adds up the `points` of ballots, or has a `tally` or a `decide`."""

    kind: str
    points: Callable[[Ballot, list[Option]], Scores] | None = None
    widest: Callable[[int, int], Any] = lambda _options, _most: 0  # the largest lead on a ballot
    tally: Callable[[Piles, list[Option]], tuple[Tiers, Scores]] | None = None
    decide: Callable[..., tuple[list[Option], Tiers, Scores, list[dict[str, Any]]]] | None = None
    by_share: bool = False
    redrawn: bool = True


def tiers_by(scores: Scores, options: list[Option]) -> Tiers:
    """Group options by score, the highest first."""
    tiers: dict[Any, list[Option]] = {}
    for option in options:
        tiers.setdefault(scores[option], []).append(option)
    return [tiers[score] for score in sorted(tiers, reverse=True)]


def cut(tiers: Tiers, places: int) -> tuple[list[Option], list[Option], int]:
    """Return the options that make the cut, those tied for the other places, and their number."""
    inside: list[Option] = []
    for tier in tiers:
        free = places - len(inside)
        if len(tier) > free:
            return inside, tier if free else [], free
        inside = inside + tier
    return inside, [], places - len(inside)


def add_up(piles: Piles, options: list[Option], points: Any) -> Scores:
    """Add up the points of all ballots."""
    scores: Scores = dict.fromkeys(options, 0)
    for ballot, times in piles:
        for option, given in points(ballot, options).items():
            scores[option] += times * given
    return scores


def top_three(ballot: Ballot, _options: list[Option]) -> Scores:
    """3, 2 and 1 points for the first three."""
    return dict(zip(ballot, (3, 2, 1), strict=False))


def borda(ballot: Ballot, options: list[Option]) -> Scores:
    """A point for each option below; omitted options share the last places (Borda 1784)."""
    shared = Fraction(len(options) - len(ballot) - 1, 2)
    above = {option: len(options) - place for place, option in enumerate(ballot, start=1)}
    return dict.fromkeys(options, shared) | above


def borda_lead(options: int, most: int) -> Fraction:
    """The lead of the first of `most` ranked options over those that the ballot omits."""
    return options - 1 - Fraction(options - 1 - min(most, options - 1), 2)


def approvals(ballot: Ballot, _options: list[Option]) -> Scores:
    """One point for each approved option."""
    return dict.fromkeys(ballot, 1)


def marks(ballot: Ballot, _options: list[Option]) -> Scores:
    """The scores or points that the ballot gives."""
    return dict(ballot)


def preferring(piles: Piles, options: list[Option], kind: str) -> dict[tuple[Option, Option], int]:
    """Return for each pair of options how many ballots prefer the first to the second."""
    if len(piles) * len(options) ** 2 > MOST_PAIRS:
        raise TooLarge
    added = sum(
        times * _preferred(tuple(ballot.items()), tuple(options), kind) for ballot, times in piles
    )
    pairs = list(permutations(options, 2))
    counts = added.to_bytes(4 * len(pairs), "little")
    return {
        pair: int.from_bytes(counts[4 * at : 4 * at + 4], "little") for at, pair in enumerate(pairs)
    }


@lru_cache(MOST_BALLOTS)  # samples of the ballots contain each ballot many times
def _preferred(
    ballot: tuple[tuple[Option, int], ...], options: tuple[Option, ...], kind: str
) -> int:
    """Return a number with four bytes for each pair: 1 if the ballot prefers the first option."""
    given = dict(ballot)
    values = [opinion(given, option, kind) for option in options]
    prefers = [
        mine is not None and theirs is not None and mine > theirs
        for mine, theirs in permutations(values, 2)
    ]
    return int.from_bytes(b"".join(bytes([one, 0, 0, 0]) for one in prefers), "little")


def wins(prefer: dict[tuple[Option, Option], int], options: list[Option]) -> Scores:
    """Return how many others each option beats head to head; a draw counts half."""
    won: Scores = dict.fromkeys(options, 0)
    for one, other in permutations(options, 2):
        mine, theirs = prefer[one, other], prefer[other, one]
        won[one] += 1 if mine > theirs else Fraction(mine == theirs, 2)
    return won


def schulze(piles: Piles, options: list[Option]) -> tuple[Tiers, Scores]:
    """By strongest paths of head-to-head wins (Schulze 2011)."""
    prefer = preferring(piles, options, "ranking")
    path = {(a, b): max(prefer[a, b] - prefer[b, a], 0) for a, b in prefer}
    for via in options:
        for (a, b), strength in path.items():
            if via not in (a, b):
                path[a, b] = max(strength, min(path[a, via], path[via, b]))
    tiers, left = [], options
    while left:
        top = [o for o in left if not any(path[p, o] > path[o, p] for p in left if p != o)]
        tiers.append(top)
        left = [option for option in left if option not in top]
    return tiers, wins(prefer, options)


def kemeny(piles: Piles, options: list[Option]) -> tuple[Tiers, Scores]:
    """By the orders that contradict the ballots least; a line is drawn where all of them agree.

    `least[s]` is the fewest contradictions among the options of the set s (a bit for each).
    """
    if len(options) > MOST_FOR_KEMENY:
        raise Unreadable("Kemeny's rule is for up to eight options")
    prefer = preferring(piles, options, "ranking")
    size, everything = len(options), (1 << len(options)) - 1

    def against(above: int, below: int) -> int:
        pairs = product(members(above), members(below))
        return sum(prefer[options[b], options[a]] for a, b in pairs)

    def members(group: int) -> list[int]:
        return [place for place in range(size) if group >> place & 1]

    least = [0] * (everything + 1)
    for group in range(1, everything + 1):
        rests = [(group & ~(1 << last), 1 << last) for last in members(group)]
        least[group] = min(least[rest] + against(rest, last) for rest, last in rests)
    lines = []
    for count in range(1, size + 1):
        tops = [
            top
            for top in range(1, everything + 1)
            if top.bit_count() == count
            and least[top] + against(top, everything & ~top) + least[everything & ~top]
            == least[everything]
        ]
        lines += tops if len(tops) == 1 else []
    tiers, above = [], 0
    for line in lines:
        tiers.append([options[place] for place in members(line & ~above)])
        above = line
    return tiers, wins(prefer, options)


def instant_runoff(piles: Piles, options: list[Option]) -> tuple[Tiers, Scores]:
    """The options with the fewest first places leave, and their ballots move on (Ware 1871)."""
    left, leaving, scores = list(options), list[list[Option]](), {}
    while left:
        votes: Scores = dict.fromkeys(left, 0)
        for ballot, times in piles:
            choice = next((option for option in ballot if option in votes), None)
            if choice is not None:
                votes[choice] += times
        scores |= votes if len(left) > 1 else {left[0]: scores.get(left[0], votes[left[0]])}
        fewest = min(votes.values())
        leaving.append([option for option in left if votes[option] == fewest])
        left = [option for option in left if votes[option] != fewest]
    return leaving[::-1], scores


def mean_score(piles: Piles, options: list[Option]) -> tuple[Tiers, Scores]:
    """The average over those who rated an option, 0 if nobody did."""
    total, raters = dict.fromkeys(options, 0), dict.fromkeys(options, 0)
    for ballot, times in piles:
        for option, mark in ballot.items():
            total[option] += mark * times
            raters[option] += times
    means = {o: Fraction(total[o], raters[o]) if raters[o] else 0 for o in options}
    return tiers_by(means, options), means


# ---- Equal shares: a tie on the way can lead to several sets of winners ----


class Course(NamedTuple):
    """A possible course of the count: the elected options, the number of free places, the ties."""

    elected: list[Option]
    free: int
    ties: list[dict[str, Any]]

    def elect(self, options: list[Option]) -> "Course":
        """Give each of the options a place."""
        return self._replace(elected=self.elected + options, free=self.free - len(options))

    def end(self, tie: dict[str, Any]) -> "Course":
        """Fill the free places by a tie."""
        return Course(self.elected + tie["admitted"], 0, [*self.ties, tie])


def equal_shares(
    piles: Piles, options: list[Option], places: int, settle: "Settler"
) -> tuple[list[Option], Tiers, Scores, list[dict[str, Any]]]:
    """Voters with equal purses pay equally for what they support (Peters & Skowron 2020)."""
    scores = add_up(piles, options, approvals)
    voters = sum(times for _, times in piles)
    purses = (Fraction(places, voters),) * len(piles) if piles else ()
    ended = []
    ahead, seen = [(purses, Course([], places, []))], {(purses, frozenset[Option]())}
    while ahead:
        left, course = ahead.pop()
        for after, onward in _turn(piles, options, left, course, settle):
            if after is None:
                ended.append(_fill_up(onward, scores, options, settle))
            elif (after, frozenset(onward.elected)) not in seen:
                seen.add((after, frozenset(onward.elected)))
                ahead.append((after, onward))
        if len(seen) * len(options) * len(piles) > MOST_PRICES:
            raise TooLarge("there are too many ways to break its ties")
    return _merge(ended, places, options, scores, settle)


def _turn(
    piles: Piles, options: list[Option], purses: Any, course: Course, settle: "Settler"
) -> Iterator[tuple[Any, Course]]:
    """Yield how the count can go on after one purchase."""
    unsold = [option for option in options if option not in course.elected]
    priced = {option: _price(piles, purses, option) for option in unsold}
    prices = [price for price in priced.values() if price is not None]
    best = [option for option in unsold if prices and priced[option] == min(prices)]
    if not course.free or not best:
        yield None, course
    elif all(len(set(best) & set(ballot)) <= 1 for ballot, _ in piles):
        if len(best) > course.free:
            yield None, course.end(settle(best, course.free))
        else:
            yield _paid(piles, purses, best, priced), course.elect(best)
    else:
        tie = settle(best, 1)
        if len(tie["admitted"]) == 1:
            chosen = tie["admitted"]
            noted = course.elect(chosen)._replace(ties=[*course.ties, tie])
            yield _paid(piles, purses, chosen, priced), noted
        else:
            for kind in _kinds(piles, tie["admitted"] or tie["unresolved"]):
                yield _paid(piles, purses, kind[:1], priced), course.elect(kind[:1])


def _price(piles: Piles, purses: Any, option: Option) -> Fraction | None:
    """Return the lowest maximum payment with which the supporters pay 1; None if they cannot."""
    supporters = ((p, times) for p, (b, times) in zip(purses, piles, strict=True) if option in b)
    owed, payers = Fraction(1), sum(times for ballot, times in piles if option in ballot)
    for purse, times in sorted(supporters):
        if purse * payers >= owed:
            return owed / payers
        owed, payers = owed - purse * times, payers - times
    return None


def _paid(piles: Piles, purses: Any, bought: list[Option], priced: Any) -> Any:
    """Return the purses after paying for these options, which share no supporters."""
    paid = [max((priced[o] for o in bought if o in ballot), default=0) for ballot, _ in piles]
    return tuple(purse - min(purse, price) for purse, price in zip(purses, paid, strict=True))


def _fill_up(course: Course, scores: Scores, options: list[Option], settle: "Settler") -> Course:
    """Give the places that nobody can pay for to the most approved."""
    left = [option for option in options if option not in course.elected]
    inside, tied, free = cut(tiers_by(scores, left), course.free)
    course = course.elect(inside)
    return course.end(settle(tied, free)) if tied else course


def _kinds(piles: Piles, options: list[Option]) -> Tiers:
    """Group options that have the same supporters."""
    kinds: dict[tuple[bool, ...], list[Option]] = {}
    for option in options:
        kinds.setdefault(tuple(option in ballot for ballot, _ in piles), []).append(option)
    return list(kinds.values())


def _merge(
    ended: list[Course], places: int, options: list[Option], scores: Scores, settle: "Settler"
) -> tuple[list[Option], Tiers, Scores, list[dict[str, Any]]]:
    """Elect the options that every course elects; those that only some elect are tied."""
    alike = [] if settle.policy == "lot" else _kinds(settle.piles, options)  # lots separate all
    sure_of, possible = [], set[Option]()
    for course in ended:
        elected = set(course.elected)
        reached = elected.union(*(tie["unresolved"] for tie in course.ties))
        sure_of.append(elected.difference(*(kind for kind in alike if set(kind) - elected)))
        possible |= reached.union(*(kind for kind in alike if reached & set(kind)))
    sure = [option for option in options if all(option in one for one in sure_of)]
    tied = [option for option in options if option in possible and option not in sure]
    everyone = set[Option]().union(*(course.elected for course in ended))
    ties = [
        tie
        for tie in ended[0].ties
        if all(tie in course.ties for course in ended)
        and not tie["unresolved"]
        and (set(tie["options"]) - everyone or len(tie["admitted"]) > tie["places"])
    ]
    winners = list(sure)
    if tied:
        last = settle.alike(tied, max(places - len(sure), 1))
        ties.append(last)
        winners += last["admitted"]
    rest = [option for option in options if option not in possible and option not in sure]
    return winners, [tier for tier in (sure, tied, rest) if tier], scores, ties


RULES: dict[str, Rule] = {
    "top-three": Rule("ranking", points=top_three, widest=lambda _options, _most: 3),
    "borda": Rule("ranking", points=borda, widest=borda_lead),
    "schulze": Rule("ranking", tally=schulze),
    "kemeny": Rule("ranking", tally=kemeny, redrawn=False),
    "instant-runoff": Rule("ranking", tally=instant_runoff),
    "approval": Rule("approval", points=approvals, widest=lambda _options, _most: 1),
    "approval-share": Rule(
        "approval", points=approvals, widest=lambda _options, _most: 1, by_share=True
    ),
    "equal-shares": Rule("approval", decide=equal_shares, redrawn=False),
    "score": Rule("score", points=marks, widest=lambda _options, _most: HIGHEST_SCORE),
    "mean-score": Rule("score", tally=mean_score),
    "hundred-points": Rule("points", points=marks, widest=lambda _options, _most: POINTS_TO_SPEND),
}
RETIRED = {"ranked-pairs", "stv", "sequential-pav"}  # cannot be recounted


# ======== Ties ========


class Settler:
    """Settles ties among the options of one vote by its policy."""

    def __init__(self, piles: Piles, rule: Rule, policy: str, seed: str) -> None:
        self.piles, self.rule, self.policy, self.seed = piles, rule, policy, seed
        self.named = set[Option]().union(*(ballot for ballot, _ in piles))

    def __call__(self, tied: list[Option], places: int) -> dict[str, Any]:
        """Settle which of the tied options get the places."""
        return _tie(tied, places, list(self._steps(tied, places)))

    def alike(self, tied: list[Option], places: int) -> dict[str, Any]:
        """Treat all tied options equally."""
        step = _step("refuse", [], [], tied) if self.policy == "refuse" else self._admit_all(tied)
        return _tie(tied, places, [step])

    def _steps(self, tied: list[Option], places: int) -> Iterator[dict[str, Any]]:
        if self.policy == "refuse":
            yield _step("refuse", [], [], tied)
        elif self.policy == "lot":
            drawn = sorted(tied, key=lambda o: hashlib.sha256(f"{self.seed}:{o}".encode()).digest())
            yield _step("lot", drawn[:places], drawn[places:], [])
        else:
            yield from self._compare(tied, places)

    def _compare(self, tied: list[Option], places: int) -> Iterator[dict[str, Any]]:
        """Compare head to head, then by first places; start again if some options are separated."""
        criteria = {} if self.rule.by_share else CRITERIA
        while tied:
            for name, values_of in criteria.items():
                values = values_of(self, tied)
                inside, still, _ = cut(tiers_by(values, tied), places)
                out = [option for option in tied if option not in inside + still]
                step = _step(name, inside, out, still, values)
                yield step
                if still != tied:
                    break
            else:
                step = self._admit_all(tied)
                yield step
            tied, places = step["still_tied"], places - len(step["advanced"])

    def _admit_all(self, tied: list[Option]) -> dict[str, Any]:
        admitted = [option for option in tied if option in self.named]
        return _step("admit-all", admitted, [o for o in tied if o not in admitted], [])

    def head_to_head(self, tied: list[Option]) -> Scores:
        """Return how many of the other tied options each one beats."""
        return wins(preferring(self.piles, tied, self.rule.kind), tied)

    def first_places(self, tied: list[Option]) -> Scores:
        """Return how many ballots put each tied option ahead of all other options."""
        firsts: Scores = dict.fromkeys(tied, 0)
        for ballot, times in self.piles:
            best = max(ballot.values(), default=0)
            favourites = [option for option, value in ballot.items() if value == best]
            if len(favourites) == 1 and favourites[0] in firsts:
                firsts[favourites[0]] += times
        return firsts


CRITERIA = {"head-to-head": Settler.head_to_head, "first-places": Settler.first_places}


def _step(
    name: str,
    advanced: list[Option],
    dropped: list[Option],
    still_tied: list[Option],
    values: Scores | None = None,
) -> dict[str, Any]:
    return {
        "name": name,
        "advanced": advanced,
        "dropped": dropped,
        "still_tied": still_tied,
        "values": [[option, as_json(value)] for option, value in (values or {}).items()],
    }


def _tie(tied: list[Option], places: int, steps: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "options": tied,
        "places": places,
        "admitted": [option for step in steps for option in step["advanced"]],
        "unresolved": steps[-1]["still_tied"],
        "steps": steps,
    }


def as_json(number: Any) -> int | str:
    """Return a number as results have it: 7, or "7/2"."""
    exact = Fraction(number)
    return exact.numerator if exact.denominator == 1 else str(exact)


# ======== The result ========


class Count:
    """One vote, counted: its options, its ballots, and its outcome by its rule."""

    def __init__(
        self,
        rule_id: str,
        ballots: list[Ballot | None],
        options: list[Option],
        places: int,
        *,
        most: int,
        policy: str = "default",
        seed: str = "",
        able: dict[Option, int] | None = None,
    ) -> None:
        self.rule_id, self.rule = rule_id, RULES[rule_id]
        self.ballots = [ballot for ballot in ballots if ballot is not None]
        self.abstentions = len(ballots) - len(self.ballots)
        self.options, self.places, self.most = options, places, most
        self.policy, self.seed = policy, seed
        self.able = (able or {}) if self.rule.by_share else {}
        self.piles = piled(self.ballots)
        self.winners, self.tiers, self.scores, self.ties = decision(
            self.rule, self.piles, options, places, policy=policy, seed=seed, able=self.able
        )
        self.unresolved = [option for tie in self.ties for option in tie["unresolved"]]

    def outcome(self) -> dict[str, Any]:
        """Return the outcome as it is published."""
        return {
            "rule": self.rule_id,
            "places": self.places,
            "tie_policy": self.policy,
            "ballots": len(self.ballots),
            "abstentions": self.abstentions,
            "winners": self.winners,
            "unresolved": self.unresolved,
            "standings": list(self._standings()),
            "ties": self.ties,
        }

    def _standings(self) -> Iterator[dict[str, Any]]:
        rank = 1
        for tier in self.tiers:
            for option in tier:
                yield {
                    "option": option,
                    "rank": rank,
                    "score": as_json(self.scores[option]),
                    "makes_cut": option in self.winners,
                }
            rank += len(tier)

    def support(self) -> dict[str, dict[str, int]]:
        """Return how many ballots name each option, and how many put it first."""
        ranked = self.rule.kind == "ranking"
        scored = self.rule.kind == "score"
        return {
            str(option): {
                "named": sum(
                    option in b and (not scored or 2 * b[option] > HIGHEST_SCORE)
                    for b in self.ballots
                ),
                "first": sum(ranked and next(iter(b), None) == option for b in self.ballots),
            }
            for option in self.options
        }

    def ratings(self) -> dict[str, dict[str, int]]:
        """Return how often each option got each mark."""
        return {
            str(option): {
                name: sum(ballot.get(option) == mark for ballot in self.ballots)
                for name, mark in MARKS.items()
            }
            for option in self.options
        }

    def explained(self) -> dict[str, Any]:
        """Return the other published figures, except those about sectors and chances."""
        ranked = self.rule.kind == "ranking"
        return {
            "draws": self.draws(),
            "generator": "MT19937",
            "seed": self.seed,
            "margin": self.margin(self.most),
            "agreement": self.agreement() if ranked else None,
            "overlap": self.overlap() if ranked else None,
            "pairwise": self.pairwise() if ranked else None,
            "likeness": None if ranked or self.rule.by_share else self.likeness(),
        }

    def draws(self) -> int:
        """Return how many samples of ballots are drawn to estimate chances."""
        return (200 if self.rule.points is None else 2000) if self.rule.redrawn else 0

    def margin(self, most: int) -> dict[str, Any] | None:
        """Return how many ballots must differ for another option to tie, or to overtake a winner.

        A ballot can name up to `most` options.
        """
        if self.unresolved or self.rule.points is None or not self.ballots:
            return None
        margins = []
        outside = [o for tier in self.tiers for o in tier if o not in self.winners]
        if len(self.winners) * len(outside) * len(self.piles) > MOST_MARGINS:
            raise TooLarge
        for inside, other in product(self.winners[::-1], outside):
            if not self.able or self.able[other]:
                margins.append(self._margin(inside, other, most))
        return min(margins, key=lambda m: (m["to_overtake"], m["to_tie"]), default=None)

    def _margin(self, inside: Option, other: Option, most: int) -> dict[str, Any]:
        mine, theirs = (max(1, self.able[o]) if self.able else 1 for o in (other, inside))
        scale, given = self._points
        widest = int(self.rule.widest(len(self.options), most) * scale) * theirs
        turns, lead = Counter[int](), 0
        for points, (_, times) in zip(given, self.piles, strict=True):
            favours = points.get(inside, 0) * mine - points.get(other, 0) * theirs
            lead += times * favours
            turns[favours + widest] += times
        to_tie = to_overtake = 0
        for turned, times in sorted(turns.items(), reverse=True):
            if turned:
                to_tie += min(times, max(0, -(-lead // turned)))
                to_overtake += min(times, lead // turned + 1) if lead >= 0 else 0
            lead -= times * turned
        return {"outside": other, "inside": inside, "to_tie": to_tie, "to_overtake": to_overtake}

    @cached_property
    def _points(self) -> tuple[int, list[Scores]]:
        """The points of each pile as whole numbers: multiplied by the first number."""
        given = [self.rule.points(ballot, self.options) for ballot, _ in self.piles]  # type: ignore[misc]
        halves = 2  # which the widest lead can have
        scale = lcm(halves, *(Fraction(p).denominator for one in given for p in one.values()))
        return scale, [{o: int(p * scale) for o, p in one.items()} for one in given]

    def agreement(self) -> dict[str, Any] | None:
        """Return Kendall's W, corrected for ties (Kendall & Gibbons 1990, chapter 6)."""
        ranked, n = [ballot for ballot in self.ballots if ballot], len(self.options)
        if len(ranked) < 2 or n < 2:
            return None
        m = len(ranked)
        sums = dict.fromkeys(self.options, Fraction())
        for ballot in ranked:
            places = {option: place for place, option in enumerate(ballot, start=1)}
            for option in self.options:
                sums[option] += places.get(option, Fraction(len(ballot) + 1 + n, 2))
        apart = sum((total - Fraction(m * (n + 1), 2)) ** 2 for total in sums.values())
        ties = sum((n - len(ballot)) ** 3 - (n - len(ballot)) for ballot in ranked)
        w = 12 * apart / (m * m * (n**3 - n) - m * ties)
        level = "strong" if w >= Fraction(7, 10) else "moderate" if 2 * w >= 1 else "weak"
        return {"w": round(float(w), 4), "level": level, "ballots": m}

    def overlap(self) -> dict[str, Any] | None:
        """Return how many options two ballots both name on average, and how many by chance."""
        ranked = [set(ballot) for ballot in self.ballots if ballot]
        if len(ranked) < 2:
            return None
        pairs = len(ranked) * (len(ranked) - 1)
        shared = sum(n * (n - 1) for n in Counter(o for one in ranked for o in one).values())
        sizes = [len(one) for one in ranked]
        chance = sum(sizes) ** 2 - sum(size**2 for size in sizes)
        return {
            "shared": round(shared / pairs, 4),
            "chance": round(chance / (pairs * len(self.options)), 4),
            "ballots": len(ranked),
        }

    def likeness(self) -> dict[str, Any] | None:
        """Return how far two ballots agree on average (Gini 1912)."""
        if len(self.ballots) < 2 or not self.options:
            return None
        apart = {option: self._apart(option) for option in self.options}
        highest = HIGHEST_SCORE if self.rule.kind == "score" else 1
        widest = highest * len(self.options)
        widest = 2 * POINTS_TO_SPEND if self.rule.kind == "points" else widest
        alike = round(float(1 - sum(apart.values(), Fraction()) / widest), 4)
        divided = max(self.options, key=lambda option: apart[option])
        most = divided if apart[divided] else None
        return {"alike": alike, "most_divided": most, "ballots": len(self.ballots)}

    def _apart(self, option: Option) -> Fraction:
        given = [opinion(ballot, option, self.rule.kind) for ballot in self.ballots]
        times = Counter(mark for mark in given if mark is not None)
        pairs = combinations(times.items(), 2)
        total, n = sum(abs(a - b) * s * t for (a, s), (b, t) in pairs), times.total()
        return Fraction(2 * total, n * (n - 1)) if n > 1 else Fraction()

    def pairwise(self) -> dict[str, Any]:
        """Return the comparison in pairs, and whether it would select other winners."""
        prefer = preferring(self.piles, self.options, "ranking")

        def beats(one: Option, other: Option) -> bool:
            return prefer[one, other] > prefer[other, one]

        def beats_all(insiders: list[Option]) -> bool:
            outside = [option for option in self.options if option not in insiders]
            return all(beats(one, other) for one, other in product(insiders, outside))

        winner = next((option for option in self.options if beats_all([option])), None)
        won = wins(prefer, self.options)
        by_wins = sorted(self.options, key=lambda option: won[option], reverse=True)
        leaders = next(by_wins[:n] for n in range(len(by_wins) + 1) if n and beats_all(by_wins[:n]))
        rule = "kemeny" if len(self.options) <= MOST_FOR_KEMENY else "schulze"
        inside, _, _, ties = decision(
            RULES[rule], self.piles, self.options, self.places, policy="refuse"
        )
        tied = [option for tie in ties for option in tie["unresolved"]]
        cut_here = set(self.winners)
        agrees = set(inside) <= cut_here <= {*inside, *tied}
        return {
            "options": self.options,
            "rows": [[prefer.get((a, b), 0) for b in self.options] for a in self.options],
            "winner": winner,
            "cycle": [] if winner is not None else [o for o in self.options if o in leaders],
            "rule": rule,
            "top": inside + [option for option in tied if option in cut_here],
            "differs": not self.unresolved and not agrees,
        }

    def chances(self, draws: int) -> dict[str, Fraction]:
        """Draw samples of the ballots, and return how often each option makes the cut.

        The n ballots are sorted by their values for each option. Each sample takes n numbers u from
        the Mersenne Twister `random.Random(seed)`; each selects the ballot at position int(u × n).
        """
        options, n = self.options, len(self.ballots)
        if self.places >= len(options) or not n:
            return {str(o): min(Fraction(self.places, len(options)), Fraction(1)) for o in options}
        piles = sorted(range(len(self.piles)), key=self._sort_key)
        pile_of = [at for at in piles for _ in range(self.piles[at][1])]
        total, chance = dict.fromkeys(options, Fraction()), random.Random(int(self.seed, 16))
        share_of = self._shares_by_points() if self.rule.points else self._shares_by_count
        for _ in range(draws):
            drawn = Counter(pile_of[int(chance.random() * n)] for _ in range(n))
            for option, share in share_of(drawn):
                total[option] += share
        return {str(option): total[option] / draws for option in options}

    def _sort_key(self, at: int) -> list[int]:
        said = [opinion(self.piles[at][0], option, self.rule.kind) for option in self.options]
        return [-1 if value is None else value for value in said]

    def _shares_by_points(self) -> Callable[[Counter[int]], Iterator[tuple[Option, Any]]]:
        """Return a function that adds up the points of a draw and shares out the places.

        The points of a ballot form one large number, with the same number of bytes for each option,
        because Python adds such numbers fast.
        """
        given, options = self._points[1], self.options
        most = max((p for points in given for p in points.values()), default=0)
        size = (most * len(self.ballots)).bit_length() // 8 + 1
        rows = [
            b"".join(points.get(option, 0).to_bytes(size, "little") for option in options)
            for points in given
        ]
        numbers = [int.from_bytes(row, "little") for row in rows]
        able = {o: max(1, self.able[o]) if self.able else 1 for o in options}
        worth = {o: lcm(*able.values()) // able[o] for o in options}

        def shares(drawn: Counter[int]) -> Iterator[tuple[Option, Any]]:
            added = sum(times * numbers[at] for at, times in drawn.items())
            row = added.to_bytes(size * len(options), "little")
            scores = {
                option: int.from_bytes(row[size * at : size * at + size], "little") * worth[option]
                for at, option in enumerate(options)
            }
            inside, tied, free = cut(tiers_by(scores, self.options), self.places)
            yield from ((option, 1) for option in inside)
            yield from ((option, Fraction(free, len(tied))) for option in tied)

        return shares

    def _shares_by_count(self, drawn: Counter[int]) -> Iterator[tuple[Option, Any]]:
        """Count a sample from the start; tied options share the remaining places."""
        piles = [(self.piles[at][0], times) for at, times in drawn.items()]
        winners, _, _, ties = decision(self.rule, piles, self.options, self.places, policy="refuse")
        tied = [option for tie in ties for option in tie["unresolved"]]
        yield from ((option, 1) for option in winners)
        yield from ((option, Fraction(self.places - len(winners), len(tied))) for option in tied)


def decision(
    rule: Rule,
    piles: Piles,
    options: list[Option],
    places: int,
    *,
    policy: str,
    seed: str = "",
    able: dict[Option, int] | None = None,
) -> tuple[list[Option], Tiers, Scores, list[dict[str, Any]]]:
    """Return the winners, the tiers and scores behind them, and the ties that were settled."""
    settle = Settler(piles, rule, policy, seed)
    if rule.decide:
        return rule.decide(piles, options, places, settle)
    if rule.tally:
        tiers, scores = rule.tally(piles, options)
    else:
        scores = add_up(piles, options, rule.points)
        if able:
            scores = {o: Fraction(scores[o], able[o]) if able[o] else 0 for o in options}
        tiers = tiers_by(scores, options)
    inside, tied, free = cut(tiers, places)
    if not tied:
        return inside, tiers, scores, []
    tie = settle(tied, free)
    return inside + tie["admitted"], tiers, scores, [tie]


# ======== Checks ========

OK, WRONG, MISSED = "ok", "WRONG", "NOT CHECKED"
MISSING = object()
KINDS = ("ranking", "final", "rating", "finalists")
Place = tuple[str | int, ...]
Bound = tuple[Place, int, int]  # a place, the number there, and the highest possible number

# Figures that no file can prove: (kinds of vote, or all; place; reason). Others are compared.
NOT_IN_A_FILE: list[tuple[str, str, str]] = [
    ("", r"present", "the file does not say who was present"),
    ("", r"voted|paper", "the file does not say which ballots are on paper; the sum is compared"),
    ("", r"result\.electorate\..*", "the file does not say who was present, or in which group"),
    ("final rating finalists", r"result\.eligible\..*", "the file has no members of groups"),
    (
        "",
        r"result\.(presence|sectors)\[\d+\]\.(voted|present)",
        "the file has no answers of single voters; the sums are compared",
    ),
    (
        "",
        r"rule\.((co_)?authors\.\d+|small_groups)(\[\d+\])?",
        "groups have internal numbers; the options that each wrote are compared",
    ),
    ("", r"rule\.issue", "the issue is named by an internal number"),
    ("rating", r"id", "only a receipt can prove it"),
    ("", r"rule\.titles\..*", "a text that the organizers wrote"),
    ("", r"decision\.(reason|by)", "a text that the organizers wrote"),
    (
        "",
        r"decision(\.winners.*)?",
        "a choice of the organizers, or none; the priority issues follow it",
    ),
    ("", r"result\.concerns\[\d+\]\.(option|text)", "written by voters, and linked to no ballot"),
    ("", r"result\.(explained\.)?by_sector\.question", "a text that the organizers wrote"),
    (
        "",
        r"result\.(explained\.by_sector\.|by_sector\.)?(sectors|presence)\[\d+\](\.sector)?",
        "the names of sectors are answers to the question",
    ),
    (
        "",
        r"result\.(by_sector\.common|(explained\.)?by_sector\.support)\b.*",
        "rounded, and the file lacks the sizes of sectors; bounds are compared",
    ),
    ("", r"reopened(\[\d+\])?", "only the workshop's log says when, and how often"),
    ("", r"withdrawn", "withdrawals of paper ballots are in the workshop's log"),
    ("", r"removed", "removals of people are in the workshop's log"),
]


@lru_cache(maxsize=5_000)
def reasons(place: str) -> list[tuple[list[str], str]]:
    """Return why no file can prove the figure at a place: (kinds of vote, or all; reason)."""
    matching = (one for one in NOT_IN_A_FILE if re.fullmatch(one[1], place))
    return [(kinds.split(), reason) for kinds, _, reason in matching]


CONCERNS: Place = ("result", "concerns")
DECIMALS = re.compile(
    r"result\.explained\.(probability\.\d+|agreement\.w|overlap\.(shared|chance)|likeness\.alike)$"
)
COVERS_LITTLE = "counted by version 1.0: the hash covers only the ballots' lines, not their choices"
UNBOUND = "the hash of version 1.0 does not cover it"
OUTSIDE_VOTES = (
    "hashes: compare them with those in a report that you trust",
    "ballots: only with a receipt can somebody check that the hash is that of the choices",
    "participation, survey, registration, agreement, dissent: only bounds are compared",
    "practice: no hash covers whether this was a practice run",
    "themes: no hash covers their titles, references and other texts",
    "issues: reference, short, rationale and sources are in no vote",
    "recommendations: reference, printed, printed_as, rationale and their issue are in no vote",
    "recommendations: their division into actors, action and time, and invisible characters",
    "groups: theme, place and facilitator are in no vote, nor who wrote what nobody voted on",
    "title, subtitle, event, place, dates, sessions, notes, actors, prose, report: in no vote",
    "last_references: the file lacks deleted recommendations, whose numbers count",
    "votes, frozen reports: somebody may have removed whole ones from the file",
    "recommendations that are in no vote: only a log can tell where they come from",
    "concerns, tables by sector: somebody may have removed them, or secrecy left them out",
    "tables by sector, and the views that follow from them: no hash covers them",
)

# What is not compared in a frozen report: (name; places, without numbers; reason).
OF_A_VOTE = r"data\.(themes\.(ranking|final_vote|ratings)|finalists)\."
OF_AN_ISSUE = r"data\.themes\.issues\."
OF_A_DRAFT = OF_AN_ISSUE + r"(recommendations|left_out)\.(merged_from\.)*"
BY_ORGANIZERS = "texts and choices of the organizers"
ONLY_SUMS = "the file has no single answers"
NOT_IN_A_REPORT: list[tuple[str, str, str]] = [
    ("numbers and times", r"number|frozen_at|data\.made_at", "only the workshop's log says when"),
    (
        "texts of the report",
        r"data\.(title|subtitle|event|place|dates|time_zone|imported|edition|prose\..*|choices\..*)",
        BY_ORGANIZERS,
    ),
    (
        "language, design and agenda of the report",
        r"data\.(language|accent|logo|sittings\..*|pictures(\..*)?)",
        BY_ORGANIZERS,
    ),
    (
        "participation",
        r"data\.(present|registered|(breakdowns|crossings|repeated)(\..*)?)",
        ONLY_SUMS,
    ),
    ("survey", r"data\.survey\..*", ONLY_SUMS),
    ("dissent", r"data\.(dissent_written|dissent(\..*)?)", ONLY_SUMS),
    ("agreement of groups", OF_A_DRAFT + r"agreement(\..*)?", ONLY_SUMS),
    ("near_miss", r"data\.near_miss(\..*)?", "this script does not work out how near it was"),
    (
        "texts and references of themes",
        r"data\.themes\.(title|description|exploration|reference|short|id)",
        BY_ORGANIZERS,
    ),
    (
        "texts and references of issues",
        OF_AN_ISSUE + r"(headline|rationale|reference|sources|heard\..*)",
        BY_ORGANIZERS,
    ),
    (
        "texts and references of recommendations",
        OF_A_DRAFT
        + r"(text|reference|actors|action|by|rationale|split_from|by_hand|id|edit(\..*)?)",
        "they can be edited after the vote; the vote has the texts that people voted on",
    ),
    ("groups of recommendations", OF_A_DRAFT + r"group", "no vote in the file names them"),
    (
        "sentences about votes",
        OF_A_VOTE + r"(said|facts|about_sectors)",
        "sentences in the language of the report; many of their figures are compared elsewhere",
    ),
    ("texts of votes", OF_A_VOTE + r"(issue|titles|decision)", BY_ORGANIZERS),
    ("is_broad", r"data\..*\.rated\.is_broad", "an earlier version worked it out"),
]
OTHER_PARTS = "the actors, action and time say something else than the text"
OUTSIDE_VERSIONS = (
    "order of themes, issues and recommendations, and which are left out: organizers choose which "
    "are printed, and a vote says which exist"
)

DEFAULTS = {
    "rule": "top-three",
    "rank_places": 3,
    "cut_places": 3,
    "tie_policy": "default",
    "quorum": 0,
    "approvals_per_theme": 3,
    "wild_cards": 8,
    "final_approvals": 7,
    "vote_stages": "auto",
    "smallest_cell": 5,
}
OF_A_THEME = ("rule", "rank_places", "cut_places", "tie_policy", "quorum")
TOP = 10  # places on the overall list
MANY_OPTIONS = 25  # more recommendations suit two stages, if at most this share are finalists
MOST_FINALISTS = Fraction(2, 3)
LONGEST_REPORTS = 30_000_000  # bytes of all frozen reports, unpacked
COMMON_GROUND_FROM = Fraction(3, 5)
EMPTY = (MISSING, None, False, 0, "", [], {})
BY_SHARE = {name for name, rule in RULES.items() if rule.by_share}
NORMAL_95 = 1.959964
MAJORITY, MANY = 1 / 2, 1 / 5  # shares above which a range is a majority, or many


class Finding(NamedTuple):
    """A finding: the verdict, the place, and a sentence."""

    verdict: str
    place: str
    sentence: str


class Checked:
    """A tree of published figures, and the findings about it."""

    def __init__(self, tree: dict[str, Any]) -> None:
        self.tree, self.findings = tree, list[Finding]()
        self.compared = set[Place]()
        self.unknown = Counter[tuple[str, str]]()
        self.hash = ""

    @cached_property
    def leaves(self) -> list[tuple[Place, Any]]:
        """Return every published value with its place."""
        return leaves(self.tree, ())

    def at(self, place: Place) -> Any:
        """Return the published value at a place; MISSING if there is none."""
        found: Any = self.tree
        for step in place:
            if isinstance(found, str):
                return MISSING
            try:
                found = found[step]
            except (LookupError, TypeError):
                return MISSING
        return found

    def find(self, verdict: str, place: Place, sentence: str) -> None:
        """Record a verdict other than OK."""
        if verdict != OK:
            self.findings.append(Finding(verdict, written(place), sentence))

    def say(self, verdict: str, place: Place, sentence: str) -> None:
        """Record a verdict; everything published at this place then counts as compared."""
        published = self.at(place)
        if isinstance(published, dict | list):
            self.compared.update(path for path, _ in leaves(published, place))
        elif published is not MISSING:
            self.compared.add(place)
        self.find(verdict, place, sentence)

    def compare(self, place: Place, counted: Any) -> None:
        """Compare everything published at a place with the counted value."""
        self.say(OK, place, "")
        for where, sentence in differences(counted, self.at(place), place):
            self.say(WRONG, where, sentence)

    def require(self, place: Place, holds: bool, sentence: str) -> None:
        """Record that the value at a place is wrong, unless the condition holds."""
        self.say(OK if holds else WRONG, place, sentence)

    def account_for_the_rest(self) -> None:
        """Report every figure that was not compared, unless no file can prove it."""
        for path, leaf in self.leaves:
            if path in self.compared or leaf in ({}, []):
                continue
            name, reason = self.excuse(written(path))
            if reason:
                self.unknown[name, reason] += 1
            else:
                self.say(MISSED, path, "this script does not know this figure")

    def excuse(self, place: str) -> tuple[str, str]:
        """Return the name of a figure, and why no file can prove it; "" if a file can."""
        return "", ""


class Vote(Checked):
    """One vote of the file, and the findings about it. Its `hash` is that of the ballots."""

    def __init__(self, contest: dict[str, Any], export: dict[str, Any]) -> None:
        super().__init__(contest)
        self.contest, self.export = contest, export
        self.kind = contest.get("kind")
        self.options = list[Option]()
        self.ratings: dict[Option, tuple[int, int, int]] = {}

    # ---- The checks ----

    def check(self) -> None:
        """Check everything about this vote."""
        try:
            self._check()
        except TooLarge as error:
            for part in ("ballots", "result"):
                self.say(MISSED, (part,), str(error))
        except OF_ANOTHER_FORM as error:
            self.say(WRONG, ("result",), f"cannot be read: {error!r}")

    def _check(self) -> None:
        contest, rule = self.contest, self.contest["rule"]
        self.require(("kind",), self.kind in KINDS, "is not a kind of vote")
        if len(contest["ballots"]) > MOST_BALLOTS:
            raise TooLarge("it has too many ballots")
        self._check_list()
        if rule["rule"] in RETIRED:
            reason = f"the rule {rule['rule']} is no longer offered, so it cannot be recounted"
            for part in ("ballots", "result", "rule", "present"):
                self.say(MISSED, (part,), reason)
            return
        if rule["rule"] not in RULES:
            self.say(WRONG, ("rule", "rule"), f"there is no rule {rule['rule']}")
            return
        self._read_options(RULES[rule["rule"]].kind)
        able = {int(option): count for option, count in contest["result"]["eligible"].items()}
        self.count = Count(
            rule["rule"],
            list(self._ballots()),
            self.options,
            min(rule["places"], len(self.options)),
            most=rule["most"],
            policy=rule["tie_policy"],
            seed=contest["id"],
            able=able,
        )
        self.compare(("result", "outcome"), self.count.outcome())
        self.compare(("result", "abstained"), self.count.abstentions)
        self._check_figures()
        self._check_denominators()
        self._check_authors()
        self._check_turnout()
        self._check_sectors()
        self._check_decision()
        self._check_rule()
        self._check_names()

    def _read_options(self, kind: str) -> None:
        """Read the ids of the options. Raises TooLarge if there are too many."""
        self.options = [option["id"] for option in self.contest["options"]]
        times = Counter(self.options)
        for at, option in enumerate(self.options):
            self.require(("options", at, "id"), times[option] == 1, "another option has this id")
        if len(self.options) > MOST_OPTIONS[kind]:
            raise Unreadable("the vote has too many options")
        cells = len(self.contest["ballots"]) * len(self.options)
        paths = len(self.options) ** 3 if self.contest["rule"]["rule"] == "schulze" else 0
        if cells > MOST_CELLS or paths > MOST_PATHS:
            raise TooLarge

    def _check_list(self) -> None:
        lines = [ballot["hash"] for ballot in self.contest["ballots"]]
        version = self.contest["result"].get("list_version", 1)
        known = type(version) is int and version in (1, 2)
        self.require(("result", "list_version"), known, "is not a version of the list")
        ballots = self.contest["ballots"] if self.is_bound else []
        full = [f"{ballot['hash']} {canonical(ballot['choices'])}" for ballot in ballots]
        listed = "".join(f"{line}\n" for line in [*self._head(), *(full or lines)]).encode()
        self.hash = hashlib.sha256(listed).hexdigest()
        self.compare(("result", "ballots_hash"), self.hash)
        for at, line in enumerate(lines):
            in_order = at == 0 or lines[at - 1] < line
            form = in_order and re.fullmatch("[0-9a-f]{64}", line) is not None
            self.require(("ballots", at, "hash"), form, "is out of order, or no hash")
        voted, paper = self.contest["voted"], self.contest.get("paper", 0)
        total = f"{len(lines)} ballots, but {voted} people voted and {paper} ballots are on paper"
        numbers = all(type(one) is int and one >= 0 for one in (voted, paper))
        self.require(("voted",), numbers and len(lines) == voted + paper, total)
        self.compared -= {("voted",)}  # a ballot may have been moved to or from paper

    def _head(self) -> Iterator[str]:
        """Yield the lines of the list before the ballots: the vote and its options."""
        contest, result = self.contest, self.contest["result"]
        if not self.is_bound:
            return
        about = {name: contest[name] for name in ("id", "kind", "present", "voted")}
        about |= {name: result.get(name) for name in ("eligible", "electorate")}
        about |= {name: contest.get(name, 0) for name in ("paper", "withdrawn")}
        if contest.get("removed"):  # lists of earlier versions do not have this
            about["removed"] = contest["removed"]
        about["rule"] = contest.get("rule", {})
        yield canonical(about | {"reopened": len(contest.get("reopened", []))})
        for at, option in enumerate(contest.get("options", [])):
            yield canonical({"id": option["id"], "name": option["name"]})
            self.say(OK, ("options", at, "name"), "")

    @property
    def is_bound(self) -> bool:
        """Whether the hash of the list also covers the choices, the rule, turnout and options."""
        return self.at(("result", "list_version")) not in (MISSING, 1)

    def _ballots(self) -> Iterator[Ballot | None]:
        kind, rule = RULES[self.contest["rule"]["rule"]].kind, self.contest["rule"]
        for at, published in enumerate(self.contest["ballots"]):
            place = ("ballots", at, "choices")
            try:
                ballot = read_ballot(published["choices"], kind, self.options)
            except OF_ANOTHER_FORM as error:
                self.say(WRONG, place, str(error))
                continue
            top = sum(mark == MARKS["priority"] for mark in (ballot or {}).values())
            fits = len(ballot or {}) <= rule["most"] and top <= rule.get("priorities", top)
            self.require(place, fits, "names more options than a ballot could")
            if not self.is_bound:
                self.compared -= {path for path, _ in leaves(published["choices"], place)}
            yield ballot

    def _check_figures(self) -> None:
        """Check the figures that are published in addition to the outcome."""
        if self.kind == "rating":
            self.compare(("result", "ratings"), self.count.ratings())
            rated = self.count.ratings().items()
            self.ratings = {
                int(o): (one["priority"], one["support"], one["not_now"]) for o, one in rated
            }
            return
        self.compare(("result", "support"), self.count.support())
        explained = self.contest["result"]["explained"]
        for name, counted in self.count.explained().items():
            if name == "overlap" and not {name, "generator"} & set(explained):
                continue  # counted by an earlier version
            if name == "generator" and name not in explained:
                reason = "an earlier version drew them with another generator"
                self.say(MISSED, ("result", "explained", name), reason)
                self.say(OK, ("result", "explained", "probability"), "")
            elif name != "margin" or not self._is_margin_of_an_earlier_version(counted):
                self.compare(("result", "explained", name), counted)
        if "generator" in explained:
            self._check_chances(explained)
        if "what_if" in explained:
            reason = "the order by other rules, which an earlier version published"
            self.say(MISSED, ("result", "explained", "what_if"), reason)

    def _is_margin_of_an_earlier_version(self, counted: dict[str, Any] | None) -> bool:
        """Say so if the margin was counted as if a ballot could name all options."""
        place = ("result", "explained", "margin")
        if not any(differences(counted, self.at(place), place)):
            return False
        earlier = self.count.margin(len(self.options))
        if any(differences(earlier, self.at(place), place)):
            return False
        assumed = "an earlier version counted as if ballots could rank all options"
        self.say(MISSED, place, f"{assumed}; counted {shown(counted)}")
        return True

    def _check_chances(self, explained: dict[str, Any]) -> None:
        place = ("result", "explained", "probability")
        counted = self.count.chances(self.count.draws()) if self.count.rule.redrawn else {}
        published = explained["probability"]
        self.require(place, set(published) == set(counted), "are not those of the options")
        for option, chance in counted.items():
            near = is_number(published.get(option)) and abs(published[option] - chance) < 0.000051
            drawn = f"published {published.get(option)}, drawn {float(chance):.4f}"
            self.require((*place, option), near, drawn)

    def _check_denominators(self) -> None:
        """Check how many could choose each option, among the voters and in the whole room."""
        result, ballots = self.contest["result"], len(self.contest["ballots"])
        authors = self._authors()
        for name, most in (("eligible", ballots), ("electorate", None)):
            published = result.get(name, MISSING)
            if published is MISSING:
                self.say(MISSED, ("result", name), "an earlier version did not publish it")
                continue
            keys = sorted(str(option) for option in self.options)
            self.require(("result", name), sorted(published) == keys, "is not of the options")
            for option in self.options:
                could = published[str(option)]
                place = ("result", name, str(option))
                fewest = (
                    self._fewest(option) if name == "eligible" else result["eligible"][str(option)]
                )
                self.require(place, fewest <= could, f"{could}, but at least {fewest} did or could")
                if most is not None:
                    self.require(place, could <= most, f"{could} of {most} ballots")
                if most is not None and not authors.get(option):
                    self.require(place, could == most, f"{could}, but everybody could: {most}")
            self._check_same_authors(name, published, authors)
        if self.kind != "ranking" and result.get("electorate"):
            self._let_go("eligible", "electorate")

    def _let_go(self, *names: str) -> None:
        """Leave these NOT CHECKED: only bounds were compared, unless a score determines them."""
        pinned = self.count.rule.by_share
        for name in names:
            for option in self.options:
                if not (name == "eligible" and pinned and self.count.scores[option]):
                    self.compared.discard(("result", name, str(option)))

    def _fewest(self, option: Option) -> int:
        if self.kind == "rating":
            return sum(self.ratings[option])
        return sum(option in ballot for ballot in self.count.ballots)

    def _authors(self) -> dict[Option, tuple[int, ...]]:
        rule = self.contest["rule"]
        further = rule.get("co_authors", {})
        return {
            int(option): tuple(sorted([group, *further.get(option, [])]))
            for option, group in rule.get("authors", {}).items()
        }

    def _check_same_authors(self, name: str, published: Any, authors: Any) -> None:
        """Options of the same groups have equal denominators, unless raised to their support."""
        of_groups: dict[tuple[int, ...], set[int]] = {}
        for option in self.options:
            if name == "electorate" or published[str(option)] > self._fewest(option):
                groups = authors.get(option, ())
                of_groups.setdefault(groups, set()).add(published[str(option)])
        alike = all(len(values) == 1 for values in of_groups.values())
        sentence = "options of the same groups have different denominators"
        self.require(("result", name), alike, sentence)

    def _check_authors(self) -> None:
        """Check who wrote the options: the groups that may not choose them, and small groups.

        The rule has the numbers of all groups, and the internal ones of those that may not choose.
        So the check compares which options each group wrote.
        """
        if self.kind == "ranking":
            return
        rule, authors = self.contest["rule"], self._authors()
        small = rule.get("small_groups", [])
        ids = {group for groups in authors.values() for group in groups}
        known = set(authors) | {int(option) for option in rule.get("co_authors", {})}
        self.require(("rule", "authors"), known <= set(self.options), "names other options")
        apart = small == sorted(set(small) - ids)
        self.require(("rule", "small_groups"), apart, "must list only groups that are not barred")
        self.say(OK, ("rule", "co_authors"), "")
        numbers = rule.get("group_numbers")
        if numbers is None:
            self.find(MISSED, ("rule", "group_numbers"), "an earlier version did not publish it")
        else:
            self._check_group_numbers(numbers)
            written = {int(option): tuple(groups) for option, groups in numbers.items()}
            self._check_barred(written, authors, len(small))
        for name in ("authors", "co_authors", "small_groups"):
            named = leaves(self.at(("rule", name)), ("rule", name))
            self.compared -= {path for path, _ in named}

    def _check_group_numbers(self, numbers: dict[str, list[int]]) -> None:
        """Check that the texts in the file are by the groups that the vote names."""
        place: Place = ("rule", "group_numbers")
        options = sorted(str(option) for option in self.options)
        self.require(place, sorted(numbers) == options, "is not of the options")
        known = {group["number"] for group in self.export.get("groups", [])}
        named = {number for groups in numbers.values() for number in groups}
        missing = "the file has no group with this number"
        self.say(OK if named <= known else MISSED, place, missing)
        drafts = [
            (wording, draft) for draft in self._drafts() for wording in sentences_of(draft, True)
        ]
        for option in by_others(self.contest, plain, drafts):
            others = "the file has no text with these words by these groups"
            self.say(MISSED, (*place, str(option["id"])), others)

    def _check_barred(
        self, written: dict[Option, tuple[int, ...]], authors: Any, small: int
    ) -> None:
        """Check that all groups that wrote something are barred, or counted as small."""
        wrote, barred = options_by_group(written), options_by_group(authors)
        others = wrote - barred
        wrong = "are not the groups that wrote the options"
        self.require(("rule", "authors"), not barred - wrote, wrong)
        wrong = f"{small} groups, but {others.total()} wrote something and are not barred"
        self.require(("rule", "small_groups"), others.total() == small, wrong)
        wrong = "a group that wrote every option is not barred"
        self.require(("rule", "small_groups"), not others[tuple(sorted(self.options))], wrong)

    def _drafts(self) -> Iterator[dict[str, Any]]:
        """Yield the recommendations that people could vote on here.

        A part of a merged one is no longer in the report.
        """
        whole = self.kind == "finalists"
        return unmerged(self.export if whole else {"themes": [self._theme()]})

    def _check_turnout(self) -> None:
        """Check that all voters were present, and that the parts of the room add up."""
        result, voted, present = self.contest["result"], self.contest["voted"], self.present
        self.require(("present",), voted <= present, f"{voted} voted, but {present} were present")
        if self.kind == "ranking":
            papers, on_paper = self.contest.get("paper", 0), self._papers()
            for option, could in result.get("electorate", {}).items():
                place: Place = ("result", "electorate", option)
                sentence = f"{could}, but {present} were present"
                self.require(place, could - present >= papers, sentence)
                if could - present > on_paper:
                    more = "and fewer paper ballots are in the file, which can lack votes"
                    self.say(MISSED, place, f"{sentence}, {more}")
        for name in ("presence", "sectors"):
            if name not in result:
                self.say(MISSED, ("result", name), "an earlier version did not publish it")
            elif any(row["voted"] is None for row in result[name]):
                self.say(MISSED, ("result", name), "an earlier version hid some numbers")
            else:
                self._check_parts(name, "voted", voted)
                self._check_parts(name, "present", present)
        self._check_smallest()
        # The sums agree, but somebody may have changed all of them.
        for place in (("present",), ("result", "electorate")):
            self.compared -= {path for path, _ in leaves(self.at(place), place)}

    def _check_parts(self, name: str, column: str, total: int) -> None:
        """Check that the rows of a turnout table add up to the room (in a final vote: at most)."""
        rows = self.contest["result"][name]
        added = sum(row[column] for row in rows)
        exact = self.kind == "ranking"
        for at, row in enumerate(rows):
            place: Place = ("result", name, at, column)
            fits = (added == total if exact else added <= total) and row["voted"] <= row["present"]
            self.require(place, fits, f"the column {column} adds up to {added}, not {total}")
            self.compared.discard(place)

    def _check_smallest(self) -> None:
        """Check that tables of turnout have no smaller parts than the settings allow."""
        for name in ("presence", "sectors"):
            for at, row in enumerate(self.contest["result"].get(name, [])):
                if row["voted"] is not None and row["voted"] < self.smallest:
                    said = f"{row['voted']} voted, the smallest count is {self.smallest}"
                    self.find(MISSED, ("result", name, at, "voted"), said)

    @property
    def smallest(self) -> int:
        """The smallest part of a table, which a vote locks; 0 in version 1.0, which did not."""
        return int(setting(self.export, "smallest_cell")) if self.is_bound else 0

    @property
    def present(self) -> int:
        """The number of people present."""
        return int(self.contest["present"])

    def _papers(self) -> int:
        """Return the highest possible number of paper ballots at one time in votes of this kind."""
        return sum(
            one.get("paper", 0) + one.get("withdrawn", 0)
            for one in self.export["results"]["contests"]
            if one["kind"] == self.kind
        )

    def _check_sectors(self) -> None:
        """Check the support by sector against the room's, and the figures that follow from it."""
        rating = self.kind == "rating"
        place: Place = ("result", "by_sector") if rating else ("result", "explained", "by_sector")
        table = self.at(place)
        if table is None:
            self.say(OK, place, "")
        elif not isinstance(table, dict) or "rounded_to" not in table:
            self.say(MISSED, place, "an earlier version published it in another form")
        else:
            Sectors(self, place, table).check()

    def _check_decision(self) -> None:
        """Check that the organizers chose existing options; in a tie, tied ones."""
        winners = self.contest.get("decision", {}).get("winners")
        if winners is None:
            return
        place: Place = ("decision", "winners")
        known = bool(winners) and sorted(winners) == sorted(set(winners) & set(self.options))
        self.require(place, known, "names other options, or one twice")
        self.compared -= {path for path, _ in leaves(winners, place)}

    def _check_rule(self) -> None:
        """Check that the rule is that of the settings, which are locked once people can vote."""
        settings = DEFAULTS | self.export.get("settings", {})
        fixed, chosen = self._expected_rule(settings)
        for name, expected in fixed.items():
            self.compare(("rule", name), expected)
        for name, expected in chosen.items():
            published = self.at(("rule", name))
            said = f"the vote has {shown(published)}, the settings of the file {shown(expected)}"
            self.say(OK if same(published, expected) else MISSED, ("rule", name), said)

    def _expected_rule(self, settings: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the values that a vote of this kind always has, and those set in the file."""
        n = len(self.options)
        if self.kind == "ranking":
            own = {
                name: value for name in OF_A_THEME if (value := self._theme().get(name)) is not None
            }
            here = settings | own
            named = RULES[self.contest["rule"]["rule"]].kind in {"ranking", "approval"}
            chosen = {name: here[name] for name in ("rule", "tie_policy", "quorum")}
            most = min(here["rank_places"], n) if named else n
            return {}, chosen | {"places": here["cut_places"], "most": most}
        if self.kind == "rating":
            marks_cap = {"most": n, "priorities": ceil(n / 3)}
            by_mean = {"rule": "mean-score", "places": 1, "tie_policy": "default", "quorum": 0}
            return by_mean | marks_cap, {}
        by_share = {"rule": "approval-share"}
        if self.kind == "final":
            most = min(settings["approvals_per_theme"], n)
            chosen = {name: settings[name] for name in ("tie_policy", "quorum")}
            return by_share, chosen | {"most": most, "places": most}
        fixed = by_share | {"places": min(TOP, n), "tie_policy": "default"}
        chosen = {"most": min(settings["final_approvals"], n), "quorum": settings["quorum"]}
        return fixed, chosen

    def _theme(self) -> dict[str, Any]:
        return next(self._themes(), {})

    def _themes(self) -> Iterator[dict[str, Any]]:
        """Yield the themes with the title that the vote has; an honest file has only one."""
        for theme in self.export.get("themes", []):
            if theme["title"] == self.contest.get("theme"):
                yield theme

    def _check_names(self) -> None:
        """Check the names of options, and that the priority issues are a ranking's first issues."""
        theme = self._theme()
        if self.kind != "finalists":
            titled = "no theme of the file has this title, or two have it"
            self.say(OK if len(list(self._themes())) == 1 else MISSED, ("theme",), titled)
        else:
            self.require(("theme",), self.contest.get("theme") is None, "is of all themes")
        issues = theme.get("issues", [])
        ranked = self.kind == "ranking"
        in_file = Counter(
            [issue["headline"] for issue in issues]
            if ranked
            else [name for one in self._drafts() for name in sentences_of(one, self.is_bound)]
        )
        for at, option in enumerate(self.contest["options"]):
            name = option["name"] if ranked else plain(option["name"])
            known = in_file[name] > 0
            in_file[name] -= 1
            unknown = "no issue or unmerged recommendation of the file has this name"
            self.say(OK if known else MISSED, ("options", at, "name"), unknown)
            if not self.is_bound:
                self.compared.discard(("options", at, "name"))
        if ranked:
            self._check_priorities(issues)

    def _check_priorities(self, issues: list[dict[str, Any]]) -> None:
        """Check that the priority issues of the theme are the winners, and no others."""
        decided = self.contest.get("decision", {}).get("winners")
        order = self.count.winners if decided is None else decided
        where: Place = ("decision", "winners") if decided else ("result", "outcome", "winners")
        if order and not any(issue.get("priority") for issue in issues):
            self.say(MISSED, where, "the file has no priority issues in this theme")
            return
        places: dict[str, Counter[int | None]] = {}  # by name, which several options can have
        for option in self.contest["options"]:
            place = order.index(option["id"]) + 1 if option["id"] in order else None
            places.setdefault(option["name"], Counter())[place] += 1
        for issue in issues:
            headline, found = issue["headline"], issue.get("priority")
            left = places.get(headline, Counter())
            place = found if left[found] else next(left.elements(), None)
            left[place] -= 1
            if found != place:
                sentence = f"“{headline}” has priority {found} in the file, {place} in the vote"
                self.say(WRONG if headline in places else MISSED, where, sentence)

    def account_for_the_rest(self) -> None:
        """Report every figure that was not compared, and what somebody may have removed."""
        for name in {"removed", "reopened", "withdrawn", "decision"} - {
            name for name in self.contest if self.at((name,))
        }:
            self.unknown[name, self.reason_for(name)] += 1
        concerns = self.at(CONCERNS)
        for at, _ in enumerate(concerns if isinstance(concerns, list) else []):
            place = (*CONCERNS, at, "shown")
            self.require(place, self.at(place) is True, "only what was admitted is published")
        super().account_for_the_rest()
        self._check_whole_numbers()

    def _check_whole_numbers(self) -> None:
        """Check that only averages and chances have a decimal point: 42.0 equals 42 elsewhere."""
        missed = tuple(found.place for found in self.findings if found.verdict == MISSED)
        for path, leaf in self.leaves:
            if isinstance(leaf, float):
                name = written(path)
                if not (name.startswith(missed) or DECIMALS.match(name)):
                    sentence = f"published {shown(leaf)}, which is not a whole number"
                    self.find(WRONG, path, sentence)

    def excuse(self, place: str) -> tuple[str, str]:
        """Return the name of a figure, and why no file can prove it; "" if a file can."""
        return without_numbers(place), self.reason_for(place)

    def reason_for(self, place: str) -> str:
        """Return why no file can prove the figure at a place; "" if a file can."""
        if not self.is_bound and re.match(r"options\[\d+\]\.name$|ballots\[\d+\]\.choices", place):
            return UNBOUND
        of_kinds = (reason for kinds, reason in reasons(place) if not kinds or self.kind in kinds)
        return next(of_kinds, "")


class Sectors:
    """The support by sector: rounded numbers, and the figures derived from them."""

    def __init__(self, vote: Vote, place: Place, table: dict[str, Any]) -> None:
        self.vote, self.place, self.table = vote, place, table
        self.names, self.steps = table["sectors"], table["rounded_to"]
        self.rating = vote.kind == "rating"

    def check(self) -> None:
        """Check the numbers against the room's, and the derived figures against the numbers."""
        vote, place = self.vote, self.place
        steps = len(self.steps) == len(self.names) and all(s % 2 and s > 2 for s in self.steps)
        vote.require((*place, "rounded_to"), steps, "are not steps of rounding for all sectors")
        keys = {str(option) for option in vote.options}
        vote.require((*place, "support"), set(self.table["support"]) == keys, "other options")
        for option in vote.options:
            self._check_row(option, (*place, "support", str(option)))
        if vote.kind == "ranking":
            self._check_sizes((*place, "support"))
        support = (*place, "support")
        vote.compared -= {path for path, _ in leaves(self.table["support"], support)}
        if self.rating:
            self._check_common_of_ratings()
            vote.compared -= {path for path, _ in leaves(self.table["common"], (*place, "common"))}
            return
        vote.compare((*place, "common"), [o for o in vote.options if self._is_common(o)])
        vote.compare((*place, "minority"), list(self._minorities()))
        means = {option: self._mean(option) for option in vote.options}
        ranks = {o: 1 + sum(m > means[o] for m in means.values()) for o in vote.options}
        vote.compare((*place, "equal_ranks"), {str(o): rank for o, rank in ranks.items()})
        first = [o for o in ranks if ranks[o] <= vote.count.places]
        vote.compare((*place, "equal"), sorted(first, key=lambda option: ranks[option]))

    def _cells(self, option: Option) -> dict[str, tuple[int, int, int]]:
        """Return the count, the base and the step of rounding of each sector that has a cell."""
        row = zip(self.names, self.table["support"][str(option)], self.steps, strict=True)
        return {name: (cell[0], cell[1], step) for name, cell, step in row if cell}

    def _check_row(self, option: Option, place: Place) -> None:
        vote, cells = self.vote, self._cells(option)
        for at, name in enumerate(self.names):
            if name in cells:
                count, base, step = cells[name]
                fits = 0 <= count <= base and (not count % step or (self.rating and count == base))
                vote.require((*place, at), fits, f"{count} of {base} is not rounded to {step}")
        limits = [self._limits(cell) for cell in cells.values()]
        named = self._named(option)
        least, most = sum(low for low, _ in limits), sum(high for _, high in limits)
        whole = len(cells) == len(self.names) and not self.rating
        bases, could = sum(base for _, base, _ in cells.values()), self._could(option)
        beside = could - bases if whole else 0  # paper ballots, which have no sector
        fits = least <= named and (named <= most + beside or not whole)
        vote.require(place, fits, f"adds up to {least} to {most}, but {named} support it")
        if whole:
            fits = beside in (0, vote.contest.get("paper", 0))  # earlier versions gave them one
            vote.require(place, fits, f"sectors of {bases}, but {could} could choose it")

    def _check_sizes(self, place: Place) -> None:
        """In a ranking, everybody could choose every option, so a sector has only one size."""
        sizes: dict[str, int] = {}
        for option in self.vote.options:
            for name, (_, base, _) in self._cells(option).items():
                size = sizes.setdefault(name, base)
                said = f"{shown(name)} is a sector of {base}, and of {size}"
                self.vote.require((*place, str(option)), base == size, said)
        for name, size in sizes.items():
            if size < self.vote.smallest:
                said = f"{shown(name)} has {size}, the smallest count is {self.vote.smallest}"
                self.vote.find(MISSED, place, said)

    def _limits(self, cell: tuple[int, int, int]) -> tuple[int, int]:
        """Return the least and the most that a rounded number stands for."""
        count, base, step = cell
        low = max(0, count - step // 2)
        return low, base if count >= base // step * step else count + step // 2

    def _named(self, option: Option) -> int:
        if self.rating:
            return sum(self.vote.ratings[option][:2])
        return self.vote.count.support()[str(option)]["named"]

    def _could(self, option: Option) -> int:
        if self.rating:
            return sum(self.vote.ratings[option])
        if self.vote.count.rule.by_share:
            return int(self.vote.contest["result"]["eligible"][str(option)])
        return len(self.vote.contest["ballots"])

    def _share(self, option: Option) -> Fraction:
        could = self._could(option)
        return Fraction(self._named(option), could) if could else Fraction()

    def _is_common(self, option: Option) -> bool:
        cells = self._cells(option).values()
        least = [Fraction(self._limits(cell)[0], cell[1]) for cell in cells]
        return len(least) > 1 and min([*least, self._share(option)]) >= COMMON_GROUND_FROM

    def _check_common_of_ratings(self) -> None:
        for at, option in enumerate(self.table["common"]):
            place = (*self.place, "common", at)
            known = option in self.vote.options
            enough = known and self._share(option) >= COMMON_GROUND_FROM
            enough = enough and len(self._cells(option)) > 1
            self.vote.require(place, enough, f"{option} has less support in the room")

    def _minorities(self) -> Iterator[dict[str, Any]]:
        """Yield for each sector the options that are surely among its favourites, but did not win.

        Options that are in the lists of all sectors are left out.
        """
        tops = dict(self._tops())
        shared = set.intersection(*map(set, tops.values())) if tops else set()
        for name, top in tops.items():
            if left := [o for o in top if o not in shared]:
                yield {"sector": name, "options": left}

    def _tops(self) -> Iterator[tuple[str, list[Option]]]:
        for name in self.names:
            cells = {o: cell[name] for o in self.vote.options if name in (cell := self._cells(o))}
            limits = {
                o: (Fraction(low, cell[1]), Fraction(high, cell[1]))
                for o, cell in cells.items()
                for low, high in [self._limits(cell)]
            }
            won = self.vote.count.winners
            yield name, [o for o in cells if o not in won and self._is_top(o, limits)]

    def _is_top(self, option: Option, limits: dict[Option, tuple[Fraction, Fraction]]) -> bool:
        least = limits[option][0]
        rivals = sum(most >= least for o, (_, most) in limits.items() if o != option)
        return least > 0 and rivals < self.vote.count.places

    def _mean(self, option: Option) -> Fraction:
        shares = [Fraction(count, base) for count, base, _ in self._cells(option).values()]
        return sum(shares, Fraction()) / len(shares) if shares else Fraction()


def compared_sizes(votes: list[Vote]) -> Iterator[str]:
    """Yield where a sector has other sizes in two tables, which changed answers explain."""
    for vote in votes:
        with suppress(*OF_ANOTHER_FORM):
            table = vote.contest["result"]["explained"]["by_sector"]
            voted_in = {row["sector"]: row["voted"] for row in vote.contest["result"]["sectors"]}
            for at, name in enumerate(table["sectors"] if vote.kind == "ranking" else ()):
                size = table["support"][str(vote.options[0])][at][1]
                if voted_in.get(name, size) != size:
                    yield (
                        f"{title(vote)}: {shown(name)} has {size} ballots, but {voted_in[name]} "
                        "voted; people who changed their answers may explain it"
                    )


def check_people(export: dict[str, Any]) -> list[Finding]:
    """Return numbers of people and answers that are higher or lower than they can be."""
    try:
        bounds = [*_most_people(export), *_most_answers(export), *_most_members(export)]
        smallest = setting(export, "smallest_cell")
        return [
            Finding(WRONG, written(place), f"{number}, but at most {most} are possible")
            for place, number, most in bounds
            if not 0 <= number <= most
        ] + [
            Finding(MISSED, written(place), f"{number}, but the smallest count is {smallest}")
            for place, number in _shown_numbers(export)
            if 0 < number < smallest
        ]
    except OF_ANOTHER_FORM as error:
        return [Finding(WRONG, "results", f"cannot be read: {error!r}")]


def check_wordings(export: dict[str, Any]) -> list[Finding]:
    """Return the recommendations whose actors and action say something else than their `text`."""
    return [
        Finding(WRONG, written(place), OTHER_PARTS)
        for number, theme in enumerate(export.get("themes", []))
        for at, issue in enumerate(theme.get("issues", []))
        for place, one in with_places(
            issue.get("recommendations", []),
            ("themes", number, "issues", at, "recommendations"),
        )
        if contradicts(one)
    ]


def _most_people(export: dict[str, Any]) -> Iterator[Bound]:
    """Yield sums of tables of people, and how many people there are."""
    here = export["results"].get("participation", {})
    present = here.get("present", 0)
    place: Place = ("results", "participation")
    yield (*place, "surveyed"), here.get("surveyed", 0), here.get("surveyable", 0) or present
    counted = (here.get("repeated") or {"people": present})["people"]
    attributes = here.get("attributes", {})
    for key, counts in attributes.items():
        yield (*place, "attributes", key), sum(counts.values()), counted
    for at, one in enumerate(here.get("crossed", [])):
        of_rows = attributes[one["rows"]]
        for answer, cells in one["people"].items():
            total = of_rows.get(answer, max(0, counted - sum(of_rows.values())))
            for other, people in cells.items():
                yield (*place, "crossed", at, "people", answer, other), people or 0, total
    listed = export.get("registration") or {}
    for key, counts in listed.get("answers", {}).items():
        yield ("registration", "answers", key), sum(counts.values()), listed["people"]


def _most_answers(export: dict[str, Any]) -> Iterator[Bound]:
    """Yield the answers to the survey, and how many people answered."""
    results = export["results"]
    here = results.get("participation", {})
    surveyed = here.get("surveyed", 0) or here.get("present", 0)
    for at, one in enumerate(results.get("survey", [])):
        place: Place = ("results", "survey", at)
        answered = one.get("answered", 0)
        yield (*place, "answered"), answered, min(surveyed, one.get("asked", 0) or surveyed)
        yield (*place, "texts"), len(one.get("texts", [])), answered
        for answer, people in one.get("counts", {}).items():
            yield (*place, "counts", answer), people, answered
        for option, marks_of in one.get("grid", {}).items():
            yield (*place, "grid", option), sum(marks_of.values()), answered
    notes = sum(len(one.get("notes", [])) for one in results.get("dissent", []))
    yield ("results", "dissent"), notes, results.get("dissent_written", 0)


def _shown_numbers(export: dict[str, Any]) -> Iterator[tuple[Place, int]]:
    """Yield the numbers of people that are hidden if they are below the smallest count."""
    here = export["results"].get("participation", {})
    tables: list[tuple[Place, Any]] = [
        (("results", "participation", "attributes"), here.get("attributes", {})),
        (("registration", "answers"), (export.get("registration") or {}).get("answers", {})),
    ]
    for place, table in tables if not here.get("repeated") else ():  # of an earlier version
        for key, counts in table.items():
            for answer, people in counts.items():
                yield (*place, key, answer), people
    for at, one in enumerate(export["results"].get("survey", [])):
        yield ("results", "survey", at, "answered"), one.get("answered", 0)


def _most_members(export: dict[str, Any]) -> Iterator[Bound]:
    """Yield how many members of a group took a stance, and how many members there are."""
    for at, theme in enumerate(export.get("themes", [])):
        for index, issue in enumerate(theme.get("issues", [])):
            for number, one in enumerate(issue.get("recommendations", [])):
                said = one.get("agreement") or {"members": 0}
                stances = sum(said.get(name, 0) for name in ("agree", "reservations", "cannot"))
                place = "themes", at, "issues", index, "recommendations", number, "agreement"
                yield place, stances, said["members"]


def check_same_names(votes: list[Vote]) -> None:
    """An option that is in several votes must have the same name in all of them."""
    named: dict[tuple[bool, Option], Any] = {}
    for vote in votes:
        with suppress(*OF_ANOTHER_FORM):  # such options have been reported as wrong
            for at, option in enumerate(vote.contest["options"]):
                of_issue = vote.kind == "ranking"
                name = named.setdefault((of_issue, option["id"]), option["name"])
                if name != option["name"]:
                    sentence = f"another vote calls option {option['id']} {shown(name)}"
                    vote.say(WRONG, ("options", at, "name"), sentence)


def compared_turnout(votes: list[Vote]) -> Iterator[str]:
    """Yield where the numbers of people present differ, which people who come or leave explain."""
    with suppress(*OF_ANOTHER_FORM):
        in_votes = sorted({vote.present for vote in votes if vote.kind == "ranking"})
        stayed = votes[0].export["results"]["participation"]["present"]
        if in_votes and in_votes != [stayed]:
            yield (
                f"present: {', '.join(map(str, in_votes))} in rankings, {stayed} in participation; "
                "people who came later or were removed may explain it"
            )


class Rating(NamedTuple):
    """The marks of a recommendation, and how many people could have rated it."""

    priority: int
    support: int
    not_now: int
    electorate: int | None

    @property
    def raters(self) -> int:
        """The number of people who rated it."""
        return self.priority + self.support + self.not_now

    @property
    def supporters(self) -> int:
        """The number of people who marked it as priority or support."""
        return self.priority + self.support

    @property
    def score(self) -> Fraction:
        """From 0 to 1."""
        raters = self.raters
        return Fraction(2 * self.priority + self.support, 2 * raters) if raters else Fraction()

    @property
    def order(self) -> tuple[Fraction, Fraction]:
        """Sorts ratings, the best first."""
        return -self.score, -Fraction(self.supporters, self.raters or 1)

    def range_of(self, count: int) -> tuple[float, float]:
        """Return the range of the share of so many raters."""
        return plausible(count / self.raters if self.raters else 0.0, self.raters, self.electorate)


def plausible(share: float, of: int, electorate: int | None) -> tuple[float, float]:
    """Return the range of a share in the whole electorate (Wilson 1927, 95%, finite)."""
    if not of:
        return 0.0, 1.0
    least, most, left = 0.0, 1.0, 1.0
    if electorate is not None and electorate <= of:
        return share, share
    if electorate is not None:
        asked = of / electorate
        least, most = share * asked, 1 - (1 - share) * asked
        left = (electorate - of) / (electorate - 1)
    spread = NORMAL_95**2 * left / of
    middle = (share + spread / 2) / (1 + spread)
    reach = sqrt(spread * (share * (1 - share) + spread / 4)) / (1 + spread)
    return max(least, min(share, middle - reach)), min(most, max(share, middle + reach))


def tiers_of(ratings: list[Rating]) -> list[int]:
    """Return the tier of each rating: a range that has the score of the first shares its tier."""
    found, tier, first = [0] * len(ratings), 0, Fraction(2)
    for at in sorted(range(len(ratings)), key=lambda at: ratings[at].order):
        one = ratings[at]
        if plausible(float(one.score), one.raters, one.electorate)[1] < first:
            tier, first = tier + 1, one.score
        found[at] = tier
    return found


def ranks_of(values: list[Fraction]) -> dict[Fraction, int]:
    """Return the rank of each value, the highest first."""
    found: dict[Fraction, int] = {}
    for rank, value in enumerate(sorted(values, reverse=True), start=1):
        found.setdefault(value, rank)
    return found


class Frozen(Checked):
    """A frozen report in the file: its hash, and its figures compared with those of the file."""

    def __init__(self, version: dict[str, Any], votes: list[Vote], left: int) -> None:
        super().__init__(dict(version))
        self.size, self.votes = 0, {vote.contest.get("id"): vote for vote in votes}
        self.export = votes[0].export if votes else {}
        self.rated: dict[Place, list[tuple[Place, Vote, Option]]] = {}  # by theme
        try:
            data = unpacked(version["data"], left)
        except (*OF_ANOTHER_FORM, OSError, EOFError) as error:
            self.say(WRONG, ("data",), f"cannot be unpacked: {error!r}")
            return
        self.size, self.hash = len(data), hashlib.sha256(data).hexdigest()
        self.compare(("digest",), self.hash)
        try:
            self.tree["data"] = json.loads(data, object_pairs_hook=without_duplicates)
            self._check(self.tree["data"])
            self.account_for_the_rest()
        except OF_ANOTHER_FORM as error:
            self.say(MISSED, ("data",), f"is not in the form of a report: {error!r}")

    def excuse(self, place: str) -> tuple[str, str]:
        """Return the name of a figure, and why no file can prove it; "" if a file can."""
        figure = without_numbers(place)
        for name, pattern, reason in NOT_IN_A_REPORT:
            if re.fullmatch(pattern, figure):
                return name, reason
        return "", ""

    def compare(self, place: Place, counted: Any) -> None:
        """Compare everything printed at a place; reports of earlier versions lack some figures."""
        if self.at(place) is not MISSING:
            super().compare(place, counted)
        elif counted not in ((None, "", []) if "figures" in place else EMPTY):
            self.find(MISSED, place, f"is not in the report; the file has {shown(counted)}")

    def _compare_each(self, place: Place, counted: dict[str, Any]) -> None:
        for name, value in counted.items():
            self.compare((*place, name), value)

    def _compare_by_sector(self, place: Place, table: Any, counted: dict[str, Any]) -> None:
        """Compare figures whose table secrecy may have removed from the file, but not from here."""
        for name, value in counted.items():
            here = (*place, name)
            if not table and self.at(here) not in EMPTY:
                self.say(MISSED, here, "the file has no such figures by sector")
            else:
                self.compare(here, value)

    def _check(self, report: dict[str, Any]) -> None:
        self.compare(("data", "practice"), self.export.get("practice", False))
        smallest = setting(self.export, "smallest_cell")
        same_size = report.get("smallest", smallest) == smallest
        self.say(OK if same_size else MISSED, ("data", "smallest"), f"is {smallest} in the file")
        printed = list(printed_votes(report))
        ids = [self.at((*place, "id")) for place, _, _ in printed]
        if sorted(ids) != sorted(self.votes):
            self.find(MISSED, ("data",), "the report does not have the same votes as the file")
        self._check_issues(report["themes"])
        for place, kind, theme in printed:
            vote = self.votes.get(self.at((*place, "id")))
            if vote:
                self._check_vote(place, vote, kind, theme)
                self._check_figures((*place, "figures"), vote)
        for rows in self.rated.values():
            self._check_ratings(rows)
        self._check_places(report)
        self._check_breakdowns(report)
        for place in self._empty_slots(report):
            self.say(OK, place, "")

    def _check_breakdowns(self, report: dict[str, Any]) -> None:
        """Check the percentages of people's answers, and that they add up to everybody."""
        counted = (report.get("repeated") or {"people": report["present"]})["people"]
        for at, one in enumerate(report["breakdowns"]):
            for name, people in (("cells", counted), ("registered", report.get("registered", 0))):
                place: Place = ("data", "breakdowns", at, name)
                cells = one.get(name, [])
                added = sum(cell["count"] for cell in cells)
                if added not in (0, people):
                    self.find(WRONG, place, f"adds up to {added}, not {people}")
                for row, cell in enumerate(cells):
                    percent = (200 * cell["count"] + people) // (2 * people) if people else 0
                    self.compare((*place, row, "percent"), percent)

    def _empty_slots(self, report: dict[str, Any]) -> Iterator[Place]:
        """Yield the places of votes that are not in the report; its list of votes is compared."""
        slots: list[Place] = [("data", "finalists")]
        for at in range(len(report["themes"])):
            slots += [("data", "themes", at, name) for name in ("ranking", "final_vote")]
        yield from (place for place in slots if self.at(place) is None)

    def _check_vote(self, place: Place, vote: Vote, kind: str, theme: str) -> None:
        contest, rule, result = vote.contest, vote.contest["rule"], vote.contest["result"]
        self._compare_each(
            place,
            {
                "id": contest["id"],
                "kind": vote.kind,
                "hash": result["ballots_hash"],
                "hashes": [ballot["hash"] for ballot in contest["ballots"]],
                "turnout": {"count": contest["voted"], "of": contest["present"]},
                "paper": contest.get("paper", 0),
                "removed": contest.get("removed", 0),
                "abstained": result["abstained"],
                "rule": rule["rule"],
                "places": rule["places"],
                "most": rule.get("most") or len(contest["options"]),
                "tie_policy": rule.get("tie_policy", ""),
                "quorum": rule.get("quorum", 0),
                "own_work": bool(rule.get("small_groups")),
                "wild_cards": rule.get("wild_cards", 0),
                "chosen_by": rule.get("chosen_by", ""),
            },
        )
        for name in ("presence", "sectors"):
            table = turnout_table(result.get(name, []))
            self._compare_by_sector(place, table, {name: table})
        reopened = self.at((*place, "reopened"))
        again = [] if reopened is MISSING else moments(reopened)
        holds = again == moments(contest.get("reopened", []))
        self.require((*place, "reopened"), holds, "is not what the file says")
        in_place = self.at((*place, "kind")) == kind and self.at((*place, "theme")) == theme
        self.require((*place, "theme"), in_place, "the vote is in the place of another one")
        if self.at((*place, "theme")) != (contest.get("theme") or ""):
            self.find(MISSED, (*place, "theme"), "the theme has another title in the file")
        options = self._options((*place, "standings"), vote)
        places = places_of(vote)
        if vote.kind == "finalists":  # any order in ties
            places = {option: -share(support_of(vote, option)) for option in places}
        self._check_order((*place, "standings"), vote, options, places)
        if vote.kind == "rating":
            self.rated.setdefault(place[:3], []).extend(
                ((*place, "standings", at, 1), vote, option)
                for at, option in enumerate(options)
                if option is not None
            )
        else:
            self._check_standings((*place, "standings"), vote, options)

    def _options(self, place: Place, vote: Vote) -> list[Option | None]:
        """Return the option of each standing."""
        names = {option["id"]: bare(option["name"]) for option in vote.contest["options"]}
        rows = [
            Row(bare(label), one["support"]["count"], one["support"]["of"], one.get("electorate"))
            for label, one in self.at(place)
        ]
        if sorted(row.label for row in rows) != sorted(names.values()):
            self.find(MISSED, place, "the options have other names in the file")
        options = matched(rows, vote, {one: Counter([name]) for one, name in names.items()})
        for at, option in enumerate(options):
            self.say(OK if option is not None else MISSED, (*place, at, 0), "is not in the vote")
        return options

    def _check_order(
        self, place: Place, vote: Vote, options: list[Option | None], places: dict[Option, Any]
    ) -> None:
        """Check that the best options come first; those in the same place have any order."""
        found = [places[option] for option in options if option is not None]
        if found != sorted(found):
            wrong = MISSED if vote.contest.get("decision") else WRONG  # the report may be older
            self.find(wrong, place, "is not in the order of the result")

    def _check_standings(self, place: Place, vote: Vote, options: list[Option | None]) -> None:
        result, final = vote.contest["result"], vote.kind == "finalists"
        of_option = {one["option"]: one for one in result["outcome"]["standings"]}
        ranks = ranks_of([share(support_of(vote, o)) for o in options if o is not None])
        for at, option in enumerate(options):
            if option is None:
                continue
            here, support = (*place, at, 1), support_of(vote, option)
            rank = ranks[share(support)] if final else of_option[option]["rank"]
            score = support["count"] if final else float(Fraction(of_option[option]["score"]))
            ranked = vote.kind == "ranking"
            self._compare_each(
                here,
                {
                    "rank": rank,
                    "score": score,
                    "support": support,
                    "first": result["support"][str(option)]["first"] if ranked else None,
                    "rated": None,
                    "electorate": None if ranked else electorate_of(vote, option),
                },
            )
            if final:
                self.compare((*here, "made_cut"), rank <= TOP)
            else:
                self._check_cut((*here, "made_cut"), option, vote)

    def _check_cut(self, place: Place, option: Option, vote: Vote) -> None:
        decided = vote.contest.get("decision", {}).get("winners")
        right = same(self.at(place), option in winners_of(vote))
        wrong = WRONG if decided is None else MISSED  # the report may be older
        self.say(OK if right else wrong, place, "is not what the vote decided")

    def _check_ratings(self, rows: list[tuple[Place, Vote, Option]]) -> None:
        """Check the first stage in one theme, in which all ratings have one order."""
        ratings = [rating_of(vote, option) for _, vote, option in rows]
        ranks = ranks_of([one.score for one in ratings])
        for (here, vote, option), one, tier in zip(rows, ratings, tiers_of(ratings), strict=True):
            result = vote.contest["result"]
            self._compare_each(
                here,
                {
                    "rank": ranks[one.score],
                    "score": round(float(one.score), 8),
                    "support": support_of(vote, option),
                    "first": None,
                    "made_cut": tier == 1,
                    "electorate": one.electorate,
                },
            )
            rated = (*here, "rated")
            marks = {"priority": one.priority, "support": one.support, "not_now": one.not_now}
            least = min(one.range_of(one.priority)[0], one.range_of(one.not_now)[0])
            said = [c["text"] for c in result.get("concerns", []) if c["option"] == option]
            self._compare_each(
                rated,
                marks | {"tier": tier, "is_split": least > MANY, "concerns": said},
            )
            if self.at((*rated, "is_broad")) is MISSING:  # which earlier versions had instead
                majority = one.range_of(one.supporters)[0] > MAJORITY
                self.compare((*rated, "has_majority"), majority)
                table = result.get("by_sector")
                self._compare_by_sector(rated, table, {"in_sectors": in_sectors(vote, option)})

    def _labels(self, place: Place, vote: Vote) -> dict[Option, Counter[str]]:
        """Return the labels that the figures of each option can have.

        Only issues have short ones. Options with the same name share the labels of all issues in
        this theme that have this name.
        """
        theme = self.at(place[:3]) if vote.kind == "ranking" else {}
        labels: dict[str, Counter[str]] = {}
        for issue in theme.get("issues", []):
            headline = issue["headline"]
            short = issue.get("label") or headline
            labels.setdefault(bare(headline), Counter())[bare(short)] += 1
        names = {option["id"]: bare(option["name"]) for option in vote.contest["options"]}
        return {option: labels.get(name) or Counter([name]) for option, name in names.items()}

    def _check_figures(self, place: Place, vote: Vote) -> None:
        """Check the figures behind charts and tables."""
        result, rating = vote.contest["result"], vote.kind == "rating"
        explained = result.get("explained") or {}
        split = (result if rating else explained).get("by_sector") or {}
        if not self.at(place) or self.at(place) is MISSING:
            self.say(MISSED, place, "the report has no figures of this vote")
            return
        labels, rows = self._labels(place, vote), self.at((*place, "options"))
        numbers = [
            Row(bare(row["label"]), row["named"], row["of"], row.get("electorate")) for row in rows
        ]
        options = matched(numbers, vote, labels)
        self._check_order((*place, "options"), vote, options, places_of(vote))
        named = {o: row["label"] for o, row in zip(options, rows, strict=True) if o is not None}
        if len(rows) < len(labels):
            self.find(MISSED, (*place, "options"), "lacks options of the vote")
        rule = vote.contest["rule"]["rule"]
        counted = {"key": vote.contest["id"], "rule": rule, "by_share": rating or rule in BY_SHARE}
        self._compare_each(place, counted | {"ballots": result["outcome"]["ballots"]})
        self._compare_each((*place, "checks"), checks_of(explained, named))
        chosen = {o for o, row in zip(options, rows, strict=True) if row.get("made_cut")}
        apart = [
            {"sector": one["sector"], "options": missed}
            for one in split.get("minority", [])
            if (missed := [named[o] for o in one["options"] if o in named and o not in chosen])
        ]
        sectors = split.get("sectors", [])
        self._compare_by_sector(place, split, {"sectors": sectors, "apart": apart})
        self._check_options((*place, "options"), vote, options, split)

    def _check_options(
        self, place: Place, vote: Vote, options: list[Option | None], split: dict[str, Any]
    ) -> None:
        rating = vote.kind == "rating"
        rated = [one["id"] for one in vote.contest["options"] if rating]
        tiers = dict(zip(rated, tiers_of([rating_of(vote, o) for o in rated]), strict=True))
        for at, option in enumerate(options):
            here = (*place, at)
            self.say(OK if option is not None else MISSED, (*here, "label"), "is not in the vote")
            if option is None:
                continue
            if rating:
                self._compare_each(here, rating_figures(vote, option, tiers[option]))
            else:
                self._compare_each(here, option_figures(vote, option, options))
                self._check_cut((*here, "made_cut"), option, vote)
            by_sector = {
                "sectors": split.get("support", {}).get(str(option), []),
                "equal_rank": split.get("equal_ranks", {}).get(str(option)),
                "is_common": not rating and option in split.get("common", []),
            }
            self._compare_by_sector(here, split, by_sector)

    def _check_issues(self, themes: list[dict[str, Any]]) -> None:
        """Compare priorities and short names with the file's, where they may be newer."""
        of_file, left = dict[tuple[str, str], dict[str, Any]](), Counter[str]()
        for theme in self.export.get("themes", []):
            for issue in theme.get("issues", []):
                of_file[theme["title"], issue["headline"]] = issue
                left[of_issue(theme, issue, "short")] += 1
        for number, theme in enumerate(themes):
            for at, issue in enumerate(theme["issues"]):
                here: Place = ("data", "themes", number, "issues", at)
                headline, alike = issue["headline"], of_issue(theme, issue, "label")
                if left[alike]:  # several issues can have this headline
                    left[alike] -= 1
                    for name in ("priority", "label"):
                        self.say(OK, (*here, name), "")
                    continue
                found = of_file.get((theme["title"], headline))
                counted = {
                    "priority": found.get("priority") if found else MISSING,
                    "label": (found or {}).get("short") or headline,
                }
                for name, value in counted.items():
                    printed = self.at((*here, name))
                    right = same(printed, value) or (name == "label" and printed is MISSING)
                    said = f"“{headline}” has {shown(printed)}, in the file {shown(value)}"
                    self.say(OK if right else MISSED, (*here, name), said)

    def _check_places(self, report: dict[str, Any]) -> None:
        """Check that issues and recommendations have the same results as in the report's votes."""
        drafts = list[tuple[Place, dict[str, Any]]]()
        for number, theme in enumerate(report["themes"]):
            here: Place = ("data", "themes", number)
            issues = [((*here, "issues", at), one) for at, one in enumerate(theme["issues"])]
            of_theme = [
                found
                for place, issue in issues
                for name in ("recommendations", "left_out")
                for found in with_places(issue.get(name, []), (*place, name))
            ]
            standings = [row for one in theme.get("ratings", []) for row in one["standings"]]
            standings = standings or (theme.get("final_vote") or {}).get("standings", [])
            ranked = (theme.get("ranking") or {}).get("standings", [])
            self._check_same("standing", [(p, one["headline"], one) for p, one in issues], ranked)
            self._check_same("standing", [(p, voted(one), one) for p, one in of_theme], standings)
            self._check_groups(here, of_theme)
            drafts += of_theme
        for place, one in drafts:
            if contradicts(one):
                self.find(WRONG, (*place, "text"), OTHER_PARTS)
        finalists = (report.get("finalists") or {}).get("standings", [])
        self._check_same("final", [(p, voted(one), one) for p, one in drafts], finalists)

    def _check_groups(self, place: Place, drafts: list[tuple[Place, dict[str, Any]]]) -> None:
        """Check that the recommendations of a theme are by the groups that its votes name."""
        theme = self.at(place)
        whole = [(at, one) for at, one in drafts if "merged_from" not in at]
        for printed in [*theme.get("ratings", []), theme.get("final_vote") or {}]:
            vote = self.votes.get(printed.get("id"))
            if not vote or "group_numbers" not in vote.contest["rule"]:  # of an earlier version
                continue
            names = {bare(option["name"]) for option in vote.contest["options"]}
            here = [(at, one) for at, one in whole if bare(voted(one)) in names]
            named = [(bare(voted(one)), one) for _, one in here]
            for option in by_others(vote.contest, bare, named):
                said = f"is not by the groups in the vote: {shown(option['name'])}"
                self.find(MISSED, place, said)
            for at, _ in drafts:
                if any(at[: len(text)] == text for text, _ in here):
                    self.say(OK, (*at, "group"), "")

    def _check_same(
        self, name: str, rows: list[tuple[Place, str, dict[str, Any]]], standings: list[Any]
    ) -> None:
        """Check that each row has the result of a standing, and each standing has a row."""
        left: dict[str, list[str]] = {}  # standings by name
        for label, standing in standings:
            left.setdefault(bare(label), []).append(canonical(standing))
        parts = [(place, row) for place, _, row in rows if "merged_from" in place]
        rows = [one for one in rows if "merged_from" not in one[0]]
        for place, row in parts:
            hidden = "people voted on a text that is now a part of another"
            self.say(OK if row.get(name) is None else MISSED, (*place, name), hidden)
        for place, label, row in rows:
            self.say(OK, (*place, name), "")
            if row.get(name) is not None:
                self._take((*place, name), row[name], left.get(bare(label)))
        for place, label, row in rows:
            if row.get(name) is None and left.get(bare(label)):
                left[bare(label)].pop()
                self.find(WRONG, (*place, name), "lacks the result in the vote of this report")
        for label in set(left) - {bare(label) for _, label, _ in rows}:
            said = f"the report has a result, but no text, of {shown(label)}"
            self.find(MISSED, ("data", "themes"), said)

    def _take(self, place: Place, printed: Any, standings: list[str] | None) -> None:
        """Take a printed result out of the standings that have its name."""
        if standings is None:
            self.find(MISSED, place, "no vote of this report has this name")
        elif canonical(printed) in standings:
            standings.remove(canonical(printed))
        else:
            self.find(WRONG, place, "is not the result in the vote of this report")


def of_issue(theme: dict[str, Any], issue: dict[str, Any], short: str) -> str:
    """Return an issue's names and priority as one text."""
    headline, priority = issue["headline"], issue.get("priority")
    return canonical([theme["title"], headline, issue.get(short) or headline, priority])


def with_places(
    drafts: list[dict[str, Any]], place: Place
) -> Iterator[tuple[Place, dict[str, Any]]]:
    """Yield recommendations of a frozen report, and those merged into them, with their places."""
    for at, one in enumerate(drafts):
        yield (*place, at), one
        yield from with_places(one.get("merged_from", []), (*place, at, "merged_from"))


def voted(draft: dict[str, Any]) -> str:
    """Return the text of a recommendation that people voted on."""
    return str((draft.get("edit") or {}).get("voted") or draft["text"])


def ordered(vote: Vote, options: list[Option]) -> list[Option]:
    """Return the options in the order of a report, the best first."""
    places = places_of(vote)
    return sorted(options, key=lambda option: places[option])


def places_of(vote: Vote) -> dict[Option, Any]:
    """Return what sorts the options of a vote: the winners come first, then all others by rank."""
    if vote.kind == "rating":
        rated = [one["id"] for one in vote.contest["options"]]
        return {option: rating_of(vote, option).order for option in rated}
    places = {option: (at, 0) for at, option in enumerate(winners_of(vote))}
    others = vote.contest["result"]["outcome"]["standings"]
    return {one["option"]: (len(places), one["rank"]) for one in others} | places


def winners_of(vote: Vote) -> list[Option]:
    """Return the winners of a vote, as counted or as decided."""
    decided = vote.contest.get("decision", {}).get("winners")
    return list(vote.contest["result"]["outcome"]["winners"] if decided is None else decided)


def electorate_of(vote: Vote, option: Option) -> int | None:
    """Return how many people could support an option; None if the file does not say."""
    found: int | None = vote.contest["result"].get("electorate", {}).get(str(option))
    return found


def rating_of(vote: Vote, option: Option) -> Rating:
    """Return the published rating of an option."""
    marks = vote.contest["result"]["ratings"][str(option)]
    given = marks["priority"], marks["support"], marks["not_now"]
    return Rating(*given, electorate_of(vote, option))


def support_of(vote: Vote, option: Option) -> dict[str, int]:
    """Return how many ballots name an option, of those that could."""
    if vote.kind == "rating":
        rating = rating_of(vote, option)
        return {"count": rating.supporters, "of": rating.raters}
    result = vote.contest["result"]
    whole = vote.kind == "ranking"
    could = len(vote.contest["ballots"]) if whole else result["eligible"][str(option)]
    return {"count": result["support"][str(option)]["named"], "of": could}


def share(support: dict[str, int]) -> Fraction:
    """Return a share as a fraction."""
    return Fraction(support["count"], support["of"]) if support["of"] else Fraction()


def in_sectors(vote: Vote, option: Option) -> bool | None:
    """Return whether at least half of each sector supports an option; None for one sector."""
    split = vote.contest["result"].get("by_sector") or {}
    cells = split.get("support", {}).get(str(option), [])
    steps = split.get("rounded_to", [1] * len(cells))
    found = [(cell, step) for cell, step in zip(cells, steps, strict=True) if cell]
    if len(found) < 2:
        return None
    return all(2 * max(0, count - step // 2) >= base for (count, base), step in found)


def turnout_table(rows: list[dict[str, Any]]) -> list[list[Any]]:
    """Return a table of turnout in the form of a report."""
    return [
        [
            row["sector"],
            None if row["voted"] is None else {"count": row["voted"], "of": row["present"]},
        ]
        for row in rows
    ]


def checks_of(explained: dict[str, Any], named: dict[Option, str]) -> dict[str, Any]:
    """Return how clear a result is, in the form of a report."""
    agreement, margin = explained.get("agreement") or {}, explained.get("margin") or {}
    pairwise, likeness = explained.get("pairwise") or {}, explained.get("likeness") or {}
    return {
        "agreement": agreement.get("w"),
        "level": agreement.get("level", ""),
        "alike": likeness.get("alike"),
        "margin": margin.get("to_overtake"),
        "beats_all": named.get(pairwise.get("winner"), ""),
        "circle": [named[o] for o in pairwise.get("cycle", []) if o in named],
        "pairwise_differs": pairwise.get("differs"),
        "draws": explained.get("draws", 0),
        "seed": explained.get("seed", ""),
    }


def option_figures(vote: Vote, option: Option, order: list[Option | None]) -> dict[str, Any]:
    """Return the figures of an option, in the form of a report with the options in this order."""
    result = vote.contest["result"]
    explained, key = result.get("explained") or {}, str(option)
    [standing] = [one for one in result["outcome"]["standings"] if one["option"] == option]
    pairwise, pairs = explained.get("pairwise"), list[int | None]()
    if pairwise:
        at = {other: place for place, other in enumerate(pairwise["options"])}
        row = pairwise["rows"][at[option]]
        pairs = [None if o in (option, None) else row[at[o]] for o in order]
    everybody = result["outcome"]["ballots"] + result["abstained"]
    return {
        "rank": standing["rank"],
        "score": standing["score"],
        "named": result["support"][key]["named"],
        "of": result["eligible"][key] if vote.contest["rule"]["rule"] in BY_SHARE else everybody,
        "first": result["support"][key]["first"],
        "chance": (explained.get("probability") or {}).get(key),
        "electorate": electorate_of(vote, option),
        "pairs": pairs,
    }


def rating_figures(vote: Vote, option: Option, tier: int) -> dict[str, Any]:
    """Return the figures of a rated option, in the form of a report."""
    one = rating_of(vote, option)
    return {
        "rank": tier,
        "score": str(one.score),
        "made_cut": tier == 1,
        "named": one.supporters,
        "of": one.raters,
        "first": one.priority,
        "chance": None,
        "electorate": one.electorate,
        "pairs": [],
    }


def check_frozen(export: dict[str, Any], votes: list[Vote]) -> list[Frozen]:
    """Check every frozen report of a file."""
    frozen, left = list[Frozen](), LONGEST_REPORTS
    for version in export.get("versions", []):
        frozen.append(Frozen(version, votes, left))
        left -= frozen[-1].size
    return frozen


def unpacked(text: str, most: int) -> bytes:
    """Return the unpacked data of a frozen report."""
    unpacking = bz2.BZ2Decompressor()
    data = unpacking.decompress(base64.b64decode(text, validate=True), most + 1)
    if not unpacking.eof or unpacking.unused_data or len(data) > most:
        raise Unreadable("the data is damaged or too long")
    return data


def printed_votes(report: dict[str, Any]) -> Iterator[tuple[Place, str, str]]:
    """Yield the place of each vote of a frozen report, and the kind and theme for this place."""
    for at, theme in enumerate(report["themes"]):
        here: Place = ("data", "themes", at)
        for name, kind in (("ranking", "ranking"), ("final_vote", "final")):
            if theme.get(name):
                yield (*here, name), kind, theme["title"]
        for number in range(len(theme.get("ratings", []))):
            yield (*here, "ratings", number), "rating", theme["title"]
    if report.get("finalists"):
        yield ("data", "finalists"), "finalists", ""


class Row(NamedTuple):
    """A row of a report about an option: its label, without commas, and some of its numbers."""

    label: str
    named: int
    of: int
    electorate: int | None

    def has_numbers_of(self, vote: Vote, option: Option) -> bool:
        """Say so if an option has these numbers."""
        support = {"count": self.named, "of": self.of}
        room = self.electorate in (None, electorate_of(vote, option))
        return room and support == support_of(vote, option)


def matched(rows: list[Row], vote: Vote, labels: dict[Option, Counter[str]]) -> list[Option | None]:
    """Return the option of each row: of those that can have its label, one that has its numbers.

    If several have them, the first in the order of a report. Options with the same name share a
    counter of their labels.
    """
    if len(rows) > max(MOST_OPTIONS.values()):
        raise Unreadable("there are more rows than a vote can have options")
    left, found = ordered(vote, list(labels)), list[Option | None]()
    for row in rows:
        could = [option for option in left if labels[option][row.label]]
        fits = (option for option in could if row.has_numbers_of(vote, option))
        option = next(fits, could[0] if could else None)
        if option is not None:
            left.remove(option)
            labels[option][row.label] -= 1
        found.append(option)
    return found


def moments(times: list[str]) -> list[datetime]:
    """Return times, however they are written."""
    return [datetime.fromisoformat(time) for time in times]


def bare(name: str) -> str:
    """Return a name without commas, which version 1.0 left out."""
    return name.replace(",", "")


def check_finalists(votes: list[Vote]) -> None:
    """Work out the finalists: the best of each issue, and the wild cards."""
    ratings = [vote.ratings for vote in votes if vote.kind == "rating" and vote.ratings]
    for vote in votes:
        if vote.kind != "finalists" or not vote.options:
            continue
        if not ratings:
            vote.say(MISSED, ("options",), "the file has no ratings, from which finalists follow")
            continue
        rule, place = vote.contest["rule"], ("rule", "chosen_by")
        published, wild_cards = rule.get("wild_cards"), setting(vote.export, "wild_cards")
        said = f"the vote has {shown(published)}, the settings of the file {wild_cards}"
        vote.say(OK if same(published, wild_cards) else MISSED, ("rule", "wild_cards"), said)
        by_ratings = set(vote.options) == finalists(ratings, wild_cards)
        if "chosen_by" in rule:
            vote.compare(place, "ratings" if by_ratings else "organizers")
        elif not by_ratings:
            reason = "other options than the ratings give; an earlier version did not say who chose"
            vote.say(MISSED, ("options",), reason)


def check_stages(votes: list[Vote]) -> None:
    """Check that the final vote has as many stages as the settings say, which it locks."""
    final = [vote for vote in votes if vote.kind != "ranking" and vote.is_bound]
    for vote in final:
        chosen, held = setting(vote.export, "vote_stages"), "one" if vote.kind == "final" else "two"
        if chosen == "auto":
            chosen = "two" if two_stages_suit(final) else "one"
        if chosen != held:
            said = f"stages of the vote: {held}, of the settings in the file: {chosen}"
            vote.find(MISSED, ("kind",), said)


def two_stages_suit(final: list[Vote]) -> bool:
    """Return whether there are many recommendations, and finalists would be far fewer."""
    export = final[0].export
    rated = [vote for vote in final if vote.kind == "rating"]
    drafted = [
        issue
        for theme in export.get("themes", [])
        for issue in theme.get("issues", [])
        if issue.get("recommendations")
    ]
    many = sum(len(vote.options) for vote in final if vote.kind != "finalists")
    few = len(rated or drafted) + setting(export, "wild_cards")
    return many > MANY_OPTIONS and min(few, many) <= MOST_FINALISTS * many


def setting(export: dict[str, Any], name: str) -> Any:
    """Return a setting of the file."""
    return (DEFAULTS | export.get("settings", {}))[name]


def finalists(issues: list[dict[Option, tuple[int, int, int]]], wild_cards: int) -> set[Option]:
    """Return the best of each issue and this many others, with all that tie for the last place."""
    rated = [{o: marks for o, marks in issue.items() if sum(marks)} for issue in issues]
    best = {option for issue in rated for option in first(issue, 1)}
    others = {o: marks for issue in rated for o, marks in issue.items() if o not in best}
    return best | first(others, wild_cards)


def first(rated: dict[Option, tuple[int, int, int]], places: int) -> set[Option]:
    """Return the best options by score, then support, with all that tie for the last place."""

    def standing(option: Option) -> tuple[Fraction, Fraction]:
        priority, support, not_now = rated[option]
        raters = priority + support + not_now
        return Fraction(2 * priority + support, 2 * raters), Fraction(priority + support, raters)

    ordered = sorted(rated, key=standing, reverse=True)
    if not places or len(ordered) <= places:
        return set(ordered[:places])
    return {option for option in ordered if standing(option) >= standing(ordered[places - 1])}


# ======== Trees and texts ========


def leaves(tree: Any, place: Place) -> list[tuple[Place, Any]]:
    """Return every value of a tree with its place; empty objects and lists are values."""
    if tree is MISSING:
        return []
    if not (isinstance(tree, dict | list) and tree):
        return [(place, tree)]
    found = []
    for step, inside in tree.items() if isinstance(tree, dict) else enumerate(tree):
        if isinstance(inside, dict | list):
            found += leaves(inside, (*place, step))
        else:
            found.append(((*place, step), inside))
    return found


def differences(counted: Any, published: Any, place: Place) -> Iterator[tuple[Place, str]]:
    """Yield where two trees differ."""
    if isinstance(counted, dict) and isinstance(published, dict):
        for key in {**counted, **published}:
            here = counted.get(key, MISSING), published.get(key, MISSING)
            yield from differences(*here, (*place, key))
    elif isinstance(counted, list) and isinstance(published, list):
        if len(counted) != len(published):
            yield place, f"published {shown(published)}, counted {shown(counted)}"
        for at, (one, other) in enumerate(zip(counted, published, strict=False)):
            yield from differences(one, other, (*place, at))
    elif not same(counted, published):
        yield place, f"published {shown(published)}, counted {shown(counted)}"


def same(one: Any, other: Any) -> bool:
    """Return whether two values are equal; true does not equal 1."""
    return isinstance(one, bool) is isinstance(other, bool) and bool(one == other)


def is_number(value: Any) -> bool:
    """Return whether a value is a number; booleans are not."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def shown(value: Any) -> str:
    """Return a value as text for the output."""
    if value is MISSING:
        return "nothing"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 120 else f"{text[:117]}…"


def written(place: Place) -> str:
    """Return a place as text: result.outcome.winners[0]."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in place)
    return "".join(steps).removeprefix(".")


def without_numbers(place: str) -> str:
    """Return a written place without the numbers of rows and options."""
    return re.sub(r"\[\d+\]|\.\d+", "", place)


def options_by_group(written: dict[Option, tuple[int, ...]]) -> Counter[tuple[Option, ...]]:
    """Return how many groups wrote each set of options."""
    wrote: dict[int, list[Option]] = {}
    for option, groups in sorted(written.items()):
        for group in groups:
            wrote.setdefault(group, []).append(option)
    return Counter(tuple(options) for options in wrote.values())


def by_others(
    contest: dict[str, Any],
    name_of: Callable[[str], str],
    drafts: Sequence[tuple[str, dict[str, Any]]],
) -> Iterator[dict[str, Any]]:
    """Yield the options of a vote that no draft with this name by the same groups has."""
    numbers = contest["rule"]["group_numbers"]
    left = Counter((name, canonical(groups_of(draft))) for name, draft in drafts)
    for option in contest["options"]:
        wanted = name_of(option["name"]), canonical(numbers.get(str(option["id"]), []))
        left[wanted] -= 1
        if left[wanted] < 0:
            yield option


def groups_of(draft: dict[str, Any]) -> list[Any]:
    """Return the numbers of the groups that wrote a recommendation, its own first."""
    numbers = (one.get("group") for one in with_merged([draft]))
    return list(dict.fromkeys(number for number in numbers if number))


def unmerged(tree: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the recommendations of a file, without those that were merged into others."""
    for theme in tree.get("themes", []):
        for issue in theme.get("issues", []):
            yield from issue.get("recommendations", [])


def with_merged(found: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield recommendations, and those that were merged into them."""
    for one in found:
        yield one
        yield from with_merged(one.get("merged_from", []))


# ======== The sentences of recommendations ========


class Words(NamedTuple):
    """The words that join the actors, and the action; the full stop."""

    both: str
    last: str
    should: str
    stop: str


ENGLISH = Words(" and ", ", and ", " should ", ".")
VIETNAMESE = Words(" và ", " và ", " cần ", ".")
THAI = Words(" และ ", " และ ", "ควร", "")
JOINING = {"and", "should", "và", "cần", "และ"}
OF_THAI = re.compile("[ก-๎]")
OF_VIETNAMESE = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
PUNCTUATED = re.compile("[,;:.!?…–—၊။។]['\"”’)\\]]*$")
ENDS = re.compile("[.!?…။។၊]['\"”’)\\]]*$")


def words_of(text: str) -> Words:
    """Return the words of the language in which an action is written."""
    if OF_THAI.match(text):
        return THAI
    words = re.findall(r"\w+", unicodedata.normalize("NFC", text))
    vietnamese = sum(OF_VIETNAMESE.search(word) is not None for word in words)
    return VIETNAMESE if 3 * vietnamese > len(text.split()) else ENGLISH


def sentences_of(one: dict[str, Any], exact: bool) -> set[str]:
    """Return a recommendation's sentence; unless exact, also without the comma, as in version 1.0.

    A draft that has only actors has none.
    """
    actors = tuple(one.get("actors") or [])
    action, by, text = (one.get(name) or "" for name in ("action", "by", "text"))
    return _sentences(actors, action, by, text, exact)


@lru_cache(maxsize=5_000)  # several votes can be about the same recommendations
def _sentences(actors: tuple[str, ...], action: str, by: str, text: str, exact: bool) -> set[str]:
    if sum(map(len, (*actors, action, by, text))) > LONGEST_WORDING:
        raise TooLarge("a recommendation is too long")
    if text or not (action or by):
        return {plain(text)} - {""}
    spaced = not (UNSPACED.match(action[-1:]) and UNSPACED.match(by[:1]))
    parted = PUNCTUATED.search(action) or by[:1] in tuple(",;–—")
    joints = {", " if action and by and spaced and not parted else " "}
    joints |= set() if exact else {" "}
    return {plain(composed(actors, joint.join(filter(None, (action, by))))) for joint in joints}


def contradicts(one: dict[str, Any]) -> bool:
    """Return whether the parts of a recommendation say something else than its `text`.

    Only punctuation after words, and the words that join the parts, may differ.
    """
    parts = [*(one.get("actors") or []), one.get("action"), one.get("by")]
    text, joined = one.get("text") or "", " ".join(filter(None, parts))
    if max(len(text), len(joined)) > LONGEST_WORDING:
        raise TooLarge("a recommendation is too long")
    return bool(text and joined) and main_words(text) != main_words(joined)


def main_words(text: str) -> list[str]:
    """Return the words of a recommendation without those that join its parts."""
    spaced = plain(text).casefold().replace(THAI.should, " ")
    words = (word.strip(",.;:") for word in spaced.split())
    return [word for word in words if word and word not in JOINING]


def composed(actors: Sequence[str], body: str) -> str:
    """Return the sentence of these actors: Banks and the police should [body]."""
    if not actors:
        return body
    words = words_of(body)
    listed = words.both.join(actors)
    if len(actors) > 2:
        listed = ", ".join(actors[:-1]) + words.last + actors[-1]
    space = " " if words is THAI and not OF_THAI.match(listed[-1]) else ""
    stop = "" if ENDS.search(body) else words.stop
    return f"{listed[0].upper()}{listed[1:]}{space}{words.should}{body}{stop}"


def plain(text: str) -> str:
    """Return a text without invisible characters, and with single spaces."""
    return " ".join("".join(c for c in text if unicodedata.category(c) != "Cf").split())


# ======== The command ========


def canonical(tree: Any) -> str:
    """Return a tree as the text that is hashed."""
    return json.dumps(tree, separators=(",", ":"), sort_keys=True, ensure_ascii=False)


def line_of(contest_id: str, receipt: str, ballot: dict[str, Any]) -> str:
    """Return the published line for this receipt and these choices."""
    text = f"{contest_id}:{receipt}:{canonical(ballot['choices'])}"
    return hashlib.sha256(text.encode()).hexdigest()


def with_names(vote: Vote, choices: dict[str, Any]) -> str:
    """Return choices with the names of the options that they mention, for a voter to read."""
    names = {option["id"]: option["name"] for option in vote.contest["options"]}
    named = [f"{one} is {shown(names[one])}" for one in mentioned(choices) if one in names]
    return ", ".join([str(choices), *named])


def mentioned(answer: Any) -> Iterator[Option]:
    """Yield the options that a ballot mentions."""
    if isinstance(answer, list):
        yield from answer
    elif isinstance(answer, dict):
        for key, inside in answer.items():
            if isinstance(inside, dict | list):
                yield from mentioned(inside)
            elif key.isdecimal():
                yield int(key)


def check(export: dict[str, Any]) -> list[Vote]:
    """Check every vote of a file."""
    contests = export.get("results", {}).get("contests", [])  # none before the first reveal
    votes = [Vote(contest, export) for contest in contests]
    ids = Counter(vote.contest.get("id") for vote in votes)
    for vote in votes:
        vote.check()
        vote.require(("id",), ids[vote.contest.get("id")] == 1, "two votes have this id")
        vote.compared -= {("id",)} if vote.kind == "rating" else set()  # nothing is drawn from it
    check_same_names(votes)
    check_finalists(votes)
    check_stages(votes)
    for vote in votes:
        vote.account_for_the_rest()
    return votes


def look_up(votes: list[Vote], receipt: str) -> Iterator[str]:
    """Yield a sentence for each list that has the ballot of a receipt."""
    for vote in votes:
        with suppress(*OF_ANOTHER_FORM):  # such a list has been reported as wrong
            for ballot in vote.contest["ballots"]:
                if line_of(vote.contest["id"], receipt, ballot) == ballot["hash"]:
                    yield f"{title(vote)}: is counted as {with_names(vote, ballot['choices'])}"


def unranked(votes: list[Vote]) -> list[str]:
    """Return the titles of the themes with priority issues, but without a ranking in the file."""
    ranked = {vote.contest.get("theme") for vote in votes if vote.kind == "ranking"}
    return [
        theme["title"]
        for theme in votes[0].export.get("themes", [])
        if any(issue.get("priority") for issue in theme.get("issues", []))
        and theme["title"] not in ranked
    ]


def title(vote: Vote) -> str:
    """Return the name of a vote."""
    return f"{vote.kind}: {vote.contest.get('theme') or 'all themes'}"


def tell(line: str) -> None:
    """Print a line. What could control a terminal or imitate other lines is escaped."""
    safe = (c if c.isprintable() else c.encode("unicode_escape").decode() for c in line)
    print("".join(safe))


def report(
    votes: list[Vote],
    of_file: list[Finding],
    unranked_themes: list[str],
    receipts: list[str],
    reports: list[Frozen],
) -> int:
    """Print the findings, and return the exit status."""
    verdicts = Counter(found.verdict for found in of_file)
    for at, vote in enumerate(votes):
        introduce(f"contests[{at}]", vote)
        verdicts += told(f"contests[{at}]", vote.hash, len(vote.compared), vote.findings)
    for at, one in enumerate(reports):
        tell(f"frozen report (versions[{at}])")
        verdicts += told(f"versions[{at}]", one.hash, len(one.compared), one.findings)
    for found in of_file:
        tell(f"  {found.verdict:12} {found.place}: {found.sentence}")
    for receipt in receipts:
        found_in = list(look_up(votes, receipt))
        for line in found_in or ["is in no list of ballots"]:
            tell(f"  {OK if found_in else WRONG:12} receipt {receipt[:6]}…, {line}")
        verdicts[WRONG] += not found_in
    if unranked_themes:
        themes = shown(unranked_themes)
        tell(f"  {MISSED:12} themes with priority issues, but without a ranking: {themes}")
        verdicts[MISSED] += any(vote.kind == "ranking" for vote in votes)
    sentences = [*OUTSIDE_VOTES, *compared_turnout(votes), *compared_sizes(votes)]
    tell_unknown("NOT CHECKED, because no file can prove it:", votes, sentences)
    if reports:
        tell_unknown("NOT CHECKED in frozen reports:", reports, [OUTSIDE_VERSIONS])
    figures = sum(len(vote.compared) for vote in votes)
    print()
    tell(
        f"{len(votes)} votes, {figures} figures compared: {verdicts[WRONG]} wrong, "
        f"{verdicts[MISSED]} not checked that should be"
    )
    return 1 if verdicts[WRONG] else 2 if verdicts[MISSED] else 0


def tell_unknown(heading: str, trees: Sequence[Checked], sentences: list[str]) -> None:
    """Print the names of figures that were not compared, with the reasons."""
    print()
    tell(heading)
    unknown = sum((tree.unknown for tree in trees), Counter[tuple[str, str]]())
    for (name, reason), figures in sorted(unknown.items()):
        tell(f"  {name} ({figures}): {reason}")
    for sentence in sentences:
        tell(f"  {sentence}")


def introduce(name: str, vote: Vote) -> None:
    """Print the title of a vote, and a note if its hash covers only a part."""
    tell(f"{title(vote)} ({name}, {shown(vote.at(('rule', 'rule')))})")
    if not vote.is_bound:
        tell(f"  {'note':12} {COVERS_LITTLE}")


def told(name: str, digest: str, compared: int, findings: list[Finding]) -> Counter[str]:
    """Print the findings about a vote or a report, and return their verdicts."""
    tell(f"  {'hash':12} {digest}")
    tell(f"  {OK:12} {compared} figures compared")
    for found in findings:
        tell(f"  {found.verdict:12} {name}.{found.place}: {found.sentence}")
    return Counter(found.verdict for found in findings)


def without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return a JSON object; refuses one that has the same key twice."""
    if len(dict(pairs)) < len(pairs):
        raise Unreadable("an object has the same key twice")
    return dict(pairs)


def read(path: str) -> Any:
    """Return the content of a file; refuses what other programs could read differently."""

    def refuse(constant: str) -> None:
        raise Unreadable(f"{constant} is not JSON")

    text = Path(path).read_bytes()
    return json.loads(text, object_pairs_hook=without_duplicates, parse_constant=refuse)


def main(path: str, receipts: list[str]) -> int:
    """Check every vote in a file; returns the exit status."""
    try:
        export = read(path)
        votes = check(export)
        unranked_themes = unranked(votes) if votes else []
        frozen = check_frozen(export, votes)
        of_file = [*check_people(export), *check_wordings(export)]
    except (OSError, *OF_ANOTHER_FORM) as error:
        tell(f"{path} cannot be read as a workshop file: {error!r}")
        return 3
    if not votes:
        tell(f"{path} has no counted votes")
        return 3
    receipts = [receipt.replace(" ", "") for receipt in receipts]
    return report(votes, of_file, unranked_themes, receipts, frozen)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        print(__doc__)
        sys.exit(3)
    sys.stdout.reconfigure(errors="backslashreplace")  # for letters that the terminal lacks
    sys.exit(main(sys.argv[1], sys.argv[2:]))
