"""Merging sources and rationales of one issue into another, and undoing it."""

from collections.abc import Collection, Iterable
from typing import Any

from polling.workshop.models import Issue

BETWEEN = "\n\n"
Gained = dict[str, Any]  # {"sources": those new to the issue, "rationale": whether it was added}


def absorb(issue: Issue, sources: Iterable[str], rationale: str) -> Gained:
    """Add what the issue lacks; returns what was added."""
    new = [one for one in dict.fromkeys(sources) if one and one not in issue.sources]
    issue.sources = list(dict.fromkeys([*issue.sources, *new]))
    is_new = rationale not in issue.rationale
    if is_new:
        issue.rationale = BETWEEN.join(filter(None, [issue.rationale, rationale]))
    return {"sources": new, "rationale": is_new}


def give_back(issue: Issue, gained: Gained, rationale: str, named: Collection[str]) -> None:
    """Remove from the issue what it gained, except sources that others have `named` too.

    A rationale that was edited since then is kept, because its parts cannot be told apart.
    """
    gone = {*gained.get("sources", [])} - {*named}
    issue.sources = [one for one in issue.sources if one not in gone]
    if gained.get("rationale"):
        issue.rationale = _without(issue.rationale.split(BETWEEN), rationale.split(BETWEEN))


def _without(paragraphs: list[str], taken: list[str]) -> str:
    """Return the paragraphs without the last occurrence of `taken`."""
    for at in range(len(paragraphs) - len(taken), -1, -1):
        if paragraphs[at : at + len(taken)] == taken:
            return BETWEEN.join(paragraphs[:at] + paragraphs[at + len(taken) :])
    return BETWEEN.join(paragraphs)
