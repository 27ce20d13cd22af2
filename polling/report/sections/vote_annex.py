"""The votes in full: stability, how it was computed, and the published lists."""

from collections.abc import Sequence
from dataclasses import replace

from polling.contests.models import RANKING
from polling.core.i18n import _, ngettext
from polling.report.data.report_data import Report
from polling.report.data.vote_data import Vote
from polling.report.document_blocks import Block, Figure, Item, Lines, Paragraph, Points, Section
from polling.report.sections.final_vote import finals
from polling.report.sections.rankings import ranking


def annex(report: Report) -> list[Block]:
    """Return a section for each ranking and each theme's final vote."""
    rankings = [ranking(theme.ranking) for theme in report.themes if theme.ranking]
    return _explained([*rankings, *finals(report)], set())


def _explained(blocks: Sequence[Block], known: set[str]) -> list[Block]:
    """Add a note on how to read it to the first chart of each kind."""
    return [_with_note(block, known) for block in blocks]


def _with_note(block: Block, known: set[str]) -> Block:
    if isinstance(block, Section):
        return replace(block, blocks=_explained(block.blocks, known))
    if isinstance(block, Figure) and block.chart.description not in known:
        known.add(block.chart.description)
        return replace(block, note=block.chart.description)
    return block


def lists(report: Report) -> list[Block]:
    """Return the hash of each list, optionally of every ballot, and how to verify them."""
    if not report.votes:
        return []
    how = _(
        "Every ballot is published under the hash of a receipt that only the "
        "voter’s phone has. The workshop file and the archive contain the lists "
        "of ballots and a script to recount them. SHA-256 hashes of the lists:"
    )
    every = report.choices.every_hash
    listed: list[Block] = (
        [Lines(f"{_vote(one)}: {one.hash}", sorted(one.hashes)) for one in report.votes]
        if every
        else [Points([Item(text=_vote(one), figures=one.hash) for one in report.votes])]
    )
    return [Paragraph(how), *listed]


def _vote(vote: Vote) -> str:
    """Return the subject of a vote, and the number of listed ballots."""
    kind = _("Ranking") if vote.kind == RANKING else _("Final vote")
    about = " – ".join(filter(None, [vote.theme or _("All themes"), vote.issue]))
    ballots = ngettext("%(num)s ballot", "%(num)s ballots", len(vote.hashes))
    return f"{kind}: {about} ({ballots})"
