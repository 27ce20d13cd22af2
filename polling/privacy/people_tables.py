"""Tables of attendance and registration, and one attribute by sector.

Each number, and the rest of its total, is about at least `smallest` people (see
`sector_pools.SMALLEST`). Only one attribute is published by sector, because several tables about
the same people could be combined to disclose single answers. For the same reason, tables stay as
last published until enough answers have changed.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypedDict

import numpy as np

from polling.privacy.disclosure_check import Integers, Puzzle, are_ballots_open, is_open
from polling.privacy.rounding import rounded, step_of
from polling.privacy.sector_pools import SMALLEST

REST = ""  # people who did not answer, or gave a rare answer
Counts = Mapping[str, int]  # people by answer, without the rest
Crossed = dict[str, dict[str, int | None]]  # people by two answers
LEVEL = 1  # how coarsely these are rounded (see `rounding`)


def large_enough(*sides: Counts, smallest: int) -> list[dict[str, int]]:
    """Return the counts to publish of each side, highest first; all sides have the same answers.

    Sides are populations that are published together, such as registered and present people. An
    answer is published if enough people gave it on every side that has answers. Enough answers are
    left out that the rest is large enough too, or only contains people who did not answer. They
    may be few: nobody learns an answer, and hiding one of two answers with them would hide both.

    >>> large_enough({"NGO": 9, "State": 6, "Media": 2, "": 1}, smallest=5)
    [{'NGO': 9}]
    """
    smallest = max(smallest, SMALLEST)
    answered = [side for side in sides if any(side[answer] for answer in side if answer)]
    answers = {answer for side in answered for answer in side if answer}
    shown = {a for a in answers if all(side.get(a, 0) >= smallest for side in answered)}
    while shown and shown < answers and any(_rest(side, shown) < smallest for side in answered):
        shown.remove(min(shown, key=lambda a: (min(side[a] for side in answered), a)))
    return [
        dict(sorted(((a, side[a]) for a in shown if a in side), key=lambda one: (-one[1], one[0])))
        for side in sides
    ]


class Tables(TypedDict):
    """How many people there are, and the published counts of their answers by attribute.

    `given` says how many people gave any answer. It is not published.
    """

    people: int
    answers: dict[str, dict[str, int]]
    given: dict[str, int]


def may_follow(
    earlier: Sequence[Mapping[str, Tables]],
    new: Mapping[str, Tables],
    said: Mapping[str, Mapping[str, Counts]],
    *,
    smallest: int,
) -> bool:
    """Return whether new tables may be published after earlier ones.

    Readers can subtract an earlier table from a later one, which makes a table of the people who
    joined in between. So in this table, too, each number is about nobody or about at least
    `smallest` people, also the number of those whose answer is not shown. People who give no answer
    hide nobody. Then the newcomers' answers to two questions stay open, unless all gave the same.

    This does not hold for a table of two attributes, which therefore cannot follow another one.

    Args:
        earlier: all tables published before, oldest first, of "here" (who is present) and "listed"
            (who registered).
        said: the exact counts of the answers, by attribute, of both.
    """
    few = range(1, max(smallest, SMALLEST))
    changes = [
        change
        for one in earlier
        for side in ("here", "listed")
        for change in _changes(one[side], new[side], said[side])
    ]
    is_new = any(_changes(earlier[-1]["here"], new["here"], said["here"]))
    return is_new and not any(change in few for change in changes)


def _changes(before: Tables, now: Tables, said: Mapping[str, Counts]) -> Iterator[int]:
    """Yield by how much the number of people with each answer has changed, and with others.

    A new answer that would be about too few people counts as a change by one. The last number says
    how many fewer are in the rest, because somebody may know who has answered later, or has left.
    """
    for key, shown in before["answers"].items():
        exact = said.get(key, {})
        counts = {answer: exact.get(answer, 0) for answer in shown}
        more = sum(counts.values()) - sum(shown.values())
        given = now["given"].get(key, 0) - before.get("given", {}).get(key, before["people"])
        is_wider = not now["answers"].get(key, {}).keys() <= shown.keys()
        yield from (abs(counts[answer] - shown[answer]) for answer in shown)
        yield abs(given - more) or int(is_wider)
        yield max(0, more - (now["people"] - before["people"]))


def _rest(side: Counts, shown: set[str]) -> int:
    return sum(people for answer, people in side.items() if answer not in shown)


def crossed_attribute(attributes: Sequence[Mapping[str, Any]]) -> tuple[str, str] | None:
    """Return the keys of the sector and of the attribute to publish by sector, or None.

    The attribute is the first with a short list of options, whatever people answered.
    """
    sector = next((one["key"] for one in attributes if one["segment"]), None)
    closed = [one["key"] for one in attributes if one["options"] and one["key"] != sector]
    return (sector, closed[0]) if sector and closed else None


def crossed(said: Sequence[tuple[str, str]], rows: Counts, columns: Counts) -> Crossed | None:
    """Return the rounded counts of each pair of answers; None if they would disclose too much.

    Readers know the totals, and expect the nearest multiples. So each count must be uncertain, and
    each person's answer to either question, also for somebody who knows both of another person's.
    No other rounding is tried: in a table with so few numbers, readers could find out from which
    counts a finer one would have failed.

    If too few people gave the first answer for this rounding, its counts are None.

    Args:
        said: the two answers of each person.
        rows: the published counts of the first answer.
        columns: the published counts of the second answer.
    """
    pairs = [(a if a in rows else REST, b if b in columns else REST) for a, b in said]
    found, people = Counter(pairs), Counter(down for down, _ in pairs)
    downs = [answer for answer in (*rows, REST) if people[answer]]
    acrosses = [*columns, REST]
    shown = [across for across in acrosses if sum(b == across for _, b in pairs) >= SMALLEST]
    table: Crossed = {}
    limits = np.zeros((len(downs), len(acrosses), 2), dtype=np.int64)
    limits[:, :, 1] = len(pairs)
    for at, down in enumerate(downs):
        step = step_of(people[down], LEVEL)
        if step is None:
            table |= {down: dict.fromkeys(shown)} if down else {}
            continue
        table[down] = {}
        for across in shown:
            number = rounded(found[down, across], people[down], step)
            least, most = number - step // 2, number + step // 2
            if found[down, across] > most:  # the nearest multiple is higher than the total
                return None
            table[down][across] = number
            limits[at, acrosses.index(across)] = least, most
    has_numbers = any(number is not None for row in table.values() for number in row.values())
    return table if has_numbers and _is_open(pairs, downs, acrosses, limits) else None


def _is_open(
    pairs: Sequence[tuple[str, str]], downs: list[str], acrosses: list[str], limits: Integers
) -> bool:
    least, most = limits[:, :, 0], limits[:, :, 1]
    row_of = np.array([downs.index(down) for down, _ in pairs], dtype=np.int64)
    column_of = np.array([acrosses.index(across) for _, across in pairs], dtype=np.int64)
    by_row = Puzzle(row_of, np.eye(len(acrosses), dtype=np.int64)[column_of], least, most)
    by_column = Puzzle(column_of, np.eye(len(downs), dtype=np.int64)[row_of], least.T, most.T)
    return is_open(by_row) and are_ballots_open(by_column)
