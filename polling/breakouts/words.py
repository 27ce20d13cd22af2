"""Sentences about seats: what the optimiser found, and which rules do not hold."""

from collections.abc import Callable, Mapping

from polling.breakouts.assignment import BrokenRule, Grouping, Rule
from polling.breakouts.models import Group
from polling.i18n import _, ngettext
from polling.people.models import Participant


def formed(grouping: Grouping) -> str:
    """What the optimiser can say of its own answer."""
    people, closed = len(grouping.assignment), len(grouping.closed)
    said = [ngettext("%(num)s person has a group.", "%(num)s people have a group.", people)]
    if closed:
        said.append(
            ngettext(
                "%(num)s group stays empty: there are too few people.",
                "%(num)s groups stay empty: there are too few people.",
                closed,
            )
        )
    if grouping.gap == 0 and grouping.finished:
        said.append(_("No other seating meets more wishes and mixes the groups better."))
    else:
        share = round(100 * grouping.gap)
        said.append(_("Another seating could be at most %(share)s%% better.", share=share))
    return " ".join(said)


def placed(count: int) -> str:
    """How many late arrivals have a group now."""
    if not count:
        return _("Everybody has a group.")
    return ngettext("%(num)s person was seated.", "%(num)s people were seated.", count)


def freed(count: int) -> str:
    """How many seats are free again."""
    return ngettext("%(num)s seat is free again.", "%(num)s seats are free again.", count)


def mended(moved: int, seated: int) -> str:
    """What evening out did."""
    if not moved and not seated:
        return _("The groups were even already.")
    return _("%(moved)s moved, %(placed)s newly seated.", moved=moved, placed=seated)


def broken(rule: BrokenRule, groups: Mapping[str, Group], people: Mapping[str, Participant]) -> str:
    """A rule that does not hold, with the numbers of whom it concerns."""
    group = groups.get(rule.group or "")
    names = {
        "group": group.number if group else "",
        "people": ", ".join(f"#{people[one].number}" for one in rule.people if one in people),
    }
    return _SENTENCES[rule.rule](names)


# The rules that we ask for; pairs and pins are not among them.
_SENTENCES: dict[Rule, Callable[[Mapping[str, object]], str]] = {
    Rule.PLACE: lambda names: _("%(people)s has no group.", **names),
    Rule.SIZE: lambda names: _("Group %(group)s is smaller or larger than asked.", **names),
    Rule.LANGUAGE: lambda names: _(
        "%(people)s may not follow the language of group %(group)s.", **names
    ),
    Rule.VOICE: lambda names: _("Everybody in group %(group)s is virtual.", **names),
}
