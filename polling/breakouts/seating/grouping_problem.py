"""Convert the workshop to the optimiser's input, and its output back."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from polling import grouping
from polling.breakouts import queries
from polling.breakouts.models import Group, SeatingRule
from polling.breakouts.queries import seating_rules
from polling.core.default_texts import translate_default
from polling.grouping import Rule
from polling.people import queries as people
from polling.people.models import PRESENCE, Participant
from polling.workshop.models import Workshop
from polling.workshop.settings import Settings

FEWEST = 2  # people in a group


@dataclass(frozen=True)
class Seating:
    """The people to seat, the groups, and the current seats; ids are strings."""

    problem: grouping.Problem
    current: grouping.Assignment
    labels: dict[str, str]  # of the attributes to mix groups by

    @property
    def seated(self) -> grouping.Problem:
        """The problem restricted to people who have a seat."""
        here = tuple(person for person in self.problem.people if person.id in self.current)
        return replace(self.problem, people=here)


def seating(session: Session, workshop: Workshop, mix: Collection[str] | None = None) -> Seating:
    """Return everybody and every group. `mix` are the attributes to mix by; None means all."""
    everybody = people.participants(session, workshop.id)
    sizes = group_sizes(workshop)
    rules = seating_rules(session, workshop.id)
    problem = grouping.Problem(
        people=tuple(_person(workshop, person) for person in everybody),
        groups=tuple(_group(group, sizes) for group in queries.groups(session, workshop.id)),
        apart=_pairs(rules, Rule.APART),
        together=_pairs(rules, Rule.TOGETHER),
        pins={
            str(rule.participant_id): str(rule.group_id) for rule in rules if rule.kind == Rule.PIN
        },
        weights=grouping.Weights(attributes=_weights(workshop, mix)),
    )
    seated = {str(p.id): str(p.group_id) for p in everybody if p.group_id is not None}
    labels = {one["key"]: one["label"] for one in mixed_attributes(workshop)}
    return Seating(problem, seated, labels)


def obeying(problem: grouping.Problem) -> grouping.Problem:
    """Reduce the smallest group size if there are too few people for all groups.

    A group never has fewer than FEWEST people, so some groups may stay empty.
    """
    each = len(problem.people) // max(1, len(problem.groups))
    low = max(FEWEST, each)
    groups = tuple(replace(one, smallest=min(one.smallest, low)) for one in problem.groups)
    return replace(problem, groups=groups)


def group_sizes(workshop: Workshop) -> range:
    """Return the range of allowed group sizes."""
    settings = Settings.model_validate(workshop.settings)
    return range(settings.group_min, max(settings.group_min, settings.group_max) + 1)


def mixed_attributes(workshop: Workshop) -> list[dict[str, str]]:
    """Return [{"key", "label"}] of the attributes to mix by. Presence has a separate rule."""
    return [
        {"key": attribute["key"], "label": translate_default(attribute["label"])}
        for attribute in workshop.attributes
        if attribute["key"] != PRESENCE
    ]


def _pairs(asked: list[SeatingRule], kind: Rule) -> tuple[tuple[str, str], ...]:
    return tuple(
        (str(rule.participant_id), str(rule.other_participant_id))
        for rule in asked
        if rule.kind == kind
    )


def _person(workshop: Workshop, person: Participant) -> grouping.Person:
    return grouping.Person(
        id=str(person.id),
        themes=tuple(str(theme) for theme in person.preferences),
        attributes={
            # Countries are free text: "Lao PDR" and "lao pdr" are the same.
            attribute["key"]: " ".join(said.split()).casefold()
            for attribute in mixed_attributes(workshop)
            if (said := person.attributes.get(attribute["key"]))
        },
        languages=_languages(workshop, person),
        virtual=person.is_virtual,
    )


def _languages(workshop: Workshop, person: Participant) -> frozenset[str]:
    """Return the languages a person understands: their own and the workshop's first."""
    if not person.language:
        return frozenset()
    return frozenset({person.language, workshop.languages[0]})


def _group(group: Group, sizes: range) -> grouping.Group:
    return grouping.Group(
        id=str(group.id),
        theme=str(group.theme_id),
        language=group.language or None,
        smallest=sizes[0],
        largest=sizes[-1],
    )


def _weights(workshop: Workshop, mix: Collection[str] | None) -> dict[str, int]:
    keys = [attribute["key"] for attribute in mixed_attributes(workshop)]
    return {key: 0 for key in keys if mix is not None and key not in mix}
