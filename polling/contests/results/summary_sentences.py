"""A result in words: how firm the cut is, how ties were settled, who decided by hand.

Short sentences for the screen and the phones, made of what `explain` stored at the close.
"""

from dataclasses import dataclass
from typing import Any

from polling.contests.models import Contest
from polling.contests.results.labels import Labels, label_of, named
from polling.contests.results.tie_sentences import tie_words
from polling.core.i18n import _, decimal, ngettext
from polling.voting.rules import BY_SHARE

SHORT = 36  # characters of a label on the screen
CLOSE = 0.05  # of the ballots: had no more of them been different, the cut would be another
FIRM = 0.15


@dataclass(frozen=True)
class ResultSentences:
    """What there is to say of a result; what there is not, is empty.

    `heading` and `text` are the one thing to know about the cut; `delicate` asks for care.
    `is_margin`: the text is how many ballots decided it, and the heading only what to call that.
    """

    heading: str = ""
    text: str = ""
    delicate: bool = False
    is_margin: bool = False
    agreement: str = ""
    pairwise: str = ""
    quorum: str = ""


def in_short(labels: Labels) -> Labels:
    """The labels as the screen says them within a sentence."""
    return {
        option: name if len(name) <= SHORT else f"{name[:SHORT].rstrip()}…"
        for option, name in labels.items()
    }


def about(contest: Contest, labels: Labels) -> ResultSentences:
    """The result of a closed contest in words, its options called by their labels."""
    result = contest.result
    if not result:
        return ResultSentences()
    heading, text, delicate = _cut(contest, labels)
    explained = result.get("explained", {})
    return ResultSentences(
        heading=heading,
        text=text,
        delicate=delicate,
        is_margin=bool(text) and not contest.decision and not result["outcome"]["ties"],
        agreement=_agreement(explained.get("overlap")),
        pairwise=_pairwise(explained.get("pairwise"), result["outcome"]["winners"], labels),
        quorum=_quorum(_ballots(result), contest.rule.get("quorum", 0)),
    )


def _agreement(overlap: dict[str, Any] | None) -> str:
    """How many of their choices two voters share: what a coefficient says only to statisticians."""
    if not overlap or overlap["shared"] == overlap["chance"]:  # equal where everybody names all
        return ""
    return _(
        "On average, two participants had %(shared)s choices in common (%(chance)s by chance).",
        shared=decimal(round(overlap["shared"], 1)),
        chance=decimal(round(overlap["chance"], 1)),
    )


def _cut(contest: Contest, labels: Labels) -> tuple[str, str, bool]:
    outcome = contest.result["outcome"]
    if contest.decision:
        return _("Decided by the organizers:"), contest.decision["reason"], True
    if not outcome["ballots"]:
        return _("No choices yet."), "", True
    if outcome["ties"]:
        return *tie_words(outcome, labels), True
    return _margin(contest.result, labels)


def _margin(result: dict[str, Any], labels: Labels) -> tuple[str, str, bool]:
    margin = result.get("explained", {}).get("margin")
    if not margin:
        return "", "", False
    needed = margin["to_overtake"]
    place = len(result["outcome"]["winners"])
    outside = label_of(margin["outside"], labels)
    text = _needed(needed, outside, at_least=result["outcome"]["rule"] in BY_SHARE)
    cast = _ballots(result)
    close = needed <= max(1, CLOSE * cast)
    return _firmness(place, needed, cast, close=close), text, close


def _needed(needed: int, outside: str, *, at_least: bool) -> str:
    """`at_least`: no ballot says which of the two options its voter could choose."""
    if at_least:
        return ngettext(
            "“%(name)s” was at least %(num)s ballot short of the cut.",
            "“%(name)s” was at least %(num)s ballots short of the cut.",
            needed,
            name=outside,
        )
    return ngettext(
        "If %(num)s ballot had been different, “%(name)s” would have made the cut.",
        "If %(num)s ballots had been different, “%(name)s” would have made the cut.",
        needed,
        name=outside,
    )


def _ballots(result: dict[str, Any]) -> int:
    """How many there were, from phones and on paper."""
    return int(result["voted"]) + int(result.get("paper", 0))


def _firmness(place: int, needed: int, cast: int, *, close: bool) -> str:
    if close:
        return _("The margin at the cut, after place %(place)s, is small.", place=place)
    if needed <= FIRM * cast:
        return _("The margin at the cut, after place %(place)s, is fairly large.", place=place)
    return _("The margin at the cut, after place %(place)s, is large.", place=place)


def _pairwise(pairwise: dict[str, Any] | None, winners: list[int], labels: Labels) -> str:
    if not pairwise or not pairwise["differs"]:
        return ""
    return instead(_("Head to head") + ":", pairwise["top"], winners, labels)


def instead(how: str, other: list[int], winners: list[int], labels: Labels) -> str:
    """What would be in, and what out, if it were decided in another way; "" if nothing would."""
    coming = named([one for one in other if one not in winners], labels)
    going = named([one for one in winners if one not in other], labels)
    if coming and going:
        change = _("%(names)s would replace %(others)s.", names=coming, others=going)
    elif coming:
        change = _("%(names)s would also be selected.", names=coming)
    elif going:
        change = _("%(names)s would not be selected.", names=going)
    else:
        return ""
    return f"{how} {change}"


def _quorum(voted: int, quorum: int) -> str:
    if not quorum:
        return ""
    if voted >= quorum:
        return _("Quorum met: %(voted)s voted, %(quorum)s needed.", voted=voted, quorum=quorum)
    return _("Quorum not met: %(voted)s voted, %(quorum)s needed.", voted=voted, quorum=quorum)
