"""What there is to assign: people, groups, the rules between them, and what matters how much."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to be placed.

    `themes` are the themes they asked for, best first. `attributes` are what groups are mixed by
    (sector, country, …); a missing key counts for nothing. No `languages` means: any will do.
    """

    id: str
    themes: tuple[str, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    languages: frozenset[str] = frozenset()
    virtual: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A group to fill with `smallest` to `largest` people, its facilitator included.

    The facilitator is the id of a person; one who is not among the people to be placed
    (a member of staff, say) takes no seat. No `language` means: everybody understands it.
    """

    id: str
    theme: str | None = None
    language: str | None = None
    facilitator: str | None = None
    smallest: int = 6
    largest: int = 8

    def __post_init__(self) -> None:
        """Raise ValueError for bounds that no number of people can meet."""
        if not 0 <= self.smallest <= self.largest or self.largest == 0:
            raise ValueError(f"group {self.id}: no size is {self.smallest} to {self.largest}")


@dataclass(frozen=True, slots=True)
class Weights:
    """The price, in whole points, of what we would rather avoid.

    `per_rank` is paid for each place down a person's list of themes and `unlisted` for a theme
    that is not on it. `spread` is paid for each person by which a group has more, or fewer, of a
    value (say, of media people) than its even share; `attributes` overrides it for an attribute,
    and 0 leaves that attribute out. `uneven` is paid for each person by which a group's size is
    off its even share.
    """

    per_rank: int = 2
    unlisted: int = 10
    spread: int = 3
    uneven: int = 1
    attributes: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Raise ValueError for a negative weight, which would reward what it should avoid."""
        if (
            min(self.per_rank, self.unlisted, self.spread, self.uneven, *self.attributes.values())
            < 0
        ):
            raise ValueError("a weight cannot be negative")

    def of_attribute(self, key: str) -> int:
        """Return the points for one person too many or too few of a value of this attribute."""
        return self.attributes.get(key, self.spread)

    def of_theme(self, person: Person, theme: str | None) -> int:
        """Return the points for placing this person in a group of this theme."""
        if not person.themes:
            return 0
        if theme not in person.themes:
            return self.unlisted
        return min(self.per_rank * person.themes.index(theme), self.unlisted)


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything the assignment depends on; equal problems get equal answers.

    `apart` and `together` are pairs of person ids, `pins` maps a person id to the group they must
    be in. Ids of people who are not here are ignored: they may just not have come.
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
        """The points for breaking a rule once: more than all wishes together can cost."""
        keys = {key for person in self.people for key in person.attributes}
        spread = sum(self.weights.of_attribute(key) for key in keys)
        theme = max(self.weights.unlisted, self.weights.per_rank)
        return 1 + len(self.people) * (theme + 2 * (spread + self.weights.uneven))

    def pinned(self) -> dict[str, str]:
        """Return where people must be, by person id: facilitators first, then `pins`."""
        here = {person.id for person in self.people}
        places = {person: group for person, group in self.pins.items() if person in here}
        for group in reversed(self.groups):
            if group.facilitator in here:
                places[group.facilitator] = group.id
        return places

    def pairs_here(self, pairs: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
        """Return the pairs of two different people who are both here, each pair once, in order."""
        here = {person.id for person in self.people}
        unique = dict.fromkeys((min(pair), max(pair)) for pair in pairs)
        return [(one, two) for one, two in unique if one != two and {one, two} <= here]


def understands(person: Person, group: Group) -> bool:
    """Say whether the person understands the group's language."""
    return not (person.languages and group.language) or group.language in person.languages
