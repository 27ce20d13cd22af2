"""The content of an uploaded list, small enough to return from the worker process."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from polling.people.attributes import Attribute
from polling.setup.registration.column_guessing import guessed
from polling.setup.registration.counting import Counted, count
from polling.setup.registration.file_reader import read_list
from polling.setup.registration.forms import Reading
from polling.setup.registration.people_table import Listing

MOST_STRANGERS = 50  # more than anybody would choose for by hand
MOST_LINES = 6  # of one strange value; its place names five
MOST_PROBLEMS = 1_000


@dataclass(frozen=True)
class Column:
    """A column: its name, some of its values, and the attribute's key, "-who" or ""."""

    name: str
    samples: list[str]
    says: str


@dataclass(frozen=True)
class Summary:
    """The columns, the counts, and a remark to its owner. `attributes` is what people are asked."""

    remark: str
    columns: list[Column]
    attributes: list[Attribute]
    counted: Counted


def summarize(data: bytes, attributes: list[Attribute], reading: Reading) -> Summary:
    """Read and count a list; BadInput says what to do about one that cannot be read."""
    listing = read_list(data)
    chosen = _chosen(listing, attributes, reading)
    counted = count(listing, attributes, chosen, reading.meant)
    return Summary(listing.remark, list(_columns(listing, chosen)), attributes, _shortened(counted))


def _chosen(listing: Listing, attributes: list[Attribute], reading: Reading) -> list[str]:
    """What each column is: as the organizer said, or by its name and its cells."""
    if len(reading.columns) == len(listing.columns):
        return reading.columns
    return guessed(listing, attributes)


def _columns(listing: Listing, chosen: list[str]) -> Iterator[Column]:
    for at, (name, says) in enumerate(zip(listing.columns, chosen, strict=True)):
        yield Column(name, listing.samples(at), says)


def _shortened(counted: Counted) -> Counted:
    """A column that was taken for another one can have a strange value in each of its cells."""
    return replace(
        counted,
        strangers=[
            replace(one, lines=one.lines[:MOST_LINES]) for one in counted.strangers[:MOST_STRANGERS]
        ],
        problems=counted.problems[:MOST_PROBLEMS],
    )
