"""Figures in words, the same everywhere in the report."""

from collections.abc import Collection

from polling.i18n import _, ngettext
from polling.report.figures.vote_facts import Part, Vote


def part(part: Part) -> str:
    """ "34 of 52 (65 %)", never a percentage without what it is of."""
    return share(part.count, part.of, part.percent)


def of(part: Part) -> str:
    """ "34 of 52", where the share stands beside it."""
    return _("%(count)s of %(of)s", count=part.count, of=part.of)


def turnout(vote: Vote) -> str:
    """Who voted, and beside them the ballots on paper, where there were any."""
    if not vote.paper:
        return part(vote.turnout)
    return _("%(part)s by phone and %(paper)s on paper", part=part(vote.turnout), paper=vote.paper)


def abstained(vote: Vote) -> list[str]:
    """Who voted and is on none of the ballots that support is a part of; nothing if nobody."""
    if not vote.abstained:
        return []
    return [ngettext("%(num)s of them abstained.", "%(num)s of them abstained.", vote.abstained)]


def share(count: int, of: int, percent: int) -> str:
    """The same, where the percentage is one of several that sum to 100."""
    return _("%(count)s of %(of)s (%(percent)s %%)", count=count, of=of, percent=percent)


def spread(numbers: Collection[int]) -> str:
    """ "3", or "2 to 3" where they differ."""
    least, most = min(numbers), max(numbers)
    return str(least) if least == most else _("%(least)s to %(most)s", least=least, most=most)
