"""Parse and validate an update of a shared document before it is applied.

An update has Yjs's binary format, version 1 (https://github.com/yjs/yjs, `encodeStateAsUpdate`):
for each client a run of structs, each with text or the length of deleted text, followed by the
deleted ranges. Everything that plain text does not need is refused: maps, formatting, embedded
objects, nested documents. Runs that leave a gap are refused too, because the document would keep
them pending and unchecked until the missing part arrives.

Positions are UTF-16 code units, so an emoji has two. `update_cost` refuses updates that separate
them, because Yjs and its Python port then get different texts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

MAX_CLIENT = 2**48  # see `yjs_clients`; JavaScript numbers are doubles
MAX_GROWTH = 200_000  # positions that one update may add; more than any field allows
MAX_CLIENTS = 1_000  # clients in one document
MAX_PIECES = 10_000  # pieces of one document
DELETED_TEXT, TEXT = 1, 4  # Yjs's numbers for the two kinds of content in plain text
CONTENT, HAS_KEY, HAS_RIGHT, HAS_LEFT = 0x1F, 0x20, 0x40, 0x80  # flags of a struct's first byte

Clocks = dict[int, int]  # client → number of known positions
Place = tuple[int, int]  # client, clock


class BadUpdate(ValueError):
    """The update is not one that editing plain text can produce."""


class Gap(BadUpdate):
    """The update depends on one that we do not have."""


class TooCostly(BadUpdate):
    """The update would keep the server busy for too long."""


@dataclass(frozen=True)
class Caps:
    """The largest numbers of runs (one per client), structs and deleted ranges in an update."""

    runs: int
    structs: int
    ranges: int


# A page that joins sends all deleted ranges of the document, and its own new text.
SENT = Caps(runs=100, structs=2_000, ranges=MAX_PIECES)
STORED = Caps(runs=MAX_CLIENTS, structs=MAX_PIECES, ranges=MAX_PIECES)


class Struct(NamedTuple):
    """Text of one client, `length` positions from `clock`: in a root or between neighbours.

    `lows` are the positions of low surrogates: the second halves of emoji and the like.
    """

    client: int
    clock: int
    length: int
    deleted: bool
    left: Place | None
    right: Place | None
    root: str
    lows: Sequence[int] = ()


class Range(NamedTuple):
    """Deleted positions of one client, from `start` to `end` (exclusive)."""

    client: int
    start: int
    end: int


@dataclass
class Update:
    """The content of an update. `roots` are the texts it starts; `needs` must be known before."""

    adds: dict[int, Place] = field(default_factory=dict)  # client → (from, to)
    roots: set[str] = field(default_factory=set)
    needs: list[Place] = field(default_factory=list)
    runs: dict[int, list[Struct]] = field(default_factory=dict, compare=False)  # by client
    deletes: list[Range] = field(default_factory=list, compare=False)

    @property
    def size(self) -> int:
        """The number of structs and ranges, roughly the cost of reading it."""
        return sum(map(len, self.runs.values())) + len(self.deletes)


def read(data: bytes, caps: Caps = SENT) -> Update:
    """Parse an update. Raises BadUpdate if it contains anything but text and deletions.

    Raises TooCostly as soon as it exceeds the caps.
    """
    reader = _Reader(data)
    update = Update()
    structs = 0
    for _ in range(_capped(reader.number(), caps.runs)):
        structs += _read_run(reader, update, caps.structs - structs)
    for one in _ranges(reader, caps.ranges):
        update.deletes.append(one)
        update.needs.append((one.client, one.end - 1))
    if not reader.at_end:
        raise BadUpdate("more bytes than the update needs")
    return update


def read_clocks(data: bytes) -> Clocks:
    """Parse a state vector: the known clock of each client."""
    reader = _Reader(data)
    clocks = {reader.client(): reader.number() for _ in range(reader.number())}
    if not reader.at_end:
        raise BadUpdate("more bytes than the state vector needs")
    return clocks


def after(known: Clocks, update: Update, *, growth: float = MAX_GROWTH) -> Clocks:
    """Return the clocks after `update`. Raises Gap if it cannot be applied completely.

    Raises BadUpdate if it adds more than `growth` positions.
    """
    clocks = dict(known)
    for client, (start, end) in update.adds.items():
        if start > known.get(client, 0):
            raise Gap(f"client {client} skips from {known.get(client, 0)} to {start}")
        clocks[client] = max(end, known.get(client, 0))
    for client, clock in update.needs:
        if clock >= clocks.get(client, 0):
            raise Gap(f"position {clock} of client {client} is not known")
    if sum(clocks.values()) - sum(known.values()) > growth:
        raise BadUpdate("grows too much at once")
    return clocks


def _capped(count: int, cap: int) -> int:
    if count > cap:
        raise TooCostly(f"{count} where at most {cap} are read")
    return count


def _read_run(reader: "_Reader", update: Update, cap: int) -> int:
    """Read the structs of one client; return their number."""
    structs = _capped(reader.number(), cap)
    client, start = reader.client(), reader.number()
    if not structs:
        raise BadUpdate("an empty run")
    if client in update.adds:
        raise BadUpdate(f"client {client} twice")
    run = update.runs[client] = []
    clock = start
    for _ in range(structs):
        struct = _read_struct(reader, client, clock)
        clock += struct.length
        update.needs += [place for place in (struct.left, struct.right) if place]
        if not (struct.left or struct.right):
            update.roots.add(struct.root)
        run.append(struct)
    update.adds[client] = (start, clock)
    return structs


def _read_struct(reader: "_Reader", client: int, clock: int) -> Struct:
    first = reader.byte()
    if first & CONTENT not in {DELETED_TEXT, TEXT} or first & HAS_KEY:
        raise BadUpdate(f"struct {first:#04x} is not plain text")
    left = (reader.client(), reader.number()) if first & HAS_LEFT else None
    right = (reader.client(), reader.number()) if first & HAS_RIGHT else None
    root = "" if left or right else _read_root(reader)
    deleted = first & CONTENT == DELETED_TEXT
    text = "" if deleted else reader.text()
    lows = _lows(text, clock)
    length = reader.number() if deleted else len(text) + len(lows)
    if not length:
        raise BadUpdate("an empty struct")
    return Struct(client, clock, length, deleted, left, right, root, lows)


def _read_root(reader: "_Reader") -> str:
    if reader.number() != 1:
        raise BadUpdate("text inside something else")
    return reader.text()


def _ranges(reader: "_Reader", cap: int) -> Iterator[Range]:
    left = cap
    for _ in range(_capped(reader.number(), cap)):
        client = reader.client()
        count = _capped(reader.number(), left)
        left -= count
        for _ in range(count):
            start, length = reader.number(), reader.number()
            if not length:
                raise BadUpdate("an empty range")
            yield Range(client, start, start + length)


def _lows(text: str, clock: int) -> list[int]:
    """Return the positions of low surrogates in UTF-16, as in JavaScript, from `clock`."""
    pairs = [at for at, character in enumerate(text, clock + 1) if character > "\uffff"]
    return [at + before for before, at in enumerate(pairs)]


class _Reader:
    """Reads lib0's encoding: varints of 7 bits per byte, and texts prefixed by their length."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._size = len(data)
        self._at = 0

    @property
    def at_end(self) -> bool:
        return self._at == self._size

    def byte(self) -> int:
        if self._at == self._size:
            raise BadUpdate("cut off")
        self._at += 1
        return self._data[self._at - 1]

    def number(self) -> int:
        value = self.byte()
        if value < 0x80:
            return value
        value, shift = value & 0x7F, 7
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
            raise BadUpdate("a client beyond 48 bits")
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
