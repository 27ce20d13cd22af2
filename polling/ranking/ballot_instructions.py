"""Instructions for voters: what to do, and how votes are counted. Frozen with the vote."""

from dataclasses import dataclass

from polling.contests.forms import HIGHEST_SCORE
from polling.contests.models import Contest
from polling.core.i18n import LazyString, _, lazy, ngettext
from polling.setup.rule_descriptions import RULE_WORDS
from polling.voting.ballots import POINTS_TO_SPEND, BallotKind
from polling.voting.positional import TOP_THREE
from polling.voting.rules import DESCRIPTIONS

TIES: dict[str, LazyString] = {
    "default": lazy(
        "If issues tie for the last winning place, we compare them in pairs, then count first "
        "choices. Issues that are still tied all win."
    ),
    "refuse": lazy(
        "If there is a tie for the last winning place, the organizers decide and say why."
    ),
    "lot": lazy("Ties for the last winning place are broken by lot. Anyone can check the draw."),
}


@dataclass(frozen=True)
class Instructions:
    """What to do, how it is counted, and other fixed rules, in sentences."""

    task: str
    counting: str
    more: list[str]


def instructions(contest: Contest) -> Instructions:
    """Return the instructions for the voters of a contest."""
    rule = contest.rule
    places = min(rule["places"], len(contest.options))
    more = [_cut(places), str(TIES[rule["tie_policy"]]), _quorum(rule.get("quorum", 0))]
    return Instructions(
        _task(contest), counting(contest), [sentence for sentence in more if sentence]
    )


def _task(contest: Contest) -> str:
    kind, most = DESCRIPTIONS[contest.rule["rule"]].ballot_kind, contest.rule["most"]
    if kind is BallotKind.RANKING:
        return ngettext(
            "Choose the issue that matters most.",
            "Choose the %(num)s issues that matter most, most important first.",
            most,
        )
    if kind is BallotKind.APPROVAL:
        return ngettext(
            "Choose the issue that you support.",
            "Choose up to %(num)s issues that you support, in any order.",
            most,
        )
    if kind is BallotKind.SCORE:
        return _("Give each issue a score from 0 to %(highest)s.", highest=HIGHEST_SCORE)
    return _("Divide %(points)s points among the issues.", points=POINTS_TO_SPEND)


def on_paper(contest: Contest) -> list[str]:
    """Return the instructions for paper, where the task mentions a pen instead of tapping."""
    rest = instructions(contest)
    return [_task_on_paper(contest) or rest.task, rest.counting, *rest.more]


def _task_on_paper(contest: Contest) -> str:
    kind, most = DESCRIPTIONS[contest.rule["rule"]].ballot_kind, contest.rule["most"]
    if kind is BallotKind.RANKING:
        return ngettext(
            "Write 1 for the most important issue.",
            "Rank the %(num)s most important issues: 1 is the most important.",
            most,
        )
    if kind is BallotKind.APPROVAL:
        return ngettext(
            "Tick the issue that you support.",
            "Tick up to %(num)s issues that you support.",
            most,
        )
    return ""


def counting(contest: Contest) -> str:
    """Explain to voters how ballots become an order."""
    if contest.rule["rule"] != "top-three":
        return str(RULE_WORDS[contest.rule["rule"]].explanation)
    most: int = contest.rule["most"]
    first, second, third = TOP_THREE
    sentences: list[str] = [
        _("Your choice gets %(first)s points.", first=first),
        _(
            "Your first choice gets %(first)s points, and your second gets %(second)s.",
            first=first,
            second=second,
        ),
        _(
            "Your first choice gets %(first)s points, your second gets %(second)s, and your third "
            "gets %(third)s.",
            first=first,
            second=second,
            third=third,
        ),
    ]
    return sentences[min(most, len(sentences)) - 1]


def _cut(places: int) -> str:
    return ngettext(
        "The top issue goes to the breakout groups.",
        "The top %(num)s issues go to the breakout groups.",
        places,
    )


def _quorum(quorum: int) -> str:
    return ngettext("Quorum: %(num)s vote.", "Quorum: %(num)s votes.", quorum) if quorum else ""
