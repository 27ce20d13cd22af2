"""The people in the rehearsal, generated from a seed, and their browsers."""

from collections.abc import Mapping, Sequence
from itertools import cycle
from random import Random

from polling.people.attributes import Attribute
from polling.rehearsal.browser import Browser
from polling.rehearsal.measurements import Record
from polling.rehearsal.phone import Habits, Phone

LATE, LEAVES_EARLY, UNSTEADY, SILENT = 0.08, 0.05, 0.2, 0.06
# How many people of a hundred give each answer. Sectors are as at the real event: one has about
# half of the room.
SECTORS = (46, 35, 9, 5, 4, 3, 2, 1)
WEIGHTS = {"gender": (51, 49, 0), "presence": (90, 10), "role": (70, 30)}
COUNTRIES = ("Cambodia", "Lao PDR", "Myanmar", "Thailand", "Viet Nam", "Australia", "Singapore")


def people(count: int, attributes: list[Attribute], seed: int) -> list[Habits]:
    """Return `count` different people; the same seed gives the same people."""
    chance = Random(seed)  # noqa: S311  repeatable, not secret
    return [_person(number, attributes, chance) for number in range(1, count + 1)]


def phones(
    base: str,
    code: str,
    everybody: list[Habits],
    record: Record,
    *,
    seed: int,
    concerns: Mapping[int, Sequence[str]],
) -> list[Phone]:
    """Return a phone for each person; `concerns` are texts they may write, by issue."""
    return [
        Phone(
            Browser(base, f"participant {person.number}", record, f"{seed}:{person.number}"),
            code,
            person,
            concerns,
        )
        for person in everybody
    ]


def _person(number: int, attributes: list[Attribute], chance: Random) -> Habits:
    answers = {
        attribute.key: _answer(attribute, chance)
        for attribute in attributes
        if chance.random() >= SILENT
    }
    late, early = chance.random() < LATE, chance.random() < LEAVES_EARLY
    return Habits(number, answers, late, early and not late, chance.random() < UNSTEADY)


def _answer(attribute: Attribute, chance: Random) -> str:
    options = attribute.options or list(COUNTRIES)
    weights = SECTORS if attribute.segment else WEIGHTS.get(attribute.key, (1,))
    endless = cycle(weights)
    return chance.choices(options, weights=[next(endless) for _ in options])[0]
