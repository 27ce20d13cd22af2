"""Count a registration list: the number of people for each answer, and all problems."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from polling.core.i18n import _, ngettext
from polling.core.text import comparison_key
from polling.people.attributes import Attribute
from polling.setup.registration.column_guessing import LEFT_OUT, WHO, Answers
from polling.setup.registration.people_table import Listing, at_line

Problem = dict[str, str]
Meanings = Mapping[tuple[str, str], str]  # by attribute key and cell: the answer, "" for none


@dataclass(frozen=True)
class Stranger:
    """Cell values that are not answers; `meant` is the answer chosen for them."""

    attribute: Attribute
    value: str
    lines: list[int]
    meant: str | None

    @property
    def place(self) -> str:
        """Its column and first lines."""
        first = ngettext(
            "%(label)s, line %(lines)s",
            "%(label)s, lines %(lines)s",
            len(self.lines),
            label=self.attribute.label,
            lines=", ".join(map(str, self.lines[:5])),
        )
        return f"{first} …" if len(self.lines) > 5 else first


@dataclass(frozen=True)
class Counted:
    """The number of people, the counts of answers by attribute key, and problems to correct."""

    people: int
    answers: dict[str, dict[str, int]]
    strangers: list[Stranger]
    problems: list[Problem]


def count(
    listing: Listing, attributes: list[Attribute], columns: list[str], meanings: Meanings
) -> Counted:
    """Count the people by the answers in each column; "" counts missing answers."""
    by_key = {attribute.key: attribute for attribute in attributes}
    chosen = [(at, by_key[key]) for at, key in enumerate(columns) if key in by_key]
    answers: dict[str, dict[str, int]] = {}
    strangers: list[Stranger] = []
    for at, attribute in chosen:
        said, unknown = _column(listing, at, attribute, meanings)
        answers[attribute.key] = dict(said.most_common())
        strangers += unknown
    problems = [
        *_columns(listing, columns),
        *map(_unknown, (one for one in strangers if one.meant is None)),
        *_repeated(listing, columns),
    ]
    return Counted(len(listing.rows), answers, strangers, problems)


def _column(
    listing: Listing, at: int, attribute: Attribute, meanings: Meanings
) -> tuple[Counter[str], list[Stranger]]:
    known, said = Answers(attribute), Counter[str]()
    lines: dict[str, list[int]] = {}
    spelled: dict[str, str] = {}
    for number, cell in listing.column(at):
        answer = known.meant(cell)
        if answer is None:
            spelled.setdefault(comparison_key(cell), cell)
            lines.setdefault(comparison_key(cell), []).append(number)
        else:
            said[answer] += 1
    strangers = [
        Stranger(attribute, spelled[words], where, meanings.get((attribute.key, words)))
        for words, where in lines.items()
    ]
    for one in strangers:
        if one.meant is not None:
            said[one.meant] += len(one.lines)
    return said, strangers


def _columns(listing: Listing, columns: list[str]) -> Iterator[Problem]:
    """Check that attributes have one column each, and that at least one column is used."""
    for key, times in Counter(columns).items():
        if key != LEFT_OUT and times > 1:
            named = ", ".join(
                name for name, one in zip(listing.columns, columns, strict=True) if one == key
            )
            yield {
                "place": named,
                "message": _("Two columns have the same meaning. Use only one."),
            }
    if not set(columns) - {LEFT_OUT, WHO}:
        yield {
            "place": at_line(listing.lines[0][0]),
            "message": _("Choose the meaning of at least one column."),
        }


def _unknown(one: Stranger) -> Problem:
    return {
        "place": one.place,
        "message": _(
            "“%(value)s” is not one of the answers. Choose the matching answer.",
            value=one.value,
        ),
    }


def _repeated(listing: Listing, columns: list[str]) -> Iterator[Problem]:
    """Find people who are on the list twice."""
    if WHO not in columns:
        return
    seen: dict[str, int] = {}
    for number, cell in listing.column(columns.index(WHO)):
        if (who := comparison_key(cell)) in seen:
            yield {
                "place": at_line(number),
                "message": _(
                    "This is the same person as on line %(line)s. Remove one of the two lines, or "
                    "ignore this column.",
                    line=seen[who],
                ),
            }
        elif who:
            seen[who] = number
