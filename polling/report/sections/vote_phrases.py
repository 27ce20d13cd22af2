"""Vote results as phrases, equal everywhere in the report: shares, turnout, abstentions."""

from collections.abc import Collection, Iterable, Sequence

from polling.core.i18n import _, ngettext
from polling.core.time_zones import local_in_words
from polling.report.data.vote_data import Share, Vote
from polling.report.document_blocks import Block, Figure, Table
from polling.report.figure_numbering import refer


def percent(value: int) -> str:
    """Return "65%"."""
    return _("%(percent)s%%", percent=value)


def part(part: Share) -> str:
    """Return "34 of 52 (65%)", because a percentage needs its base."""
    return share(part.count, part.of, part.percent)


def of(part: Share) -> str:
    """Return "34 of 52", next to a share."""
    return _("%(count)s of %(of)s", count=part.count, of=part.of)


def turnout(vote: Vote) -> str:
    """Return how many voted, and how many of them on paper, if any."""
    if not vote.paper:
        return part(vote.turnout)
    return _("%(part)s by phone and %(paper)s on paper", part=part(vote.turnout), paper=vote.paper)


def abstained(vote: Vote) -> list[str]:
    """Return how many of the voters abstained; empty if nobody."""
    if not vote.abstained:
        return []
    return [_("%(num)s of them abstained.", num=vote.abstained)]


def reopened(vote: Vote) -> list[str]:
    """Return when the closed vote was reopened."""
    if not vote.reopened:
        return []
    times = "; ".join(local_in_words(at) for at in vote.reopened)
    return [_("The vote was reopened before the count: %(times)s.", times=times)]


def removed(vote: Vote) -> list[str]:
    """Return how many people were removed before the close, because the turnout leaves them out."""
    if not vote.removed:
        return []
    return [
        ngettext(
            "Between the opening and the close of this vote, the organizers removed %(num)s "
            "person from the workshop.",
            "Between the opening and the close of this vote, the organizers removed %(num)s "
            "people from the workshop.",
            vote.removed,
        )
    ]


def share(count: int, of: int, percent: int) -> str:
    """Return a share, given the numbers."""
    return _("%(count)s of %(of)s (%(percent)s%%)", count=count, of=of, percent=percent)


def returned(vote: Vote) -> str:
    """Return, for example: All 78 people who could vote returned a ballot; 6 of them abstained."""
    if vote.turnout.count == vote.turnout.of and not vote.paper:
        who = _("All %(num)s people who could vote returned a ballot", num=vote.turnout.of)
    else:
        who = _("%(part)s returned a ballot", part=turnout(vote))
    if not vote.abstained:
        return f"{who}."
    return f"{who}; {' '.join(abstained(vote))}"


def assigned(ratings: Sequence[Vote]) -> str:
    """Return how many people were assigned to each issue, and how many rated it."""
    return _(
        "Each issue was assigned to %(asked)s people, chosen at random and balanced by sector. Of "
        "these, %(voted)s rated it.",
        asked=spread([vote.turnout.of for vote in ratings]),
        voted=spread([vote.turnout.count for vote in ratings]),
    )


def see(blocks: Iterable[Block], *more: str) -> list[str]:
    """Return a reference to the figures and tables among these, and to `more` by their keys."""
    keys = [*keys_of(blocks), *more]
    return [_("See %(figures)s.", figures=refer(*keys))] if keys else []


def keys_of(blocks: Iterable[Block]) -> list[str]:
    """Return the keys by which texts refer to the figures and tables among these."""
    return [
        block.key if isinstance(block, Table) else block.chart.key
        for block in blocks
        if isinstance(block, Table | Figure)
    ]


def spread(numbers: Collection[int]) -> str:
    """Return "3", or "2 or 3", or "2 to 4" if the numbers differ."""
    least, most = min(numbers), max(numbers)
    if least == most:
        return str(least)
    if least + 1 == most:
        return _("%(least)s or %(most)s", least=least, most=most)
    return _("%(least)s to %(most)s", least=least, most=most)
