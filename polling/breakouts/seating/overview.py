"""The organizer's view of the seating, before and after groups are formed."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from polling import grouping
from polling.breakouts import queries
from polling.breakouts.forms import MOST_WISHES
from polling.breakouts.models import Group, SeatingRule
from polling.breakouts.queries import seating_rules
from polling.breakouts.seating import sentences
from polling.breakouts.seating.grouping_problem import (
    Seating,
    group_sizes,
    mixed_attributes,
    seating,
)
from polling.core.default_texts import translate_default
from polling.core.edit_conflicts import mark
from polling.grouping import Rule
from polling.grouping.group_counts import propose
from polling.people import queries as people
from polling.people.models import VIRTUAL, Participant
from polling.workshop import queries as workshops
from polling.workshop.models import Theme, Workshop


@dataclass(frozen=True)
class Demand:
    """One theme before forming: how many people want it, and how many groups it gets."""

    theme: Theme
    issues: int
    choices: list[int]  # how many people have it as their first, second, third wish
    groups: int


@dataclass(frozen=True)
class MoveOption:
    """A group to which a person could be moved, and the effect on its size and mix."""

    group: Group
    here: bool
    size: int
    fits: bool
    choice: int | None
    warnings: list[str]
    mix: list[str]


@dataclass(frozen=True)
class BeforeForming:
    """The seating before the groups are formed.

    `said_wishes` of the `present` people have wishes. `fitting` are the numbers of groups with
    which each group has an allowed size. `demands` propose numbers of groups: at least those that
    have been formed, or those that were planned, unless these are too many.
    `mixed_by` are the attributes to mix groups by. `seen` is the mark of the groups.
    """

    present: int
    said_wishes: int
    sizes: range
    fitting: range
    rules: list[SeatingRule]
    mixed_by: list[dict[str, str]]
    demands: list[Demand]
    seen: str


@dataclass(frozen=True)
class Mix:
    """The share of pairs that differ in an attribute, in percent: within groups, in the room."""

    label: str
    groups: float
    room: float


@dataclass(frozen=True)
class AfterForming:
    """The seating once groups are formed.

    `seated` are people by group id. `choices` is the rank of the wish that people got, by person
    id. `options` are the groups to which the person `moving` could go.
    """

    rules: list[SeatingRule]
    seated: dict[int | None, list[Participant]]
    waiting: list[Participant]
    absent: list[Participant]
    choices: dict[int, int | None]
    explained: grouping.AssignmentSummary
    mixes: list[Mix]
    broken: list[str]
    moving: Participant | None
    options: list[MoveOption]


def before_forming(session: Session, workshop: Workshop) -> BeforeForming:
    """Return each theme's demand, the proposed groups, and the attributes to mix by."""
    everybody = people.participants(session, workshop.id)
    wishes = [person.preferences for person in everybody]
    themes = workshops.themes(session, workshop.id)
    sizes = group_sizes(workshop)
    planned = Counter(group.theme_id for group in queries.groups(session, workshop.id))
    proposed = propose(len(everybody), [theme.id for theme in themes], wishes, sizes, planned)
    formed = planned if queries.formed(session, workshop.id) else Counter[int]()
    return BeforeForming(
        present=len(everybody),
        said_wishes=sum(bool(wanted) for wanted in wishes),
        sizes=sizes,
        fitting=range(max(1, -(-len(everybody) // sizes[-1])), len(everybody) // sizes[0] + 1),
        rules=seating_rules(session, workshop.id),
        mixed_by=mixed_attributes(workshop),
        demands=[
            _demand(theme, wishes, max(proposed[theme.id], formed[theme.id])) for theme in themes
        ],
        seen=mark(queries.plan_of_groups(session, workshop.id)),
    )


def _demand(theme: Theme, wishes: list[list[int]], groups: int) -> Demand:
    places = range(MOST_WISHES)
    choices = [sum(wanted[at : at + 1] == [theme.id] for wanted in wishes) for at in places]
    priorities = sum(issue.priority is not None for issue in theme.issues)
    return Demand(theme, priorities, choices, groups)


def after_forming(session: Session, workshop: Workshop, moving: int | None) -> AfterForming:
    """Return who sits where and why; with `moving`, also the effect of moving this person."""
    now = seating(session, workshop)
    groups = queries.groups(session, workshop.id)
    seated = queries.members(session, workshop.id)
    everybody = {person.id: person for members in seated.values() for person in members}
    explained = grouping.summarize(now.problem, now.current)
    return AfterForming(
        rules=seating_rules(session, workshop.id),
        seated=seated,
        waiting=seated[None],
        absent=queries.absent(session, workshop.id),
        choices=_choices(everybody.values(), groups),
        explained=explained,
        mixes=_mixes(workshop, explained),
        broken=_broken(now, groups, list(everybody.values())),
        moving=everybody.get(moving or 0),
        options=_options(now, groups, everybody, moving),
    )


def _choices(everybody: Any, groups: list[Group]) -> dict[int, int | None]:
    """Return the rank of the wish that each person got, by person id; None for none of them."""
    themes = {group.id: group.theme_id for group in groups}
    return {person.id: _choice(person, themes.get(person.group_id)) for person in everybody}


def _choice(person: Participant, theme_id: int | None) -> int | None:
    wanted = person.preferences
    return wanted.index(theme_id) + 1 if theme_id in wanted else None


def _mixes(workshop: Workshop, explained: grouping.AssignmentSummary) -> list[Mix]:
    """Return the share of pairs that differ in each attribute, in groups and in the room."""
    rows = []
    for attribute in mixed_attributes(workshop):
        inside = [_differ(group, attribute["key"]) for group in explained.groups.values()]
        known = [share for share in inside if share is not None]
        room = _differ(explained.room, attribute["key"])
        if room is not None and known:
            share = sum(known) / len(known)
            rows.append(Mix(attribute["label"], groups=100 * share, room=100 * room))
    return rows


def _differ(view: grouping.GroupView, key: str) -> float | None:
    mix = view.mixes.get(key)
    return mix.differ if mix else None


def _broken(now: Seating, groups: list[Group], everybody: list[Participant]) -> list[str]:
    """Return the broken rules as sentences, without those about empty groups."""
    by_id = {str(group.id): group for group in groups}
    persons = {str(person.id): person for person in everybody}
    filled = set(now.current.values())
    return _wrong_sizes(now, by_id) + [
        sentences.broken(rule, by_id, persons)
        for rule in grouping.broken_rules(now.problem, now.current)
        if rule.rule not in {Rule.PLACE, Rule.SIZE} and (rule.people or rule.group in filled)
    ]


def _wrong_sizes(now: Seating, by_id: dict[str, Group]) -> list[str]:
    sizes = Counter(now.current.values())
    groups = now.problem.groups
    return sentences.sizes(
        small=[by_id[one.id].number for one in groups if 0 < sizes[one.id] < one.smallest],
        large=[by_id[one.id].number for one in groups if sizes[one.id] > one.largest],
    )


def _options(
    now: Seating, groups: list[Group], everybody: dict[int, Participant], moving: int | None
) -> list[MoveOption]:
    if moving not in everybody:
        return []
    by_id = {str(group.id): group for group in groups}
    persons = {str(person.id): person for person in everybody.values()}
    return [_option(now, group, everybody[moving], (by_id, persons)) for group in groups]


def _option(now: Seating, group: Group, person: Participant, names: sentences.Names) -> MoveOption:
    seen = grouping.preview_move(now.problem, now.current, str(person.id), str(group.id))
    own = {str(group.id), None}  # a rule that the move breaks in another group is shown there
    at_fault = [rule for rule in seen.breaks if rule.people or rule.group in own]
    return MoveOption(
        group=group,
        here=person.group_id == group.id,
        size=seen.joined.after.size,
        fits=not any(rule.rule is Rule.SIZE for rule in at_fault),
        choice=seen.choice,
        warnings=[
            sentences.broken(rule, *names) for rule in at_fault if rule.rule is not Rule.SIZE
        ],
        mix=_mix_changes(now, seen.joined),
    )


def _mix_changes(now: Seating, change: grouping.Change) -> list[str]:
    """Return the change in the share of pairs that differ, in percent, for each attribute."""
    found = []
    for key, label in now.labels.items():
        before, after = (_differ(view, key) for view in (change.before, change.after))
        if before is not None and after is not None and (by := round(100 * (after - before))):
            found.append(f"{label} {by:+d}%".replace("-", "−"))
    return found


def said(workshop: Workshop, person: Participant) -> list[str]:
    """Return a person's own answers, in the workshop's order."""
    keys = [attribute["key"] for attribute in mixed_attributes(workshop)]
    values = [person.attributes[key] for key in keys if person.attributes.get(key)]
    return [translate_default(one) for one in (*values, *([VIRTUAL] * person.is_virtual))]
