"""The voting rules in words: what an organizer chooses from, and what voters are told."""

from typing import NamedTuple

from polling.i18n import LazyString, lazy
from polling.voting.ballots import BallotKind


class Words(NamedTuple):
    """A rule's name, and in one sentence what it does."""

    name: LazyString
    explanation: LazyString


TIE_WORDS: dict[str, LazyString] = {
    "default": lazy("Settled by the ballots"),
    "refuse": lazy("Left to the organizers"),
    "lot": lazy("Drawn by lot"),
}

KIND_WORDS: dict[BallotKind, LazyString] = {
    BallotKind.RANKING: lazy("Everybody ranks a few issues"),
    BallotKind.APPROVAL: lazy("Everybody taps the issues that they support"),
    BallotKind.SCORE: lazy("Everybody scores each issue from 0 to 5"),
    BallotKind.POINTS: lazy("Everybody divides a hundred points"),
}

RULE_WORDS: dict[str, Words] = {
    "top-three": Words(
        lazy("3-2-1 points"),
        lazy("The first choice gets 3 points, the second 2, the third 1; most points lead."),
    ),
    "borda": Words(
        lazy("Borda count"),
        lazy("An issue gets a point for every other issue that a ballot puts below it."),
    ),
    "schulze": Words(
        lazy("Schulze"),
        lazy("Issues are compared two by two; the strongest chain of wins decides."),
    ),
    "ranked-pairs": Words(
        lazy("Ranked pairs"),
        lazy("Issues are compared two by two; the clearest wins are settled first."),
    ),
    "kemeny": Words(
        lazy("Kemeny"),
        lazy("The order that contradicts the ballots least often wins."),
    ),
    "instant-runoff": Words(
        lazy("Instant runoff"),
        lazy("The issue with the fewest first places goes, and its ballots move to their next."),
    ),
    "stv": Words(
        lazy("Single transferable vote"),
        lazy("Proportional: every large enough part of the room gets an issue through."),
    ),
    "approval": Words(
        lazy("Approval"),
        lazy("Everybody names what they support; the most named lead."),
    ),
    "approval-share": Words(
        lazy("Share of approvals"),
        lazy(
            "Everybody taps what they support among the work of others; the largest share of those "
            "who could tap it leads."
        ),
    ),
    "sequential-pav": Words(
        lazy("Proportional approval"),
        lazy("Approvals, but a ballot counts less once something that it names is in."),
    ),
    "equal-shares": Words(
        lazy("Equal shares"),
        lazy("Approvals, with the same budget for every voter to get something through."),
    ),
    "score": Words(
        lazy("Score"),
        lazy("From 0 to 5 for each issue; the scores are added, the highest sum leads."),
    ),
    "mean-score": Words(
        lazy("Mean score"),
        lazy("From 0 to 5 for each issue; the highest average of those who scored it leads."),
    ),
    "hundred-points": Words(
        lazy("Hundred points"), lazy("Points that are not given are lost; most points lead.")
    ),
}
