"""Score voting: each option is rated separately; the highest total or mean wins.

The total counts a missing rating as 0. The mean only counts the voters who rated the option, so
that options shown to few voters are not at a disadvantage. Use it if each voter rates a part of a
long list. An option that nobody rated has a mean of 0.

Source: Smith, "Range voting" (2000); Gaertner & Xu, "A general scoring rule", Mathematical Social
Sciences 63 (2012).

>>> from polling.voting.ballots import ScoreBallot
>>> ballots = (ScoreBallot({"a": 2, "b": 1}), ScoreBallot({"a": 1}))
>>> tally = mean_score(Profile(("a", "b"), ballots))
>>> [str(tally.scores[option]) for option in "ab"]
['3/2', '1']
"""

from collections.abc import Mapping
from fractions import Fraction

from polling.voting.ballots import MAX_SCORE, BallotKind, Number, OptionId, ScoreBallot
from polling.voting.profile import Profile
from polling.voting.tally import Tally, tiers_by
from polling.voting.voting_rule import N_, Additive, Unit, VotingRule, by_points, by_tally


def score_points(ballot: ScoreBallot, _options: tuple[OptionId, ...]) -> Mapping[OptionId, Number]:
    """Return the scores of a ballot unchanged."""
    return ballot.scores


def mean_score(profile: Profile[ScoreBallot]) -> Tally:
    """Tally the mean score of each option over the ballots that rate it, by weight."""
    means = {option: _mean(profile, option) for option in profile.options}
    return Tally(tiers_by(means, profile.options), means)


def _mean(profile: Profile[ScoreBallot], option: OptionId) -> Number:
    raters = [ballot for ballot in profile.ballots if option in ballot.scores]
    if not raters:
        return 0
    total = sum(ballot.weight * ballot.scores[option] for ballot in raters)
    return Fraction(total) / sum(ballot.weight for ballot in raters)


SCORE = VotingRule(
    id="score",
    title=N_("Score"),
    explanation=N_("Everybody scores each issue from 0 to 5. The highest totals win."),
    unit=Unit.POINTS,
    ballot_kind=BallotKind.SCORE,
    decide=by_points(score_points),
    additive=Additive(score_points, widest=lambda _options, _most: MAX_SCORE),
)

# Used by the first stage of a final vote in two stages, where each phone rates a part of the list.
MEAN_SCORE = VotingRule(
    id="mean-score",
    title=N_("Mean score"),
    explanation=N_("Everybody rates some recommendations. The highest averages win."),
    unit=Unit.MEAN,
    ballot_kind=BallotKind.SCORE,
    decide=by_tally(mean_score),
    offered=False,
)
