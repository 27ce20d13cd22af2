"""The input of the assignment: people, groups, rules, and weights."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Person:
    """A person to place.

    `themes` are their wishes, best first. `attributes` are used to mix groups (sector, country, …);
    missing keys are ignored. Empty `languages` means that any language is fine.
    """

    id: str
    themes: tuple[str, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    languages: frozenset[str] = frozenset()
    virtual: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A group to fill with `smallest` to `largest` people, its facilitator included.

    The facilitator is the id of a person. A facilitator who is not among the people to place (such
    as a member of staff) takes no seat. If `language` is None, everybody understands it.
    """

    id: str
    theme: str | None = None
    language: str | None = None
    facilitator: str | None = None
    smallest: int = 6
    largest: int = 8

    def __post_init__(self) -> None:
        """Raise ValueError if the bounds exclude every number of people."""
        if not 0 <= self.smallest <= self.largest or self.largest == 0:
            raise ValueError(f"group {self.id}: no size is {self.smallest} to {self.largest}")


@dataclass(frozen=True, slots=True)
class Weights:
    """The costs of undesirable properties, in whole points.

    `per_rank` is the cost of each rank below a person's first wish, and `unlisted` that of a theme
    they did not choose. `spread` is the cost of each person above or below a group's even share of
    a value (such as media people); `attributes` overrides it for an attribute, and 0 ignores the
    attribute. `uneven` is the cost of each person above or below the average group size.
    """

    per_rank: int = 2
    unlisted: int = 10
    spread: int = 3
    uneven: int = 1
    attributes: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Raise ValueError for a negative weight, which would reward an undesirable property."""
        if (
            min(self.per_rank, self.unlisted, self.spread, self.uneven, *self.attributes.values())
            < 0
        ):
            raise ValueError("a weight cannot be negative")

    def of_attribute(self, key: str) -> int:
        """Return the cost of one person too many or too few with a value of this attribute."""
        return self.attributes.get(key, self.spread)

    def of_theme(self, person: Person, theme: str | None) -> int:
        """Return the cost of placing this person in a group with this theme."""
        if not person.themes:
            return 0
        if theme not in person.themes:
            return self.unlisted
        return min(self.per_rank * person.themes.index(theme), self.unlisted)


@dataclass(frozen=True, slots=True)
class Problem:
    """The complete input of an assignment; equal problems get equal results.

    `apart` and `together` are pairs of person ids. `pins` maps a person id to a fixed group. Ids of
    unknown people are ignored, because they may not have come.
    """

    people: tuple[Person, ...]
    groups: tuple[Group, ...]
    apart: tuple[tuple[str, str], ...] = ()
    together: tuple[tuple[str, str], ...] = ()
    pins: Mapping[str, str] = field(default_factory=dict)
    weights: Weights = field(default_factory=Weights)
    seed: int = 0

    def __post_init__(self) -> None:
        """Raise ValueError if two people, or two groups, share an id."""
        for kind, items in (("people", self.people), ("groups", self.groups)):
            if len({item.id for item in items}) < len(items):
                raise ValueError(f"two {kind} share an id")

    @property
    def penalty(self) -> int:
        """The cost of breaking a rule once: more than the sum of all wishes."""
        keys = {key for person in self.people for key in person.attributes}
        return penalty_of(self.weights, len(self.people), keys)

    def pinned(self) -> dict[str, str]:
        """Return the fixed groups by person id: those of facilitators, then `pins`."""
        here = {person.id for person in self.people}
        places = {person: group for person, group in self.pins.items() if person in here}
        for group in reversed(self.groups):
            if group.facilitator in here:
                places[group.facilitator] = group.id
        return places

    def pairs_here(self, pairs: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
        """Return the pairs of two different people who are present, each pair once, in order."""
        here = {person.id for person in self.people}
        unique = dict.fromkeys((min(pair), max(pair)) for pair in pairs)
        return [(one, two) for one, two in unique if one != two and {one, two} <= here]


def penalty_of(weights: Weights, people: int, attributes: Set[str]) -> int:
    """Return the cost of breaking a rule once among this many people with these attributes."""
    spread = sum(weights.of_attribute(key) for key in attributes)
    theme = max(weights.unlisted, weights.per_rank)
    return 1 + people * (theme + 2 * (spread + weights.uneven))


def understands(person: Person, group: Group) -> bool:
    """Return whether the person understands the group's language."""
    return not (person.languages and group.language) or group.language in person.languages
