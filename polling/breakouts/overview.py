"""What the organizer sees of the seating: before it is made, and what it did for people."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from polling.breakouts import actions, assignment, queries, words
from polling.breakouts.models import Group
from polling.breakouts.proposal import propose
from polling.breakouts.seating import (
    PRESENCE,
    VIRTUAL,
    Seating,
    group_sizes,
    mixed_attributes,
    seating,
)
from polling.people import queries as people
from polling.people.models import Participant
from polling.workshop import queries as workshops
from polling.workshop.models import Theme, Workshop


@dataclass(frozen=True)
class Demand:
    """One theme before the groups are formed: how many want it, and how many groups it gets."""

    theme: Theme
    issues: int
    choices: list[int]  # how many have it as their first, second, third wish
    groups: int


@dataclass(frozen=True)
class Option:
    """A group that a person could be moved to, with what that would do."""

    group: Group
    here: bool
    size: int
    fits: bool
    choice: int | None
    warnings: list[str]


def before_forming(session: Session, workshop: Workshop) -> dict[str, Any]:
    """The demand for each theme, the groups that are proposed, and what they can be mixed by."""
    everybody = people.participants(session, workshop.id)
    wishes = [person.preferences for person in everybody]
    themes = workshops.themes(session, workshop.id)
    sizes = group_sizes(workshop)
    planned = [group.theme_id for group in queries.groups(session, workshop.id)]
    proposed = propose(len(everybody), [theme.id for theme in themes], wishes, sizes)
    return {
        "present": len(everybody),
        "said_wishes": sum(bool(wanted) for wanted in wishes),
        "sizes": sizes,
        "planned": len(planned),
        "mixed_by": mixed_attributes(workshop),
        "demands": [
            _demand(theme, wishes, planned.count(theme.id) if planned else proposed[theme.id])
            for theme in themes
        ],
    }


def _demand(theme: Theme, wishes: list[list[int]], groups: int) -> Demand:
    places = range(actions.MOST_WISHES)
    choices = [sum(wanted[at : at + 1] == [theme.id] for wanted in wishes) for at in places]
    priorities = sum(issue.priority is not None for issue in theme.issues)
    return Demand(theme, priorities, choices, groups)


def after_forming(session: Session, workshop: Workshop, moving: int | None) -> dict[str, Any]:
    """Who sits where and why; with `moving`, what each group would mean for that person."""
    now = seating(session, workshop)
    groups = queries.groups(session, workshop.id)
    seated = queries.members(session, workshop.id)
    everybody = {person.id: person for members in seated.values() for person in members}
    explained = assignment.explain(now.problem, now.current)
    return {
        "groups": groups,
        "seated": seated,
        "waiting": seated[None],
        "absent": queries.absent(session, workshop.id),
        "choices": _choices(everybody.values(), groups),
        "explained": explained,
        "mixes": _mixes(workshop, explained),
        "broken": _broken(now, groups, list(everybody.values())),
        "moving": everybody.get(moving or 0),
        "options": _options(now, groups, everybody.get(moving or 0)),
    }


def _choices(everybody: Any, groups: list[Group]) -> dict[int, int | None]:
    """Which of their wishes each person got, by person id; None is none of them."""
    themes = {group.id: group.theme_id for group in groups}
    return {person.id: _choice(person, themes.get(person.group_id)) for person in everybody}


def _choice(person: Participant, theme_id: int | None) -> int | None:
    wanted = person.preferences
    return wanted.index(theme_id) + 1 if theme_id in wanted else None


def _mixes(workshop: Workshop, explained: assignment.Explanation) -> list[dict[str, Any]]:
    """How often two people differ in each attribute, in per cent: in the groups, in the room."""
    rows = []
    for attribute in mixed_attributes(workshop):
        inside = [_differ(group, attribute["key"]) for group in explained.groups.values()]
        known = [share for share in inside if share is not None]
        room = _differ(explained.room, attribute["key"])
        if room is not None and known:
            share = sum(known) / len(known)
            rows.append({"label": attribute["label"], "groups": 100 * share, "room": 100 * room})
    return rows


def _differ(view: assignment.GroupView, key: str) -> float | None:
    mix = view.mixes.get(key)
    return mix.differ if mix else None


def _broken(now: Seating, groups: list[Group], everybody: list[Participant]) -> list[str]:
    """The rules that do not hold, in words; an empty group is no fault."""
    by_id = {str(group.id): group for group in groups}
    persons = {str(person.id): person for person in everybody}
    filled = set(now.current.values())
    return [
        words.broken(rule, by_id, persons)
        for rule in assignment.broken_rules(now.problem, now.current)
        if rule.rule is not assignment.Rule.PLACE and rule.group in filled
    ]


def _options(now: Seating, groups: list[Group], person: Participant | None) -> list[Option]:
    if person is None:
        return []
    return [_option(now, group, person) for group in groups]


def _option(now: Seating, group: Group, person: Participant) -> Option:
    seen = assignment.preview_move(now.problem, now.current, str(person.id), str(group.id))
    at_fault = [rule for rule in seen.breaks if rule.group == str(group.id)]
    by_id, persons = {str(group.id): group}, {str(person.id): person}
    return Option(
        group=group,
        here=person.group_id == group.id,
        size=seen.joined.after.size,
        fits=not any(rule.rule is assignment.Rule.SIZE for rule in at_fault),
        choice=seen.choice_after,
        warnings=[
            words.broken(rule, by_id, persons)
            for rule in at_fault
            if rule.rule is not assignment.Rule.SIZE
        ],
    )


def said(workshop: Workshop, person: Participant) -> list[str]:
    """What a person chose to say about themselves, in the workshop's order."""
    keys = [attribute["key"] for attribute in mixed_attributes(workshop)]
    told = [person.attributes[key] for key in keys if person.attributes.get(key)]
    return [*told, VIRTUAL] if person.attributes.get(PRESENCE) == VIRTUAL else told
