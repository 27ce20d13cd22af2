"""Sentences about seats: what the optimiser found, and which rules do not hold."""

from collections.abc import Callable, Mapping

from polling.breakouts.models import Group
from polling.core.i18n import LazyString, _, lazy, ngettext
from polling.grouping import BrokenRule, Grouping, Price, Rule
from polling.people.models import Participant

Names = tuple[Mapping[str, Group], Mapping[str, Participant]]  # by the optimiser's ids


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


def price(found: Price, labels: Mapping[str, str]) -> str:
    """What one rule or wish costs the other wishes."""
    what = str(_RULES.get(found.what, "")) or labels.get(found.key or "", "")
    if not found.points:
        return _("%(what)s: nothing that we could find.", what=what)
    gained = [
        ngettext("%(num)s point", "%(num)s points", found.points),
        ngettext("%(num)s more first wish", "%(num)s more first wishes", found.first_choices)
        if found.first_choices > 0
        else "",
    ]
    return _("%(what)s: %(gained)s.", what=what, gained=", ".join(filter(None, gained)))


_RULES: dict[str, LazyString] = {
    Rule.SIZE: lazy("The size of groups"),
    Rule.LANGUAGE: lazy("A language that everybody follows"),
    Rule.VOICE: lazy("Somebody in the room beside virtual attendees"),
    Rule.APART: lazy("Keeping people apart"),
    Rule.TOGETHER: lazy("Keeping people together"),
    Rule.PIN: lazy("Fixed seats"),
    "themes": lazy("The themes that people wish for"),
}

_SENTENCES: dict[Rule, Callable[[Mapping[str, object]], str]] = {
    Rule.PLACE: lambda names: _("%(people)s has no group.", **names),
    Rule.SIZE: lambda names: _("Group %(group)s is smaller or larger than asked.", **names),
    Rule.LANGUAGE: lambda names: _(
        "%(people)s may not follow the language of group %(group)s.", **names
    ),
    Rule.APART: lambda names: _("%(people)s should sit apart.", **names),
    Rule.TOGETHER: lambda names: _("%(people)s should sit together.", **names),
    Rule.PIN: lambda names: _("%(people)s should sit in group %(group)s.", **names),
    Rule.VOICE: lambda names: _("Everybody in group %(group)s is virtual.", **names),
}
