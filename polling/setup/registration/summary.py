"""The content of an uploaded list, small enough to return from the worker process."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from polling.people.attributes import Attribute
from polling.setup.registration.column_guessing import guessed
from polling.setup.registration.counting import Counted, count
from polling.setup.registration.file_reader import read_list
from polling.setup.registration.forms import Reading
from polling.setup.registration.people_table import Listing

MOST_STRANGERS = 50  # more than anybody would correct by hand
MOST_LINES = 6  # for one unknown value; its place names five
MOST_PROBLEMS = 1_000


@dataclass(frozen=True)
class Column:
    """A column: its name, some values, and the attribute's key, "-who" or ""."""

    name: str
    samples: list[str]
    says: str


@dataclass(frozen=True)
class Summary:
    """The columns, the counts, and a remark for the owner. `attributes` are the questions."""

    remark: str
    columns: list[Column]
    attributes: list[Attribute]
    counted: Counted


def summarize(data: bytes, attributes: list[Attribute], reading: Reading) -> Summary:
    """Read and count a list. Raises BadInput with instructions if it cannot be read."""
    listing = read_list(data)
    chosen = _chosen(listing, attributes, reading)
    counted = count(listing, attributes, chosen, reading.meant)
    return Summary(listing.remark, list(_columns(listing, chosen)), attributes, _shortened(counted))


def _chosen(listing: Listing, attributes: list[Attribute], reading: Reading) -> list[str]:
    """Return each column's attribute: as chosen by the organizer, or guessed."""
    if len(reading.columns) == len(listing.columns):
        return reading.columns
    return guessed(listing, attributes)


def _columns(listing: Listing, chosen: list[str]) -> Iterator[Column]:
    for at, (name, says) in enumerate(zip(listing.columns, chosen, strict=True)):
        yield Column(name, listing.samples(at), says)


def _shortened(counted: Counted) -> Counted:
    """Limit the unknown values, because a wrongly assigned column may have one in each cell."""
    return replace(
        counted,
        strangers=[
            replace(one, lines=one.lines[:MOST_LINES]) for one in counted.strangers[:MOST_STRANGERS]
        ],
        problems=counted.problems[:MOST_PROBLEMS],
    )
