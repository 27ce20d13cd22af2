"""One-page briefs for addressees: their recommendations, with support and dissent."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import count

from slugify import slugify

from polling.core.i18n import _, ngettext
from polling.report.data.report_data import Recommendation, Report
from polling.report.data.vote_data import Share
from polling.report.document import document_of
from polling.report.document_blocks import (
    NOTHING,
    Block,
    Document,
    Entries,
    Entry,
    Paragraph,
)
from polling.report.report_language import in_workshop_language
from polling.report.sections.addressee_index import Asked, addressees
from polling.report.sections.imprint import imprint_lines
from polling.report.sections.recommendations import agreement_in_group
from polling.report.sections.support_columns import voted_on
from polling.report.sections.vote_phrases import part, percent

LINE, MOST_LINES = 50, 36  # characters per line of the table; lines per page
LONGEST_NAME = 60  # characters of a file name
MOST_BRIEFS = 150  # their files take up to 30 s to create


@dataclass(frozen=True)
class Addressee:
    """An addressee who gets a brief.

    `file_name` is valid on every system and has no extension.
    """

    name: str
    file_name: str
    asked: Sequence[Asked]


@dataclass(frozen=True)
class Addressees:
    """The addressees with briefs, in the order of the index; `all` is the number with and without.

    Only the MOST_BRIEFS addressees with the most recommendations get a brief.
    """

    briefed: list[Addressee]
    all: int

    @property
    def limit(self) -> str:
        """A sentence that some addressees get no brief; "" if all get one."""
        if len(self.briefed) == self.all:
            return ""
        return _(
            "There are briefs only for the %(most)s addressees with the most recommendations.",
            most=len(self.briefed),
        )


@dataclass(frozen=True)
class Brief:
    """The brief for one addressee; `file_name` has no extension."""

    addressee: str
    file_name: str
    document: Document


def briefed(report: Report) -> Addressees:
    """Return who gets a brief."""
    asked = addressees(report)
    chosen = set(sorted(asked, key=lambda name: -len(asked[name]))[:MOST_BRIEFS])
    names = [name for name in asked if name in chosen]
    files = zip(names, _file_names(names), strict=True)
    return Addressees([Addressee(name, file, asked[name]) for name, file in files], len(asked))


@in_workshop_language
def briefs(report: Report) -> list[Brief]:
    """Return the briefs, in the order of the index."""
    return [brief(report, one) for one in briefed(report).briefed]


@in_workshop_language
def brief(report: Report, to: Addressee) -> Brief:
    """Return the brief for one addressee."""
    return Brief(to.name, to.file_name, _document(report, to.name, to.asked))


def _file_names(names: list[str]) -> Iterator[str]:
    """Return file names: "brief-interpol", or "brief-interpol-2" for a second one."""
    taken: set[str] = set()
    numbers: dict[str, Iterator[int]] = defaultdict(partial(count, 2))
    for name in names:
        stem = slugify(name, max_length=LONGEST_NAME, word_boundary=True) or "actor"
        chosen = f"brief-{stem}"
        while chosen in taken:
            chosen = f"brief-{stem}-{next(numbers[stem])}"
        taken.add(chosen)
        yield chosen


def _document(report: Report, name: str, asked: Sequence[Asked]) -> Document:
    lines = filter(None, [report.warning, report.title, report.event, report.place, report.dates])
    blocks = [*_asked(report, name, asked), *_imprint(report)]
    title = _("Recommendations to %(addressee)s", addressee=name)
    return replace(document_of(report, "brief", blocks), title=title, subtitle=" · ".join(lines))


def _asked(report: Report, name: str, asked: Sequence[Asked]) -> list[Block]:
    lead_in = ngettext(
        "%(num)s of the workshop’s %(all)s recommendations is addressed to %(addressee)s.",
        "%(num)s of the workshop’s %(all)s recommendations are addressed to %(addressee)s.",
        len(asked),
        all=len(report.recommendations),
        addressee=name,
    )
    return [Paragraph(lead_in), *_fitting(report, asked)]


def _votes(report: Report) -> dict[str, str]:
    """Return the votes by the headings of their columns, with the meanings of their numbers."""
    of_voters = _("share of eligible voters who chose the recommendation.")
    if report.finalists:
        return {
            _("Final vote"): f"{_('Final vote')}: {of_voters}",
            _("Support"): _("Support: share of raters who said “priority now” or “support”."),
        }
    if voted_on(report):
        return {_("Support"): f"{_('Support')}: {of_voters}"}
    return {}


def _fitting(report: Report, asked: Sequence[Asked]) -> list[Block]:
    """Return a brief with as much rationale and dissent as fits on one page."""
    for has_why in (True, False):
        entries = [_in_full(report, one, has_why=has_why) for one in asked]
        if sum(map(_lines, entries)) <= MOST_LINES:
            return _table(entries, _votes(report))
    counted = {_("Dissent"): _("Number of dissent notes in the full report.")}
    return _table([_brief(report, one) for one in asked], _votes(report) | counted)


def _table(entries: list[Entry], numbers: Mapping[str, str]) -> list[Block]:
    """`numbers` are the headings of the columns of numbers, with their meanings."""
    table = Entries([_("Ref."), _("Recommendation"), *numbers], entries)
    note = [Paragraph(" ".join(numbers.values()), quiet=True)] if numbers else []
    return [table, *note]


def _in_full(report: Report, asked: Asked, *, has_why: bool) -> Entry:
    where = f"{asked.theme.title}: {asked.issue.headline}"
    about = [where, *(_why(asked) if has_why else []), *_dissent(report, asked)]
    values = [part(share) if share else NOTHING for share in _shares(report, asked)]
    return Entry(asked.reference, asked.recommendation.text, values, "\n".join(about))


def _brief(report: Report, asked: Asked) -> Entry:
    """Return a brief with percentages, and the number of remarks instead of their texts."""
    shares = (percent(share.percent) if share else NOTHING for share in _shares(report, asked))
    values = [*shares, str(len(_dissent(report, asked)) or NOTHING)]
    return Entry(asked.reference, asked.recommendation.text, values)


def _shares(report: Report, asked: Asked) -> list[Share | None]:
    """Return a recommendation's support in each of the votes; None for votes without it."""
    one = asked.recommendation
    standings = [one.final, one.standing] if report.finalists else [one.standing]
    return [it.support if it else None for it in standings][: len(_votes(report))]


def _lines(entry: Entry) -> int:
    """Return the number of lines of a row."""
    return 1 + sum(1 + len(text) // LINE for text in [entry.text, *entry.about.split("\n")])


def _why(asked: Asked) -> list[str]:
    why = " ".join(asked.recommendation.rationale.split())
    return [f"{_('Why')}: {why}"] if why else []


def _dissent(report: Report, asked: Asked) -> list[str]:
    """Return the printed dissent on a recommendation: in the room, in notes, and in its group."""
    one = asked.recommendation
    return [*_split(one), *_concerns(one), *_notes(report, asked), *_group(report, one)]


def _split(one: Recommendation) -> list[str]:
    rated = one.standing.rated if one.standing else None
    if not (rated and rated.is_split):
        return []
    return [
        _(
            "Opinions differ on timing: %(now)s “priority now”, %(support)s “support”, "
            "%(not_now)s “not now”.",
            now=rated.priority,
            support=rated.support,
            not_now=rated.not_now,
        )
    ]


def _concerns(one: Recommendation) -> list[str]:
    rated = one.standing.rated if one.standing else None
    return [f"{_('Concern')}: {text}" for text in (rated.concerns if rated else [])]


def _notes(report: Report, asked: Asked) -> list[str]:
    """Return the dissent notes, which refer to a recommendation by its voted wording."""
    if report.choices.place("dissent") is None:
        return []
    one = asked.recommendation
    object_of = (asked.theme.title, one.edit.voted if one.edit else one.text)
    about = (of for of in report.dissent if (of.theme, of.recommendation) == object_of)
    return [f"{_('Dissent')}: {text}" for of in about for text in of.notes]


def _group(report: Report, one: Recommendation) -> list[str]:
    found = one.agreement
    if report.choices.place("agreement") is None or found is None:
        return []
    return [agreement_in_group(found)] if found.reservations or found.cannot else []


def _imprint(report: Report) -> list[Block]:
    lines = imprint_lines(report.imprint)
    if not lines:
        return []
    return [Paragraph("\n".join(f"{label}: {text}" for label, text in lines), quiet=True)]
