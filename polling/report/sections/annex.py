"""The annex: every ranking in full, how firm each result is, and the published lists of ballots."""

from polling.contests.charts import charts
from polling.contests.models import RANKING
from polling.i18n import _, ngettext
from polling.ranking import what_if
from polling.report.blocks import Block, CellValue, Figure, Lines, Paragraph, Section, Table
from polling.report.figures.facts import Report
from polling.report.figures.vote_facts import Standing, Vote
from polling.report.sections.words import part, turnout
from polling.setup.rule_words import RULE_WORDS


def annex(report: Report) -> list[Block]:
    """A section for each vote."""
    shown = "" if "ballots" in report.choices.left_out else "list"
    if shown and report.choices.every_hash:
        shown = "every"
    return [_vote(vote, shown) for vote in report.votes]


def _vote(vote: Vote, hashes: str) -> Section:
    ranking = vote.kind == RANKING
    title = (
        _("Ranking: %(theme)s", theme=vote.theme)
        if ranking
        else _("Final vote: %(theme)s", theme=vote.theme or _("all themes"))
    )
    blocks: list[Block] = [Paragraph(_about(vote)), _standings(vote), *_charts(vote)]
    return Section(title, [*blocks, *_ballots(vote, hashes)])


def _about(vote: Vote) -> str:
    words = RULE_WORDS[vote.rule]
    rule = _(
        "Counted by: %(rule)s. %(explanation)s", rule=words.name, explanation=words.explanation
    )
    voted = _("%(part)s voted.", part=turnout(vote))
    return " ".join([rule, voted, *_abstained(vote), *vote.said])


def _abstained(vote: Vote) -> list[str]:
    if not vote.abstained:
        return []
    return [ngettext("%(num)s of them abstained.", "%(num)s of them abstained.", vote.abstained)]


def _standings(vote: Vote) -> Table:
    ranking = vote.kind == RANKING
    columns = [_("Issue") if ranking else _("Recommendation"), _("Rank")]
    columns += [_("Score"), _("On ballots"), _("In first place")] if ranking else [_("Support")]
    return Table(
        caption=_("The whole order"),
        columns=[*columns, _("Made the cut")],
        rows=[[label, *_figures(standing)] for label, standing in vote.standings],
    )


def _figures(standing: Standing) -> list[CellValue]:
    made_cut = _("yes") if standing.made_cut else _("no")
    if standing.first is None:
        return [standing.rank, part(standing.support), made_cut]
    return [standing.rank, standing.score, part(standing.support), standing.first, made_cut]


def _charts(vote: Vote) -> list[Block]:
    """How firm the cut is, two by two, and by sector; the order stands with its theme."""
    drawn = [Figure(chart) for chart in charts(vote.figures, vote.theme)[1:]]
    return [*drawn, *_what_if(vote), *_facts(vote)]


def _what_if(vote: Vote) -> list[Block]:
    if not vote.figures or not vote.figures.what_if:
        return []
    rows: list[list[CellValue]] = [[rule, order] for rule, order in what_if.orders(vote.figures)]
    caption = _("The order by other rules, on the same ballots; ✓ makes the cut")
    columns = [_("Rule"), _("Order")]
    return [Table(caption, columns, rows), Paragraph(what_if.sentence(vote.figures))]


def _facts(vote: Vote) -> list[Block]:
    return [Paragraph(" ".join(vote.facts), quiet=True)] if vote.facts else []


def _ballots(vote: Vote, hashes: str) -> list[Block]:
    """The hash of the list, or of every ballot; how to check it."""
    if not hashes:
        return []
    summary = ngettext(
        "The list of %(num)s ballot has the SHA-256 %(hash)s.",
        "The list of all %(num)s ballots has the SHA-256 %(hash)s.",
        len(vote.hashes),
        hash=vote.hash,
    )
    if hashes == "every":
        return [Lines(summary, sorted(vote.hashes))]
    how = _(
        "The list is in the workshop file and in the archive of all formats, with what it takes to "
        "check it: everybody’s phone finds its own ballot there, and anybody can count again."
    )
    return [Paragraph(f"{summary} {how}", quiet=True)]
