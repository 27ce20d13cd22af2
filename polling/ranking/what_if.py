"""The order under the other rules, as a table and in a sentence: for after the reveal."""

from collections.abc import Iterator, Sequence

from polling.charts import Table
from polling.contests.figures.data import Figures
from polling.i18n import _, listed, ngettext
from polling.setup.rule_words import RULE_WORDS


def table(figures: Figures) -> Table:
    """A row for each issue: its rank by the rule that was chosen, and by each other one."""
    rows: list[list[str | int | float]] = [
        [one.label, _rank(one.rank, inside=one.made_cut), *_ranks(figures, at)]
        for at, one in enumerate(figures.options)
    ]
    rules = [figures.rule, *(one.rule for one in figures.what_if)]
    names = [_name(rule) for rule in rules]
    return Table([_("Issue"), *names], rows)


def orders(figures: Figures) -> Iterator[tuple[str, str]]:
    """The same by rule, in words, for pages that are too narrow for all rules side by side."""
    official = [one.rank for one in figures.options], [one.made_cut for one in figures.options]
    yield _name(figures.rule), _in_order(figures, *official)
    for one in figures.what_if:
        yield _name(one.rule), _in_order(figures, one.ranks, one.inside)


def _in_order(figures: Figures, ranks: Sequence[int], inside: Sequence[bool]) -> str:
    labels = [one.label for one in figures.options]
    by_rank = sorted(zip(ranks, labels, inside, strict=True))
    return " · ".join(f"{_rank(rank, inside=made)} {label}" for rank, label, made in by_rank)


def _name(rule: str) -> str:
    return str(RULE_WORDS[rule].name)


def sentence(figures: Figures) -> str:
    """How many of the other rules would put the same issues in, and which would not."""
    official = [one.made_cut for one in figures.options]
    others = [one for one in figures.what_if if one.inside != official]
    every, same = len(figures.what_if), len(figures.what_if) - len(others)
    if not others:
        return _("Every other rule would put the same issues in.")
    names = listed([_name(one.rule) for one in others])
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
