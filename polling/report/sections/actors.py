"""The index of actors: everything that is asked of each."""

from collections import defaultdict

from polling.core.i18n import _
from polling.report.blocks import Block, Item, Paragraph, Points
from polling.report.figures.facts import Report


def actors(report: Report) -> list[Block]:
    """Every actor by name, with what they should do, by theme."""
    asked = _asked(report)
    if not asked:
        return []
    names = sorted(asked, key=str.casefold)
    lead_in = _("What the recommendations ask of each actor, in the order of the report.")
    return [
        Paragraph(lead_in),
        Points([Item(lead=_as_entry(name), items=asked[name]) for name in names]),
    ]


def _as_entry(name: str) -> str:
    return name[:1].upper() + name[1:]


def _asked(report: Report) -> dict[str, list[Item]]:
    asked: dict[str, list[Item]] = defaultdict(list)
    for theme in report.themes:
        for one in (one for issue in theme.issues for one in issue.recommendations):
            what = f"{one.action} {one.by}".strip()
            item = Item(text=_("%(what)s (%(theme)s)", what=what, theme=theme.title))
            for name in dict.fromkeys(report.name_of(actor) for actor in one.actors):
                asked[name].append(item)
    return asked
