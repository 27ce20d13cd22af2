"""The attack: work out what stays hidden from all that is published of who took part.

Everybody is in one of many parts, one for each combination of answers. What is published are sums
of parts; linear programming finds the least and the most that a hidden sum can be.
"""

import random
import subprocess
import sys
from collections import Counter
from itertools import product
from typing import Any

import highspy
import numpy as np
import pytest

from polling.workshop_file.attributes import DEFAULT_ATTRIBUTES
from polling.workshop_file.counted import _large_enough
from polling.workshop_file.crossed import crossed
from polling.workshop_file.together import Shown, give_away

Said = dict[str, str]
ATTRIBUTES = [one.model_dump() for one in DEFAULT_ATTRIBUTES if one.options]
KEYS = [one["key"] for one in ATTRIBUTES]
SMALLEST = 5


def counted(everybody: list[Said]) -> dict[str, dict[str, int]]:
    """What is published of each attribute by itself."""
    return {
        key: _large_enough(dict(Counter(said.get(key, "") for said in everybody)), SMALLEST)
        for key in KEYS
    }


def drawn_room(chance: random.Random) -> list[Said]:
    """People of sectors that differ in all else, some of whom do not say everything."""
    sectors = ATTRIBUTES[0]["options"]
    likings = {
        (sector, one["key"]): [chance.random() ** 2 for _ in one["options"]]
        for sector in sectors
        for one in ATTRIBUTES[1:]
    }
    silent = chance.choice([0, 0.02, 0.06])
    everybody = []
    for sector in chance.choices(sectors, (46, 35, 9, 5, 4, 3), k=chance.choice([20, 40, 78, 120])):
        said = {
            one["key"]: chance.choices(one["options"], likings[sector, one["key"]])[0]
            for one in ATTRIBUTES[1:]
        } | {"sector": sector}
        everybody.append({key: said[key] for key in KEYS if chance.random() >= silent})
    return everybody


class Attacker:
    """Knows the tables, and the counts of each attribute that stand beside them."""

    def __init__(self, everybody: list[Said], tables: list[Any]) -> None:
        counts = counted(everybody)
        self.parts = list(product(*([*counts[key], ""] for key in KEYS)))
        self.size = Counter(
            tuple(said[key] if said.get(key) in counts[key] else "" for key in KEYS)
            for said in everybody
        )
        self.solver = highspy.Highs()
        self.solver.silent()
        for _ in self.parts:
            self.solver.addVar(0, highspy.kHighsInf)
        self.learn({})
        for key in KEYS:
            for answer in counts[key]:
                self.learn({key: answer})
        for table in tables:
            for said, people in cells(table):
                if people is not None:
                    assert self.learn(said) == people

    def learn(self, said: Said) -> int:
        parts, people = self.of(said), self.people(said)
        self.solver.addRow(people, people, len(parts), parts, np.ones(len(parts)))
        return people

    def people(self, said: Said) -> int:
        return sum(self.size[self.parts[at]] for at in self.of(said))

    def bounds(self, said: Said) -> tuple[float, float]:
        costs = np.zeros(len(self.parts))
        costs[self.of(said)] = 1
        self.solver.changeColsCost(len(costs), np.arange(len(costs), dtype=np.int32), costs)
        found = []
        for sense in (highspy.ObjSense.kMinimize, highspy.ObjSense.kMaximize):
            self.solver.changeObjectiveSense(sense)
            self.solver.run()
            found.append(self.solver.getInfo().objective_function_value)
        return found[0], found[1]

    def of(self, said: Said) -> Any:
        places = {KEYS.index(key): answer for key, answer in said.items()}
        parts = [
            at
            for at, part in enumerate(self.parts)
            if all(part[place] == answer for place, answer in places.items())
        ]
        return np.array(parts, dtype=np.int32)


def cells(table: Any) -> list[tuple[Said, int | None]]:
    return [
        ({table["rows"]: row, table["columns"]: column}, people)
        for row, across in table["people"].items()
        for column, people in across.items()
    ]


def worked_out(everybody: list[Said], tables: list[Any]) -> tuple[list[Said], int]:
    """Small hidden cells that have one value only, and how many were tried.

    Those are left out that the counts of single attributes give away already.
    """
    attacker, bystander = Attacker(everybody, tables), Attacker(everybody, [])
    secrets = [
        said
        for table in tables
        for said, people in cells(table)
        if people is None and attacker.people(said) < SMALLEST
    ]
    found = [said for said in secrets if is_known(attacker, said) and not is_known(bystander, said)]
    return found, len(secrets)


def is_known(attacker: Attacker, said: Said) -> bool:
    low, high = attacker.bounds(said)
    return high - low < 1 - 1e-6


def test_no_small_cell_can_be_worked_out_from_all_tables_together() -> None:
    chance, attacked = random.Random(3), 0
    for _ in range(60):
        everybody = drawn_room(chance)
        tables = crossed(ATTRIBUTES, everybody, counted(everybody), SMALLEST)
        found, tried = worked_out(everybody, tables)
        attacked += tried
        assert found == []
    assert attacked > 400


# Each table by itself hides well here; with the third, each sector has one speaker.
CIRCLE = {
    ("Academia", "Man", "Attendee"): 3,
    ("Academia", "Man", "Speaker"): 1,
    ("Academia", "Woman", "Speaker"): 1,
    ("Government", "Man", "Attendee"): 3,
    ("Government", "Woman", "Attendee"): 26,
    ("Government", "Woman", "Speaker"): 1,
    ("International organization", "Man", "Attendee"): 3,
    ("International organization", "Man", ""): 2,
    ("International organization", "Woman", "Speaker"): 1,
    ("Media", "Woman", "Attendee"): 3,
    ("Private sector", "Woman", "Attendee"): 1,
    ("", "Man", "Attendee"): 1,
    ("", "Woman", "Speaker"): 1,
    ("NGO", "Another", "Attendee"): 5,
    ("NGO", "Man", "Attendee"): 2,
    ("NGO", "Woman", "Attendee"): 23,
    ("NGO", "Woman", "Speaker"): 1,
}


@pytest.fixture
def circle() -> list[Said]:
    return [
        {"sector": sector, "gender": gender, "role": role}
        for (sector, gender, role), people in CIRCLE.items()
        for _ in range(people)
    ]


def test_a_table_that_would_give_away_what_others_hide_is_left_out(circle: list[Said]) -> None:
    tables = crossed(ATTRIBUTES, circle, counted(circle), SMALLEST)
    assert [(one["rows"], one["columns"]) for one in tables] == [
        ("sector", "gender"),
        ("sector", "role"),
    ]
    assert worked_out(circle, tables)[0] == []


def test_with_that_table_they_could_be_worked_out(circle: list[Said]) -> None:
    tables = crossed(ATTRIBUTES, circle, counted(circle), SMALLEST)
    alone = crossed(
        [one | {"segment": False} for one in ATTRIBUTES], circle, counted(circle), SMALLEST
    )
    found, _ = worked_out(circle, [*tables, *alone])
    assert {"sector": "NGO", "role": "Speaker"} in found


def test_what_is_too_large_to_try_is_taken_to_give_away() -> None:
    answers = {f"answer {number}": 5 for number in range(30)}
    keys = ("a", "b", "c")
    tables = [Shown(*pair, {}, []) for pair in (keys[:2], keys[1:], ("a", "c"))]
    assert give_away(tables, dict.fromkeys(keys, answers), 150)


def test_nothing_is_printed_into_what_is_exported() -> None:
    tried = "[Shown('a', 'b', {}, [('x', 'y')])], {'a': {'x': 5}, 'b': {'y': 5}}, 10"
    code = f"from polling.workshop_file.together import *; give_away({tried})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout == b""
