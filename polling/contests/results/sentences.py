"""A result in words: how firm the cut is, how ties were settled, who decided by hand.

Short sentences for the screen and the phones, made of what `explain` stored at the close.
"""

from dataclasses import dataclass
from typing import Any

from polling.contests.models import Contest
from polling.contests.results.option_names import Labels, label_of, named
from polling.contests.results.tie_sentences import tie_words
from polling.core.i18n import LazyString, _, lazy, ngettext
from polling.voting.agreement import Level
from polling.voting.rules import BY_SHARE

CLOSE = 0.05  # of the ballots: had no more of them been different, the cut would be another
FIRM = 0.15

PLACES = {1: lazy("First place"), 2: lazy("Second place"), 3: lazy("Third place")}
AGREEMENT = {
    Level.WEAK: lazy("Agreement in the room is weak."),
    Level.MODERATE: lazy("Agreement in the room is moderate."),
    Level.STRONG: lazy("Agreement in the room is strong."),
}


@dataclass(frozen=True)
class ResultSentences:
    """What there is to say of a result; what there is not, is empty.

    `heading` and `text` are the one thing to know about the cut; `delicate` asks for care.
    """

    heading: str = ""
    text: str = ""
    delicate: bool = False
    agreement: str = ""
    pairwise: str = ""
    quorum: str = ""


def about(contest: Contest, labels: Labels) -> ResultSentences:
    """The result of a closed contest in words, its options called by their labels."""
    result = contest.result
    if not result:
        return ResultSentences()
    heading, text, delicate = _cut(contest, labels)
    explained = result.get("explained", {})
    agreement = explained.get("agreement")
    return ResultSentences(
        heading=heading,
        text=text,
        delicate=delicate,
        agreement=str(AGREEMENT[Level(agreement["level"])]) if agreement else "",
        pairwise=_pairwise(explained.get("pairwise"), result["outcome"]["winners"], labels),
        quorum=_quorum(_ballots(result), contest.rule.get("quorum", 0)),
    )


def _cut(contest: Contest, labels: Labels) -> tuple[str, str, bool]:
    outcome = contest.result["outcome"]
    if contest.decision:
        return _("Decided by the organizers:"), contest.decision["reason"], True
    if not outcome["ballots"]:
        return _("Nobody has chosen anything."), "", True
    if outcome["ties"]:
        return *tie_words(outcome, labels), True
    return _margin(contest.result, labels)


def _margin(result: dict[str, Any], labels: Labels) -> tuple[str, str, bool]:
    margin = result.get("explained", {}).get("margin")
    if not margin:
        return "", "", False
    needed = margin["to_overtake"]
    place = PLACES.get(len(result["outcome"]["winners"]), lazy("The last place"))
    outside = label_of(margin["outside"], labels)
    text = _needed(needed, outside, at_least=result["outcome"]["rule"] in BY_SHARE)
    cast = _ballots(result)
    close = needed <= max(1, CLOSE * cast)
    return _firmness(place, needed, cast, close=close), text, close


def _needed(needed: int, outside: str, *, at_least: bool) -> str:
    """`at_least`: no ballot says which of the two options its voter could choose."""
    if at_least:
        return ngettext(
            "At least %(num)s different ballot would have been needed to put “%(name)s” in.",
            "At least %(num)s different ballots would have been needed to put “%(name)s” in.",
            needed,
            name=outside,
        )
    return ngettext(
        "%(num)s different ballot would have put “%(name)s” in.",
        "%(num)s different ballots would have put “%(name)s” in.",
        needed,
        name=outside,
    )


def _ballots(result: dict[str, Any]) -> int:
    """How many there were, from phones and on paper."""
    return int(result["voted"]) + int(result.get("paper", 0))


def _firmness(place: LazyString, needed: int, cast: int, *, close: bool) -> str:
    if close:
        return _("%(place)s is close.", place=place)
    if needed <= FIRM * cast:
        return _("%(place)s is fairly firm.", place=place)
    return _("%(place)s is clear.", place=place)


def _pairwise(pairwise: dict[str, Any] | None, winners: list[int], labels: Labels) -> str:
    if not pairwise or not pairwise["differs"]:
        return ""
    return instead(_("Compared two by two:"), pairwise["top"], winners, labels)


def instead(how: str, other: list[int], winners: list[int], labels: Labels) -> str:
    """What would be in, and what out, if it were decided in another way; "" if nothing would."""
    coming = named([one for one in other if one not in winners], labels)
    going = named([one for one in winners if one not in other], labels)
    if coming and going:
        change = _("%(names)s would be in instead of %(others)s.", names=coming, others=going)
    elif coming:
        change = _("%(names)s would be in too.", names=coming)
    elif going:
        change = _("%(names)s would be out.", names=going)
    else:
        return ""
    return f"{how} {change}"


def _quorum(voted: int, quorum: int) -> str:
    if not quorum:
        return ""
    if voted >= quorum:
        return _("Quorum met: %(voted)s of %(quorum)s needed.", voted=voted, quorum=quorum)
    return _("Quorum not met: %(voted)s of %(quorum)s needed.", voted=voted, quorum=quorum)
