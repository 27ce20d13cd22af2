"""Check that the export contains everything that was acknowledged: the purpose of a rehearsal."""

from collections import Counter
from typing import Any

from polling.rehearsal.measurements import Record

Tree = dict[str, Any]


def missing(record: Record, exported: Tree) -> list[str]:
    """Return sentences about acknowledged data that the exported workshop lacks."""
    contests = exported.get("results", {}).get("contests", [])
    return [
        *_ballots(record, contests),
        *_turnout(record, contests),
        *_concerns(record, contests),
        *_sentences(record, exported),
        *_answers(record, exported),
    ]


def _ballots(record: Record, contests: list[Tree]) -> list[str]:
    published = {contest["id"]: {b["hash"] for b in contest["ballots"]} for contest in contests}
    return [
        f"participant {voter}'s counted ballot is missing in contest {contest}"
        for (contest, voter), line in sorted(record.ballots.items())
        if contest in published and line not in published[contest]
    ]


def _turnout(record: Record, contests: list[Tree]) -> list[str]:
    wrong = []
    for contest in contests:
        acknowledged = sum(1 for where, _ in record.ballots if where == contest["id"])
        on_phones = len(contest["ballots"]) - contest.get("paper", 0)
        if not acknowledged == contest["voted"] == on_phones:
            wrong.append(
                f"contest {contest['id']}: {acknowledged} acknowledged, {contest['voted']} voted, "
                f"{len(contest['ballots'])} ballots"
            )
    return wrong


def _concerns(record: Record, contests: list[Tree]) -> list[str]:
    """The rehearsal's organizer approves every concern, so all are in the export."""
    exported = Counter(
        said["text"]
        for contest in contests
        for said in contest.get("result", {}).get("concerns", [])
    )
    raised = Counter(text for texts in record.concerns.values() for text in texts)
    lost = raised - exported
    return [f"a concern is missing: {text}" for text in sorted(lost.elements())]


def _sentences(record: Record, exported: Tree) -> list[str]:
    written = [one.get("action", "") for one in recommendations(exported)]
    lost = [words for words in record.sentences.values() if words not in written]
    return [f"a recommendation is missing: {words}" for words in lost]


def _answers(record: Record, exported: Tree) -> list[str]:
    surveyed = exported.get("results", {}).get("participation", {}).get("surveyed", 0)
    if surveyed < record.answers:
        return [f"{record.answers} surveys were acknowledged, {surveyed} are exported"]
    return []


def differences(exported: Tree, frozen: Tree) -> list[str]:
    """Return sentences about recommendations in the export that the frozen report lacks."""
    printed = [one["action"] for one in recommendations(frozen)]
    return [
        f"the frozen report lacks: {one['action']}"
        for one in recommendations(exported)
        if one.get("action") and one["action"] not in printed
    ]


def recommendations(exported: Tree) -> list[Tree]:
    """Return every recommendation in a workshop file or a frozen report, in order."""
    return [
        one
        for theme in exported.get("themes", [])
        for issue in theme.get("issues", [])
        for one in issue.get("recommendations", [])
    ]
