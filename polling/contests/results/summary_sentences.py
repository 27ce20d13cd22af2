"""A result in words: how clear the cut is, how ties were settled, what organizers decided.

Short sentences for the screen and the phones, based on the statistics of `result_statistics`.
"""

from dataclasses import dataclass
from typing import Any

from polling.charts.text_wrapping import shortened
from polling.contests.models import Contest
from polling.contests.results.option_labels import Labels, label_of, named
from polling.contests.results.tie_sentences import tie_words
from polling.core.i18n import _, decimal, ngettext
from polling.voting.rules import BY_SHARE

SHORT = 36  # letters of a label on the screen
CLOSE = 0.05  # share of the ballots; if so few could change the cut, it is close
FIRM = 0.15


@dataclass(frozen=True)
class ResultSentences:
    """The sentences about a result; "" for those that do not apply.

    `heading` and `text` are the most important fact about the cut; `delicate` asks for care.
    `is_margin`: the text gives the margin in ballots, and the heading only rates it.
    """

    heading: str = ""
    text: str = ""
    delicate: bool = False
    is_margin: bool = False
    agreement: str = ""
    pairwise: str = ""
    quorum: str = ""


def in_short(labels: Labels) -> Labels:
    """Return the labels shortened for a sentence on the screen."""
    return {option: shortened(name, SHORT, "…") for option, name in labels.items()}


def about(contest: Contest, labels: Labels) -> ResultSentences:
    """Return a closed contest's result in words, with options named by their labels."""
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
    """Return how many choices two voters share: easier to understand than a coefficient."""
    if not overlap or overlap["shared"] == overlap["chance"]:  # equal if everybody names all
        return ""
    return _(
        "On average, any two participants shared %(shared)s choices. By chance alone, they would "
        "share %(chance)s.",
        shared=decimal(round(overlap["shared"], 1)),
        chance=decimal(round(overlap["chance"], 1)),
    )


def _cut(contest: Contest, labels: Labels) -> tuple[str, str, bool]:
    outcome = contest.result["outcome"]
    if contest.decision:
        return _("Decided by the organizers") + ":", contest.decision["reason"], True
    if not outcome["ballots"]:
        return _("Nobody made a choice."), "", True
    if outcome["ties"]:
        return *tie_words(outcome, labels), True
    return _margin(contest.result, labels)


def _margin(result: dict[str, Any], labels: Labels) -> tuple[str, str, bool]:
    margin = result.get("explained", {}).get("margin")
    if not margin:
        return "", "", False
    needed = margin["to_overtake"]
    outside = label_of(margin["outside"], labels)
    text = _needed(needed, outside, at_least=result["outcome"]["rule"] in BY_SHARE)
    cast = _ballots(result)
    close = needed <= max(1, CLOSE * cast)
    return _firmness(needed, cast, close=close), text, close


def _needed(needed: int, outside: str, *, at_least: bool) -> str:
    """Return the margin. It is a minimum for rules by share, see `closest_margin`."""
    if at_least:
        return ngettext(
            "“%(name)s” needed at least %(num)s more ballot to be selected.",
            "“%(name)s” needed at least %(num)s more ballots to be selected.",
            needed,
            name=outside,
        )
    return ngettext(
        "A change in %(num)s ballot could have put “%(name)s” among the priority issues.",
        "A change in %(num)s ballots could have put “%(name)s” among the priority issues.",
        needed,
        name=outside,
    )


def _ballots(result: dict[str, Any]) -> int:
    """Return the number of ballots, from phones and on paper."""
    return int(result["voted"]) + int(result.get("paper", 0))


def _firmness(needed: int, cast: int, *, close: bool) -> str:
    if close:
        return _("The last place was decided by a narrow margin.")
    if needed <= FIRM * cast:
        return _("The last place was decided by a medium margin.")
    return _("The last place was decided by a wide margin.")


def _pairwise(pairwise: dict[str, Any] | None, winners: list[int], labels: Labels) -> str:
    if not pairwise or not pairwise["differs"]:
        return ""
    return instead(_("In pairwise comparisons") + ":", pairwise["top"], winners, labels)


def instead(how: str, other: list[int], winners: list[int], labels: Labels) -> str:
    """Return what would change in the cut if another method decided; "" if nothing."""
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
