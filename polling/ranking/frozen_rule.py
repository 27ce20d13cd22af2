"""The rule of one theme's vote, frozen when the vote opens."""

from typing import Any

from polling.voting.ballots import BallotKind
from polling.voting.rules import RULES
from polling.workshop.models import Theme
from polling.workshop.settings import OWN_RULES, Settings


def rule_for(settings: Settings, theme: Theme) -> dict[str, Any]:
    """Return the data that is frozen and shown to voters when the theme's contest opens."""
    own = {name: getattr(theme, name) for name in OWN_RULES if getattr(theme, name) is not None}
    here = settings.model_copy(update=own)
    return {
        "rule": here.rule,
        "most": _most(here, len(theme.issues)),
        "places": here.cut_places,
        "tie_policy": here.tie_policy,
        "quorum": here.quorum,
    }


def _most(here: Settings, issues: int) -> int:
    """Return how many issues a ballot can name; scores and points have no limit."""
    if RULES[here.rule].ballot_kind in {BallotKind.RANKING, BallotKind.APPROVAL}:
        return min(here.rank_places, issues)
    return issues
