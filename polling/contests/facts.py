"""Everything else there is to say of a counted contest, sentence by sentence, for the console."""

from typing import Any

from polling.contests.models import Contest
from polling.contests.naming import Labels, named
from polling.i18n import _, decimal


def facts(contest: Contest, labels: Labels) -> list[str]:
    """Who voted, two by two, agreement with its figure, and how the chances were found."""
    if not contest.result:
        return []
    explained = contest.result.get("explained", {})
    said = [
        _voted(contest.result),
        _two_by_two(explained.get("pairwise"), labels),
        _agreement(explained.get("agreement")),
        _redrawn(explained),
    ]
    return [sentence for sentence in said if sentence]


def _voted(result: dict[str, Any]) -> str:
    """Of all, of those in the room and the virtual ones, and on paper."""
    parts = [
        _("%(where)s: %(voted)s of %(present)s", where=part["sector"] or _("not said"), **_of(part))
        for part in result.get("presence", [])
    ]
    where = f" ({'; '.join(parts)})" if parts else ""
    voted = _("%(voted)s of %(present)s voted", **_of(result)) + f"{where}."
    paper = _("On paper: %(count)s.", count=result["paper"]) if result.get("paper") else ""
    return " ".join(filter(None, [voted, paper]))


def _of(part: dict[str, Any]) -> dict[str, int]:
    return {"voted": part["voted"], "present": part["present"]}


def _two_by_two(pairwise: dict[str, Any] | None, labels: Labels) -> str:
    if not pairwise:
        return ""
    if pairwise["winner"] is not None:
        return _(
            "Compared two by two: %(name)s beats every other issue.",
            name=named([pairwise["winner"]], labels),
        )
    return _(
        "Compared two by two: none beats all others, %(names)s lead together.",
        names=named(pairwise["cycle"], labels),
    )


def _agreement(agreement: dict[str, Any] | None) -> str:
    if not agreement:
        return ""
    return _(
        "Agreement (Kendall’s W, from 0 to 1): %(w)s on %(ballots)s ballots. From 0.7 we call it "
        "strong, from 0.5 moderate, below weak.",
        w=decimal(agreement["w"]),
        ballots=agreement["ballots"],
    )


def _redrawn(explained: dict[str, Any]) -> str:
    if not explained.get("draws"):
        return ""
    return _(
        "The chances are from %(draws)s draws of as many ballots as were cast, with the seed "
        "%(seed)s: anybody can draw again.",
        draws=explained["draws"],
        seed=explained["seed"],
    )
