"""The published list of a vote and its hash, by which everybody can recognize the list.

The list begins with a line about the vote: all data on which the result depends besides the
ballots. A line for each option follows, then the sorted lines of the ballots. So the hash changes
if somebody exchanges the names of two options, or changes the rule or the turnout.

In lists of earlier versions, whose result has no "list_version", there are only the ballots.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from polling.contests.casting.receipts import canonical
from polling.contests.models import Contest

VERSION = 2


def head(vote: Mapping[str, Any]) -> list[str]:
    """Return the lines before the ballots of a vote that has the form of the workshop file."""
    result = vote["result"]
    if result.get("list_version") != VERSION:
        return []
    names = ("id", "kind", "rule", "present", "voted", "paper", "withdrawn")
    about = {name: vote[name] for name in names}
    about |= {name: result.get(name) for name in ("eligible", "electorate")}
    about["reopened"] = len(vote["reopened"])
    options = [{"id": option["id"], "name": option["name"]} for option in vote["options"]]
    return [canonical(about), *map(canonical, options)]


def head_of(contest: Contest, result: Mapping[str, Any]) -> list[str]:
    """Return the lines before the ballots of a contest with this stored result."""
    names = result.get("names", {})
    options = [{"id": option, "name": names.get(str(option), "")} for option in contest.options]
    return head(
        {
            "id": contest.id,
            "kind": contest.kind,
            "rule": contest.rule,
            "options": options,
            "present": result.get("present"),
            "voted": result.get("voted"),
            "paper": result.get("paper", 0),
            "withdrawn": result.get("withdrawn", 0),
            "reopened": contest.reopened,
            "result": result,
        }
    )


def list_digest(first: Sequence[str], ballots: Sequence[str]) -> str:
    """Return the SHA-256 of a list: its first lines and the sorted ballots, with line feeds."""
    lines = [*first, *sorted(ballots)]
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()
