"""Sentences about the details of a counted contest, for the console and the report."""

from typing import Any

from polling.contests.forms import HIGHEST_SCORE
from polling.contests.models import Contest
from polling.contests.results.option_labels import Labels, label_of, named
from polling.core.default_texts import translate_default
from polling.core.i18n import _, decimal
from polling.voting.ballots import BallotKind
from polling.voting.outcome import StepName
from polling.voting.rules import DESCRIPTIONS


def facts(contest: Contest, labels: Labels) -> list[str]:
    """Return sentences: turnout, head to head, agreement, and how probabilities were computed."""
    if not contest.result:
        return []
    explained = contest.result.get("explained", {})
    said = [
        _voted(contest.result),
        _lots(contest, labels),
        _two_by_two(explained.get("pairwise"), labels),
        _agreement(explained.get("agreement")),
        _likeness(contest, labels),
        _redrawn(explained),
    ]
    return [sentence for sentence in said if sentence]


def _voted(result: dict[str, Any]) -> str:
    """Return the turnout: in total, in the room, online, and on paper."""
    parts = [
        f"{translate_default(part['sector']) or _('not stated')}: "
        + _("%(count)s of %(of)s", count=part["voted"], of=part["present"])
        for part in result.get("presence", [])
    ]
    where = f" ({'; '.join(parts)})" if parts else ""
    voted = _("%(voted)s of %(present)s voted", **_of(result)) + f"{where}."
    paper = _("Paper ballots: %(count)s.", count=result["paper"]) if result.get("paper") else ""
    return " ".join(filter(None, [voted, paper]))


def _of(part: dict[str, Any]) -> dict[str, int]:
    return {"voted": part["voted"], "present": part["present"]}


def _lots(contest: Contest, labels: Labels) -> str:
    """Return how lots were drawn, if they were: the seed existed before anybody voted."""
    drawn = [
        tie["options"]
        for tie in contest.result["outcome"]["ties"]
        if any(step["name"] == StepName.LOT for step in tie["steps"])
    ]
    if not drawn:
        return ""
    numbers = [f"{label_of(option, labels)} = {option}" for tied in drawn for option in tied]
    return _(
        "For each option, the draw takes the SHA-256 hash of “%(seed)s:” followed by its number. "
        "The lowest hash comes first. The seed was set before voting opened. Option numbers: "
        "%(numbers)s.",
        seed=contest.id,
        numbers="; ".join(numbers),
    )


def _two_by_two(pairwise: dict[str, Any] | None, labels: Labels) -> str:
    if not pairwise:
        return ""
    if pairwise["winner"] is not None:
        return _(
            "In pairwise comparisons, %(name)s beats every other issue.",
            name=named([pairwise["winner"]], labels),
        )
    names = named(pairwise["cycle"], labels)
    if _is_circle(pairwise):
        return _(
            "In pairwise comparisons, no issue beats all the others: %(names)s beat one another "
            "in a cycle.",
            names=names,
        )
    return _(
        "In pairwise comparisons, no issue beats all the others; %(names)s share the lead.",
        names=names,
    )


def _is_circle(pairwise: dict[str, Any]) -> bool:
    """Return whether each leading option is beaten by another, so that they form a cycle."""
    at = {option: place for place, option in enumerate(pairwise["options"])}
    places, rows = [at[option] for option in pairwise["cycle"]], pairwise["rows"]
    return all(any(rows[other][one] > rows[one][other] for other in places) for one in places)


def _agreement(agreement: dict[str, Any] | None) -> str:
    if not agreement:
        return ""
    return _(
        "Kendall’s W, corrected for ties: %(w)s (%(ballots)s ballots; 0 = no agreement, 1 = "
        "full agreement).",
        w=decimal(agreement["w"]),
        ballots=agreement["ballots"],
    )


def _likeness(contest: Contest, labels: Labels) -> str:
    """Return, for ballots without ranks, how similar they are, and the most divisive option."""
    rule: str = contest.result["outcome"]["rule"]
    if DESCRIPTIONS[rule].ballot_kind is BallotKind.RANKING:
        return ""
    found = contest.result.get("explained", {}).get("likeness")
    if not found:
        return _("There is no agreement statistic because not everyone could vote on every option.")
    said = [_alike(DESCRIPTIONS[rule].ballot_kind, found["alike"])]
    if found["most_divided"] is not None:
        names = named([found["most_divided"]], labels)
        said.append(_("Ballots differ most on %(name)s.", name=names))
    return " ".join([*said, _("Kendall’s W and pairwise comparisons apply only to rankings.")])


def _alike(kind: BallotKind, alike: float) -> str:
    percent = round(100 * alike)
    if kind is BallotKind.APPROVAL:
        return _(
            "On average, two ballots picked at random agree on %(percent)s%% of the issues. If "
            "opinions were evenly divided on every issue, this figure would be 50%%.",
            percent=percent,
        )
    if kind is BallotKind.SCORE:
        return _(
            "On average, two ballots picked at random differ by %(points)s out of %(highest)s "
            "points on an issue.",
            points=decimal(round(HIGHEST_SCORE * (1 - alike), 2)),
            highest=HIGHEST_SCORE,
        )
    return _(
        "On average, two ballots picked at random give %(points)s out of 100 points to the same "
        "issues.",
        points=percent,
    )


def _redrawn(explained: dict[str, Any]) -> str:
    if not explained.get("draws"):
        return ""
    unknown = _("not recorded")
    return _(
        "The percentages estimate how often a similar group would select the same options. "
        "Bootstrap: %(draws)s resamples, generator %(generator)s, seed %(seed)s.",
        draws=explained["draws"],
        generator=explained.get("generator", unknown),
        seed=explained["seed"],
    )
