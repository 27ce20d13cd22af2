"""The order under the other rules, as a table and in a sentence: for after the reveal."""

from polling.charts import Table
from polling.contests.figures import Figures
from polling.i18n import _, listed, ngettext
from polling.setup.rule_words import RULE_WORDS


def table(figures: Figures) -> Table:
    """A row for each issue: its rank by the rule that was chosen, and by each other one."""
    rows: list[list[str | int | float]] = [
        [one.label, _rank(one.rank, inside=one.made_cut), *_ranks(figures, at)]
        for at, one in enumerate(figures.options)
    ]
    rules = [figures.rule, *(one.rule for one in figures.what_if)]
    names = [str(RULE_WORDS[rule].name) for rule in rules]
    return Table([_("Issue"), *names], rows)


def sentence(figures: Figures) -> str:
    """How many of the other rules would put the same issues in, and which would not."""
    official = [one.made_cut for one in figures.options]
    others = [one for one in figures.what_if if one.inside != official]
    every, same = len(figures.what_if), len(figures.what_if) - len(others)
    if not others:
        return _("Every other rule would put the same issues in.")
    names = listed([str(RULE_WORDS[one.rule].name) for one in others])
    agreeing = ngettext(
        "%(num)s of %(all)s other rules would put the same issues in.",
        "%(num)s of %(all)s other rules would put the same issues in.",
        same,
        all=every,
    )
    return f"{agreeing} {_('Not so: %(names)s.', names=names)}"


def _ranks(figures: Figures, at: int) -> list[str]:
    return [_rank(one.ranks[at], inside=one.inside[at]) for one in figures.what_if]


def _rank(rank: int, *, inside: bool) -> str:
    return f"{rank} ✓" if inside else str(rank)
