"""Whether an imported vote can be reported: in a file, its result is JSON of any form."""

from dataclasses import asdict

from pydantic import TypeAdapter

from polling.contests.kinds import RATING
from polling.recommendations.models import Recommendation
from polling.report.data.load_two_stages import rated
from polling.report.data.load_votes import standings, vote
from polling.report.data.vote_data import Vote
from polling.report.published_results.schema import CountedContest
from polling.voting.rules import DESCRIPTIONS
from polling.workshop.models import Issue

UNREADABLE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
LARGEST = 1_000_000_000  # of any number
_VOTE = TypeAdapter(Vote)


def is_readable(counted: CountedContest) -> bool:
    """Return whether all of a vote can be loaded, has the declared types, and can be drawn."""
    try:
        known = counted.rule["rule"] in DESCRIPTIONS
        return known and all(map(_is_drawable, _loaded(counted)))
    except UNREADABLE:
        return False


def _loaded(counted: CountedContest) -> list[Vote]:
    if counted.kind == RATING:
        issue = Issue(headline="")
        rows = [Recommendation(id=one.id, action=one.name, issue=issue) for one in counted.options]
        return rated([counted], counted.theme or "", rows, _action, imported=True)[0]
    options = {option.id: option for option in counted.options}
    return [vote(counted, [(one.name, standing) for one, standing in standings(counted, options)])]


def _action(row: Recommendation) -> str:
    return row.action


def _is_drawable(made: Vote) -> bool:
    """Return whether charts and tables can show it. Raises ValueError for other types."""
    tree = asdict(made)
    _VOTE.validate_python(tree)
    shares = [one.support for _, one in made.standings]
    return _is_moderate(tree) and all(share.count <= share.of for share in shares)


def _is_moderate(node: object) -> bool:
    """Return whether all numbers can be shown."""
    if isinstance(node, dict):
        return all(map(_is_moderate, node.values()))
    if isinstance(node, list | tuple):
        return all(map(_is_moderate, node))
    return not isinstance(node, int | float) or abs(node) <= LARGEST
