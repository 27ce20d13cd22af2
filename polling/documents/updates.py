"""What an update of a shared document holds, read before the document sees it.

An update is Yjs's binary form, version 1 (https://github.com/yjs/yjs, `encodeStateAsUpdate`):
for each client a run of structs, each holding text or the trace of deleted text, then the ranges
that are deleted. Everything that plain text does not need is refused here: maps, formatting,
embedded objects, nested documents. So are runs that would leave a gap, because the document
would hold them back, unseen and unchecked, until the missing part arrives.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

MAX_CLIENT = 2**32  # Yjs draws 32 bits; browsers count in doubles
MAX_GROWTH = 200_000  # positions that one update may add; more than any field could hold
DELETED_TEXT, TEXT = 1, 4  # Yjs's numbers for the two contents that plain text has
CONTENT, HAS_KEY, HAS_RIGHT, HAS_LEFT = 0x1F, 0x20, 0x40, 0x80  # a struct's first byte

Clocks = dict[int, int]  # client → how many positions of it are known


class BadUpdate(ValueError):
    """Not an update that plain text could have made."""


class Gap(BadUpdate):
    """The update builds on one that we have not seen."""


@dataclass
class Update:
    """What one update adds. `roots` are the texts it starts; `needs` what must be known before."""

    adds: dict[int, tuple[int, int]] = field(default_factory=dict)  # client → (from, to)
    roots: set[str] = field(default_factory=set)
    needs: list[tuple[int, int]] = field(default_factory=list)  # (client, clock)


def read(data: bytes) -> Update:
    """The update in `data`; BadUpdate if it is anything but text and deletions."""
    reader = _Reader(data)
    update = Update()
    for _ in range(reader.number()):
        _read_run(reader, update)
    for client, _start, end in _ranges(reader):
        update.needs.append((client, end - 1))
    if not reader.at_end:
        raise BadUpdate("more bytes than the update needs")
    return update


def read_clocks(data: bytes) -> Clocks:
    """A state vector: how much of each client's work somebody knows."""
    reader = _Reader(data)
    clocks = {reader.client(): reader.number() for _ in range(reader.number())}
    if not reader.at_end:
        raise BadUpdate("more bytes than the state vector needs")
    return clocks


def after(known: Clocks, update: Update) -> Clocks:
    """What is known once `update` is applied; Gap if it cannot be applied whole."""
    clocks = dict(known)
    for client, (start, end) in update.adds.items():
        if start > known.get(client, 0):
            raise Gap(f"client {client} skips from {known.get(client, 0)} to {start}")
        clocks[client] = max(end, known.get(client, 0))
    for client, clock in update.needs:
        if clock >= clocks.get(client, 0):
            raise Gap(f"position {clock} of client {client} is not known")
    if sum(clocks.values()) - sum(known.values()) > MAX_GROWTH:
        raise BadUpdate("grows too much at once")
    return clocks


def _read_run(reader: "_Reader", update: Update) -> None:
    structs, client, start = reader.number(), reader.client(), reader.number()
    if not structs:
        raise BadUpdate("an empty run")
    if client in update.adds:
        raise BadUpdate(f"client {client} twice")
    clock = start
    for _ in range(structs):
        clock += _read_struct(reader, update)
    update.adds[client] = (start, clock)


def _read_struct(reader: "_Reader", update: Update) -> int:
    """Read one struct; return how many positions it takes."""
    first = reader.byte()
    if first & CONTENT not in {DELETED_TEXT, TEXT} or first & HAS_KEY:
        raise BadUpdate(f"struct {first:#04x} is not plain text")
    for neighbour in (HAS_LEFT, HAS_RIGHT):
        if first & neighbour:
            update.needs.append((reader.client(), reader.number()))
    if not first & (HAS_LEFT | HAS_RIGHT):
        update.roots.add(_read_root(reader))
    length = reader.number() if first & CONTENT == DELETED_TEXT else _units(reader.text())
    if not length:
        raise BadUpdate("an empty struct")
    return length


def _read_root(reader: "_Reader") -> str:
    if reader.number() != 1:
        raise BadUpdate("text inside something else")
    return reader.text()


def _ranges(reader: "_Reader") -> Iterator[tuple[int, int, int]]:
    """The deleted ranges, as (client, from, to)."""
    for _ in range(reader.number()):
        client = reader.client()
        for _ in range(reader.number()):
            start, length = reader.number(), reader.number()
            if not length:
                raise BadUpdate("an empty range")
            yield client, start, start + length


def _units(text: str) -> int:
    """The length as JavaScript counts it: in UTF-16 units."""
    return len(text) + sum(character > "\uffff" for character in text)


class _Reader:
    """Reads lib0's encoding: numbers of seven bits a byte, texts with their length in bytes."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    @property
    def at_end(self) -> bool:
        return self._at == len(self._data)

    def byte(self) -> int:
        if self.at_end:
            raise BadUpdate("cut off")
        self._at += 1
        return self._data[self._at - 1]

    def number(self) -> int:
        value, shift = 0, 0
        while True:
            part = self.byte()
            value |= (part & 0x7F) << shift
            shift += 7
            if part < 0x80:
                return value
            if shift > 49:
                raise BadUpdate("a number beyond 53 bits")

    def client(self) -> int:
        client = self.number()
        if client >= MAX_CLIENT:
            raise BadUpdate("a client beyond 32 bits")
        return client

    def text(self) -> str:
        length = self.number()
        if length > len(self._data) - self._at:
            raise BadUpdate("cut off")
        self._at += length
        try:
            return self._data[self._at - length : self._at].decode()
        except UnicodeDecodeError as error:
            raise BadUpdate("not UTF-8") from error
