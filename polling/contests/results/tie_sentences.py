"""Sentences about ties and how they were settled."""

from collections.abc import Iterable
from typing import Any

from polling.contests.models import REVEALED, Contest
from polling.contests.results.option_labels import Labels, named
from polling.core.i18n import _, ngettext
from polling.voting.outcome import StepName


def tie_message(contests: Iterable[Contest]) -> str:
    """Return what organizers must do after a reveal that found ties; "" if nothing."""
    if not any(contest.is_tied for contest in contests):
        return ""
    return _("There is a tie for the last winning place. Break the tie, then reveal the result.")


def decision_sentence(contest: Contest, labels: Labels) -> str:
    """Return what the organizers have decided, and why; "" if nothing.

    Before the reveal, it names only tied options: the others would disclose the result.
    """
    if not contest.decision:
        return ""
    is_public = contest.state == REVEALED
    shown = [one for one in contest.winners if is_public or one in contest.tied_options]
    return _(
        "Selected: %(names)s. Reason: %(reason)s",
        names=named(shown, labels),
        reason=contest.decision["reason"],
    )


def tie_words(outcome: dict[str, Any], labels: Labels) -> tuple[str, str]:
    """Return the sentences about a tie: the places at stake, and the effect of each step.

    A count in rounds may also have ties during the rounds, or only these.
    """
    ties = outcome["ties"]
    tie = next((one for one in ties if _is_for_the_places(one, outcome)), ties[0])
    steps = (_step(step, tie["options"], labels) for step in tie["steps"])
    heading = _tied(outcome, tie, named(tie["options"], labels))
    return heading, " ".join(sentence for sentence in steps if sentence)


def _is_for_the_places(tie: dict[str, Any], outcome: dict[str, Any]) -> bool:
    """Return whether the tie was for all remaining places, and not for staying in the count."""
    return bool(len(_ahead(tie, outcome)) + tie["places"] == outcome["places"])


def _ahead(tie: dict[str, Any], outcome: dict[str, Any]) -> set[int]:
    return set(outcome["winners"]).difference(tie["options"])


def _tied(outcome: dict[str, Any], tie: dict[str, Any], names: str) -> str:
    if not _is_for_the_places(tie, outcome):
        return _("%(names)s were tied during the count.", names=names)
    if _ahead(tie, outcome):
        return _for_the_last(tie["places"], names)
    return _for_all(tie["places"], names)


def _for_the_last(places: int, names: str) -> str:
    """Both plural forms contain the number, because many languages have only one form."""
    if places == 1:
        return _("%(names)s are tied for the last winning place.", names=names)
    return ngettext(
        "%(names)s are tied for the last %(num)s winning places.",
        "%(names)s are tied for the last %(num)s winning places.",
        places,
        names=names,
    )


def _for_all(places: int, names: str) -> str:
    if places == 1:
        return _("%(names)s are tied for first place.", names=names)
    return ngettext(
        "%(names)s are tied for the first %(num)s places.",
        "%(names)s are tied for the first %(num)s places.",
        places,
        names=names,
    )


def _step(step: dict[str, Any], tied: list[int], labels: Labels) -> str:
    """Return what one step of settling a tie did; "" if it changed nothing."""
    ahead, behind = step["advanced"], step["dropped"]
    name = StepName(step["name"])
    if name is StepName.REFUSE:
        return _("The organizers decide.")
    if name is StepName.ADMIT_ALL:
        return _admitted(ahead, behind, tied, labels)
    if name is StepName.LOT:
        return _("Drawn by lot: %(names)s.", names=named(ahead, labels))
    how = (
        _("By the number of first choices")
        if name is StepName.FIRST_PLACES
        else _("In pairwise comparisons")
    )
    return _ahead_or_behind(how, ahead, behind, labels)


def _admitted(inside: list[int], unnamed: list[int], tied: list[int], labels: Labels) -> str:
    if len(inside) == len(tied):
        return _("All of them are selected.")
    if inside:
        return _("%(names)s are selected.", names=named(inside, labels))
    return _("Not on any ballot: %(names)s.", names=named(unnamed, labels))


def _ahead_or_behind(how: str, ahead: list[int], behind: list[int], labels: Labels) -> str:
    names = named(ahead or behind, labels)
    if ahead:
        return ngettext(
            "%(how)s, %(names)s is ahead.",
            "%(how)s, %(names)s are ahead.",
            len(ahead),
            how=how,
            names=names,
        )
    if behind:
        return ngettext(
            "%(how)s, %(names)s is behind.",
            "%(how)s, %(names)s are behind.",
            len(behind),
            how=how,
            names=names,
        )
    return ""
