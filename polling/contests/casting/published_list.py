"""The published list of a vote and its hash, by which everybody can recognize the list.

The list begins with a line about the vote: all data on which the result depends besides the
ballots. A line for each option follows, then the sorted lines of the ballots: each ballot's hash, a
space and its choices. So the hash changes if somebody changes the choices of a ballot, exchanges
the names of two options, or changes the rule or the turnout.

In lists of earlier versions, whose result has no "list_version", there are only the ballots'
hashes, which nobody can compare with the choices without the receipts.
"""

import hashlib
from collections.abc import Iterable, Mapping
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
    if vote.get("removed"):  # lists of earlier versions do not have this
        about["removed"] = vote["removed"]
    return [canonical(about), *_options((one["id"], one["name"]) for one in vote["options"])]


def _options(named: Iterable[tuple[int, str]]) -> list[str]:
    return [canonical({"id": option, "name": name}) for option, name in named]


def terms_digest(contest: Contest, names: Mapping[str, str]) -> str:
    """Return the SHA-256 of the rule and of the lines of the options, each with a line feed.

    `names` are by option id. The list's first line has the rule, so everybody can compute it.
    """
    named = [(option, names.get(str(option), "")) for option in contest.options]
    return list_digest([canonical(contest.rule), *_options(named)])


def labels_digest(labels: Iterable[tuple[int, str]]) -> str:
    """Return the SHA-256 of (option id, short name), a line for each."""
    return list_digest(canonical(one) for one in labels)


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
            "removed": result.get("removed", 0),
            "reopened": contest.reopened,
            "result": result,
        }
    )


def ballot_lines(result: Mapping[str, Any], ballots: Iterable[tuple[str, str]]) -> list[str]:
    """Return the sorted lines of ballots, which are given as (hash, canonical choices)."""
    if result.get("list_version") != VERSION:
        return sorted(line for line, _ in ballots)
    return sorted(f"{line} {choices}" for line, choices in ballots)


def with_choices(ballots: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Return (hash, canonical choices) of ballots in the form of a stored result."""
    return [(ballot["hash"], canonical(ballot["choices"])) for ballot in ballots]


def lines_of(vote: Mapping[str, Any]) -> list[str]:
    """Return all lines of the list of a vote that has the form of the workshop file."""
    return [*head(vote), *ballot_lines(vote["result"], with_choices(vote["ballots"]))]


def list_digest(lines: Iterable[str]) -> str:
    """Return the SHA-256 of a list's lines, each with a line feed."""
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()
