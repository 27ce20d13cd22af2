"""Figures in words, the same everywhere in the report."""

from collections.abc import Collection

from polling.core.i18n import _, ngettext
from polling.core.time_zones import local_in_words
from polling.report.figures.vote_facts import ContestStanding, Share, Vote


def part(part: Share) -> str:
    """ "34 of 52 (65 %)", never a percentage without what it is of."""
    return share(part.count, part.of, part.percent)


def of(part: Share) -> str:
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


def reopened(vote: Vote) -> list[str]:
    """How often the closed vote was opened again, and when; nothing if it never was."""
    if not vote.reopened:
        return []
    times = "; ".join(local_in_words(at) for at in vote.reopened)
    return [
        ngettext(
            "The closed vote was reopened %(num)s time before its count: %(times)s.",
            "The closed vote was reopened %(num)s times before its count: %(times)s.",
            len(vote.reopened),
            times=times,
        )
    ]


def share(count: int, of: int, percent: int) -> str:
    """The same, where the percentage is one of several that sum to 100."""
    return _("%(count)s of %(of)s (%(percent)s %%)", count=count, of=of, percent=percent)


def supported(standing: ContestStanding, *, before: bool = False) -> str:
    """By how many of those who could; of a rating, also how many want it now.

    `before`: it has the figures of the second stage as well.
    """
    share, rated = part(standing.support), standing.rated
    if rated is None:
        return _("Supported by %(part)s.", part=share)
    if before:
        return _(
            "First stage: supported by %(part)s, %(now)s of them as a priority now.",
            part=share,
            now=rated.priority,
        )
    return _(
        "Supported by %(part)s, %(now)s of them as a priority now.", part=share, now=rated.priority
    )


def finally_chosen(standing: ContestStanding, finalists: Vote) -> str:
    """Where it stands in the second stage, and by how many it was chosen."""
    return _(
        "Final choice: place %(rank)s of %(all)s, chosen by %(part)s.",
        rank=standing.rank,
        all=len(finalists.standings),
        part=part(standing.support),
    )


def spread(numbers: Collection[int]) -> str:
    """ "3", or "2 to 3" where they differ."""
    least, most = min(numbers), max(numbers)
    return str(least) if least == most else _("%(least)s to %(most)s", least=least, most=most)
