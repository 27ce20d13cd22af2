"""Sentences about seats: the optimiser's result, and broken rules."""

from collections.abc import Callable, Mapping, Sequence

from polling import stages
from polling.breakouts.models import Group
from polling.core.i18n import _, ngettext
from polling.grouping import BrokenRule, Grouping, Problem, Rule
from polling.people.models import Participant

Names = tuple[Mapping[str, Group], Mapping[str, Participant]]  # by the ids that the optimiser uses


def formed(grouping: Grouping, problem: Problem, stage: str) -> str:
    """Return that everybody has a group, how many groups stay empty, and what to press next."""
    parts, closed = [_("Everybody has a group.")], len(grouping.closed)
    if closed:
        parts.append(
            ngettext(
                "%(num)s group is empty. Each group needs at least %(low)s people.",
                "%(num)s groups are empty. Each group needs at least %(low)s people.",
                closed,
                low=max(group.smallest for group in problem.groups),
            )
        )
    after = stages.next_stage(stage)
    if after and after.key == "breakouts":
        button = _("Go to: %(stage)s", stage=after.title)
        parts.append(_("Next, press “%(button)s”.", button=button))
    return " ".join(parts)


def placed(count: int) -> str:
    """Return how many late arrivals got a group."""
    if not count:
        return _("Everybody has a group.")
    return repaired(0, count)


def freed(count: int) -> str:
    """Return how many seats are free again."""
    return ngettext(
        "Removed %(num)s person from a group.", "Removed %(num)s people from their groups.", count
    )


def repaired(moved: int, seated: int) -> str:
    """Return the effect of the repair."""
    if not moved and not seated:
        return _("The groups are fine. Nobody was moved.")
    return _(
        "People moved: %(moved)s. People placed in a group: %(placed)s.", moved=moved, placed=seated
    )


def sizes(small: Sequence[int], large: Sequence[int]) -> list[str]:
    """Return which groups, by number, are too small, and which too large."""
    found = []
    if small:
        listed = ", ".join(map(str, small))
        found.append(
            ngettext(
                "Too small: group %(groups)s.",
                "Too small: groups %(groups)s.",
                len(small),
                groups=listed,
            )
        )
    if large:
        listed = ", ".join(map(str, large))
        found.append(
            ngettext(
                "Too large: group %(groups)s.",
                "Too large: groups %(groups)s.",
                len(large),
                groups=listed,
            )
        )
    return found


def broken(rule: BrokenRule, groups: Mapping[str, Group], people: Mapping[str, Participant]) -> str:
    """Describe a broken rule other than SIZE, with the numbers of the people it concerns."""
    group = groups.get(rule.group or "")
    names = {
        "group": group.number if group else "",
        "people": ", ".join(f"#{people[one].number}" for one in rule.people if one in people),
    }
    return _SENTENCES[rule.rule](names)


_SENTENCES: dict[Rule, Callable[[Mapping[str, object]], str]] = {
    Rule.PLACE: lambda names: _("Without a group: %(people)s.", **names),
    Rule.LANGUAGE: lambda names: _(
        "%(people)s may not understand the language of group %(group)s.", **names
    ),
    Rule.APART: lambda names: _("%(people)s should be in different groups.", **names),
    Rule.TOGETHER: lambda names: _("%(people)s should be in the same group.", **names),
    Rule.PIN: lambda names: _("%(people)s should be in group %(group)s.", **names),
    Rule.VOICE: lambda names: _("All members of group %(group)s take part online.", **names),
}
