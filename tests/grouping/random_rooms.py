"""Reproducible made-up rooms, and a brute-force way to group them."""

from collections import Counter
from itertools import product
from random import Random

from polling.grouping import Assignment, Group, Person, Problem, Weights, broken_rules

THEMES = {
    "wildlife": 15,
    "cyber": 12,
    "drugs": 10,
    "persons": 10,
    "corruption": 10,
    "borders": 8,
    "finance": 6,
}
SECTORS = {"government": 46, "ngo": 35, "international": 9, "academia": 5, "media": 4}
COUNTRIES = {f"country {number}": 100 // number for number in range(1, 19)}


def room(people: int, groups: int, seed: int) -> Problem:
    """Return a realistic room: popular themes, a large sector, some virtual people, some pairs.

    Most people speak the common language; one group in nine uses another one. One in twenty people
    has a pair to keep apart, and one in thirty a pair to keep together.
    """
    random = Random(seed)
    return Problem(
        people=tuple(_person(random, number) for number in range(people)),
        groups=tuple(_groups(groups)),
        apart=_pairs(random, people, people // 40),
        together=_pairs(random, people, people // 60),
        seed=seed,
    )


def _person(random: Random, number: int) -> Person:
    attributes = {"sector": _draw(random, SECTORS), "gender": random.choice(["woman", "man"])}
    if random.random() < 0.95:
        attributes["country"] = _draw(random, COUNTRIES)
    virtual = random.random() < 0.12
    attributes["presence"] = "virtual" if virtual else "room"
    languages = random.choices([(), ("en",), ("en", "es"), ("es",)], [30, 58, 9, 3])[0]
    themes = list(dict.fromkeys(_draw(random, THEMES) for _ in range(random.choice([0, 3, 4, 5]))))
    return Person(f"p{number}", tuple(themes[:3]), attributes, frozenset(languages), virtual)


def _draw(random: Random, weights: dict[str, int]) -> str:
    return random.choices(list(weights), list(weights.values()))[0]


def _groups(count: int) -> list[Group]:
    """Give each theme groups in proportion to its popularity."""
    taken: Counter[str] = Counter()
    groups = []
    for number in range(count):
        theme = max(THEMES, key=lambda name: THEMES[name] / (taken[name] + 1))
        taken[theme] += 1
        groups.append(Group(f"g{number}", theme, "es" if number % 9 == 8 else None))
    return groups


def _pairs(random: Random, people: int, count: int) -> tuple[tuple[str, str], ...]:
    drawn = [random.sample(range(people), 2) for _ in range(count)]
    return tuple((f"p{one}", f"p{two}") for one, two in drawn)


def tiny_room(seed: int) -> Problem:
    """Return a room small enough for brute force: seven people, three groups of two or three."""
    random = Random(seed)
    people = tuple(
        Person(
            f"p{number}",
            tuple(random.sample(["a", "b", "c"], random.randint(0, 3))),
            {"sector": random.choice("xyz"), "country": random.choice("uvw")},
            frozenset(random.choices(["en", "es"], k=random.randint(0, 2))),
            virtual=random.random() < 0.3,
        )
        for number in range(7)
    )
    groups = tuple(
        Group(
            f"g{number}", random.choice(["a", "b"]), random.choice([None, None, "en"]), None, 2, 3
        )
        for number in range(3)
    )
    return Problem(
        people,
        groups,
        apart=_pairs(random, 7, 1),
        together=_pairs(random, 7, 1),
        pins={"p0": random.choice(["g0", "g1", "g2"])} if random.random() < 0.5 else {},
        weights=Weights(per_rank=random.randint(1, 3), unlisted=7, spread=random.randint(1, 4)),
        seed=seed,
    )


def every_assignment(problem: Problem) -> list[dict[str, str]]:
    """Return all assignments that break no rule."""
    names = [person.id for person in problem.people]
    places = product([group.id for group in problem.groups], repeat=len(names))
    assignments = (dict(zip(names, where, strict=True)) for where in places)
    return [assignment for assignment in assignments if not broken_rules(problem, assignment)]


def price(problem: Problem, assignment: Assignment) -> int:
    """Compute the cost of unfulfilled wishes from its definition (for groups of equal size)."""
    themes = {group.id: group.theme for group in problem.groups}
    weights = problem.weights
    total = sum(weights.of_theme(p, themes[assignment[p.id]]) for p in problem.people)
    everybody = [person.id for person in problem.people]
    total += weights.uneven * _off_even_share(everybody, problem, assignment)
    for key, value in {pair for p in problem.people for pair in p.attributes.items()}:
        some = [p.id for p in problem.people if p.attributes.get(key) == value]
        total += weights.of_attribute(key) * _off_even_share(some, problem, assignment)
    return total


def _off_even_share(people: list[str], problem: Problem, assignment: Assignment) -> int:
    share, rest = divmod(len(people), len(problem.groups))
    here = Counter(assignment[person] for person in people)
    counts = [here[group.id] for group in problem.groups]
    return sum(max(0, count - share - (rest > 0), share - count) for count in counts)
