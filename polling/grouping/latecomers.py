"""Seat late arrivals one after another, without moving anybody."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from polling.grouping.assignment_summary import choice_of
from polling.grouping.problem import Group, Person, Problem, penalty_of, understands
from polling.grouping.result import Assignment

Value = tuple[str, str]
"""An attribute and a value, such as ("sector", "media")."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A group for a late arrival, the rank of their wish, and the number of broken rules."""

    group: str
    choice: int | None
    breaks: int


@dataclass(frozen=True, slots=True, order=True)
class _Option:
    """The sort key of a group for a late arrival; fields are compared in order, lower is better."""

    empty: bool
    breaks: int
    without_friends: bool
    unwanted: bool
    size: int
    choice: int
    points: int
    column: int


def place_late(problem: Problem, current: Assignment, person: Person) -> Seat | None:
    """Return the smallest group with a theme that the person wants; None if there are no groups.

    Groups in which they would break a rule (no seat left, an unknown language, …) come last; the
    group of a person they must be with comes first. Among groups of equal size, their order of
    wishes decides, and then the mix. Empty groups stay closed.
    """
    others = {who: where for who, where in current.items() if who != person.id}
    return Latecomers(problem, others).place(person)


@dataclass(slots=True)
class _People:
    """Counts of some people, updated with each one."""

    size: int = 0
    virtual: int = 0
    values: Counter[Value] = field(default_factory=Counter)

    def add(self, person: Person) -> None:
        self.size += 1
        self.virtual += person.virtual
        self.values.update(person.attributes.items())


class Latecomers:
    """Seats late arrivals as `place_late` does, each after the earlier ones.

    The people with a seat are counted once, so the cost of a newcomer does not depend on them.
    """

    def __init__(self, problem: Problem, current: Assignment) -> None:
        """Count the people of the problem who have a seat; all others are ignored."""
        self._problem = problem
        self._seats = sum(group.largest for group in problem.groups)
        self._apart = _partners(problem.apart)
        self._together = _partners(problem.together)
        self._pins = _pins(problem)
        self._everybody = _People()
        self._keys: set[str] = set()
        self._groups = {group.id: _People() for group in problem.groups}
        self._places: dict[str, str] = {}
        for person in problem.people:
            if person.id in current:
                self._enter(person, current[person.id])

    def place(self, person: Person) -> Seat | None:
        """Seat a person without a seat, and return the seat; None if there are no groups."""
        if not self._problem.groups:
            return None
        best = min(self._options(person))
        group = self._problem.groups[best.column]
        self._enter(person, group.id)
        return Seat(group.id, choice_of(person, group.theme), best.breaks)

    def _enter(self, person: Person, group: str) -> None:
        self._places[person.id] = group
        self._keys.update(person.attributes)
        self._everybody.add(person)
        if group in self._groups:
            self._groups[group].add(person)

    def _options(self, person: Person) -> Iterator[_Option]:
        friends = {self._places.get(friend) for friend in self._together.get(person.id, ())}
        rivals = Counter(self._places.get(rival) for rival in self._apart.get(person.id, ()))
        keys = self._keys | set(person.attributes)
        penalty = penalty_of(self._problem.weights, self._everybody.size + 1, keys)
        for column, group in enumerate(self._problem.groups):
            here, choice = self._groups[group.id], choice_of(person, group.theme)
            voiceless = person.virtual and here.virtual == here.size
            broken = self._newly_broken(person, group) + rivals[group.id]
            points = penalty * broken + self._cost(person, group)
            yield _Option(
                empty=not here.size,
                breaks=max(int(voiceless), round(points / penalty)),
                without_friends=group.id not in friends,
                unwanted=choice is None,
                size=here.size,
                choice=choice or 0,
                points=points,
                column=column,
            )

    def _newly_broken(self, person: Person, group: Group) -> int:
        """Return how many more rules on single people and groups are broken than before."""
        here = self._groups[group.id]
        is_voiceless = bool(here.size) and here.virtual == here.size
        pinned_to = self._pins.get(person.id, group.id)
        return (
            _one_more(here.size, group.smallest, group.largest)
            + (not understands(person, group))
            + (pinned_to != group.id)
            + (person.virtual and not here.size)
            - (is_voiceless and not person.virtual)
        )

    def _cost(self, person: Person, group: Group) -> int:
        """Return the points for the wish, the size and the mix with this person in the group."""
        weights, here = self._problem.weights, self._groups[group.id]
        even = self._above_even_share(here.size, self._everybody.size + 1, group)
        mix = sum(
            weights.of_attribute(value[0]) * self._above_even_share(here.values[value], all_, group)
            for value in person.attributes.items()
            if (all_ := self._everybody.values[value] + 1) > 1
        )
        return weights.of_theme(person, group.theme) + weights.uneven * even + mix

    def _above_even_share(self, count: int, total: int, group: Group) -> int:
        share, rest = divmod(group.largest * total, self._seats)
        return _one_more(count, share, share + (rest > 0))


def _one_more(count: int, low: int, high: int) -> int:
    """Return by how much one more person raises the distance of a count to its bounds."""
    return (count >= high) - (count < low)


def _partners(pairs: tuple[tuple[str, str], ...]) -> dict[str, set[str]]:
    partners: dict[str, set[str]] = {}
    for one, two in pairs:
        if one != two:
            partners.setdefault(one, set()).add(two)
            partners.setdefault(two, set()).add(one)
    return partners


def _pins(problem: Problem) -> dict[str, str]:
    """Return the open groups that anybody is fixed to, also people who have not come yet."""
    facilitating = ((g.facilitator, g.id) for g in reversed(problem.groups) if g.facilitator)
    open_groups = {group.id for group in problem.groups}
    pins = dict(chain(problem.pins.items(), facilitating))
    return {who: where for who, where in pins.items() if where in open_groups}
