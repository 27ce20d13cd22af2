"""The votes in full: the rankings, the final votes, and the published lists.

A ranking shows the whole order and its stability; a final vote shows each theme's recommendations
by support, and by sector.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from polling.charts import Chart, SectorSlopes
from polling.contests.kinds import RANKING
from polling.contests.results.charts import charts, sector_slopes
from polling.contests.results.figures import Figures
from polling.core.i18n import _, ngettext
from polling.final_vote.short_labels import brief
from polling.report.data.report_data import Report, Theme
from polling.report.data.vote_data import Vote
from polling.report.document_blocks import Block, Figure, Item, Lines, Paragraph, Points, Section
from polling.report.figure_numbering import refer
from polling.report.sections.vote_phrases import (
    abstained,
    assigned,
    removed,
    reopened,
    see,
    turnout,
)
from polling.setup.rule_descriptions import RULE_WORDS


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


def ranking(vote: Vote) -> Section:
    """Return the order and its stability, as text and charts."""
    drawn = [Figure(chart) for chart in shown(vote.figures, vote.theme)]
    title = f"{_('Ranking')}: {vote.theme}"
    said = " ".join([about(vote, vote.said), *see(drawn)])
    return Section(title, [Paragraph(said), *drawn, *of_sectors(vote)])


def shown(found: Figures | None, title: str) -> list[Chart]:
    """Return all charts, without one by sector that would be mostly suppressed."""
    made = charts(found, title)
    if found and not is_mostly_shown(found):
        return [chart for chart in made if not isinstance(chart, SectorSlopes)]
    return made


def is_mostly_shown(found: Figures) -> bool:
    """Return whether at least half of the cells by sector may be published."""
    cells = [cell for one in found.options for cell in one.sectors]
    return bool(cells) and 2 * sum(cell is not None for cell in cells) >= len(cells)


def about(vote: Vote, said: Sequence[str] = ()) -> str:
    """Return the rule, the turnout, other sentences (`said`), and how they were computed."""
    rule = _("Counting method: %(rule)s.", rule=RULE_WORDS[vote.rule].name)
    voted, *more = vote.facts or [_("%(part)s voted.", part=turnout(vote))]
    changed = [*removed(vote), *reopened(vote)]
    return " ".join([rule, voted, *abstained(vote), *changed, *said, *more])


def of_sectors(vote: Vote) -> list[Block]:
    """Return what sectors have in common, the result with equal weights, and differing sectors."""
    points = [Item(text=sentence) for sentence in vote.about_sectors]
    return [Points(points)] if points else []


Named = Mapping[str, str]


def finals(report: Report) -> Iterator[Section]:
    """Return a section for each theme, in one stage or in two, and for the finalists."""
    named = _references(report)
    for theme in report.themes:
        if theme.final_vote:
            yield _section(theme.title, _in_one_stage(theme.title, theme.final_vote, named))
        if theme.ratings:
            yield _section(theme.title, _first_stage(theme, named))
    if report.finalists:
        yield _section(_("All themes"), _in_one_stage(_("All themes"), report.finalists, named))


def _references(report: Report) -> dict[str, str]:
    """Return the labels of recommendations in charts, by voted wording."""
    every = [*report.recommendations, *report.left_out]
    voted = ((one.edit.voted if one.edit else one.text, one.reference) for one in every)
    return {text: f"{reference} {brief(text)}".strip() for text, reference in voted}


def _section(title: str, blocks: list[Block]) -> Section:
    return Section(f"{_('Final vote')}: {title}", blocks)


def _in_one_stage(title: str, vote: Vote, named: Named) -> list[Block]:
    """Describe a vote in one stage."""
    drawn = [Figure(chart) for chart in shown(_named(vote.figures, named), title)]
    said = " ".join([about(vote, vote.said), *see(drawn)])
    return [Paragraph(said), *_edited_titles(vote, named), *drawn, *of_sectors(vote)]


def _edited_titles(vote: Vote, named: Named) -> list[Block]:
    """Return the short titles of finalists that organizers edited, next to the references."""
    if not vote.titles:
        return []
    lead_in = _(
        "During the vote, phones and the screen showed short titles. The organizers edited these:"
    )
    titles = [
        Item(text=named.get(text, text), note=_("Short title: “%(title)s”", title=title))
        for text, title in vote.titles
    ]
    return [Paragraph(lead_in), Points(titles)]


def _first_stage(theme: Theme, named: Named) -> list[Block]:
    """Describe the first stage, in which parts of the room rated issues; tables are by theme."""
    ratings = theme.ratings
    split = [
        Figure(sector_slopes(figures, vote.issue or theme.title))
        for vote in ratings
        if (figures := _named(vote.figures, named)) and is_mostly_shown(figures)
    ]
    table = f"numbers-{theme.reference}"
    where = see(split, table) if split else [f"({refer(table)})"]
    # All issues open and close together, so they have the same values.
    changed = [*removed(ratings[0]), *reopened(ratings[0])] if ratings else []
    said = [assigned(ratings), *changed, *where]
    return [Paragraph(" ".join(said)), *split]


def _named(figures: Figures | None, named: Named) -> Figures | None:
    if figures is None:
        return None
    options = [replace(one, label=named.get(one.label, one.label)) for one in figures.options]
    return replace(figures, options=options)
