"""Malicious Yjs updates, written byte by byte, because no library creates them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

Place = tuple[int, int]  # (client, clock)


@dataclass(frozen=True)
class Piece:
    """One struct: a text, or a `deleted` range; in a root, or between neighbours."""

    text: str = ""
    deleted: int = 0
    root: str = ""
    left: Place | None = None
    right: Place | None = None


Runs = dict[int, tuple[int, list[Piece]]]  # client → (its first clock, its structs)


def encoded(runs: Runs, deletes: Iterable[tuple[int, list[Place]]] = ()) -> bytes:
    """An update; `deletes` are (client, ranges as (start, length))."""
    ranges = list(deletes)
    parts = [_number(len(runs))]
    for client, (clock, pieces) in runs.items():
        parts += [_number(len(pieces)), _number(client), _number(clock), *map(_piece, pieces)]
    parts.append(_number(len(ranges)))
    for client, those in ranges:
        parts += [_number(client), _number(len(those))]
        parts += [_number(start) + _number(length) for start, length in those]
    return b"".join(parts)


def many_clients(root: str, count: int, batch: int = 0, tag: int | None = None) -> bytes:
    """One deleted letter from each of many clients, none with a neighbour.

    Client ids are random 32-bit numbers, or ids of the author with this `tag`.
    """
    numbers = range(batch * count, (batch + 1) * count)
    clients = [2**31 + n if tag is None else (2**16 + n) << 16 | tag for n in numbers]
    return encoded({client: (0, [Piece(deleted=1, root=root)]) for client in clients})


def many_pieces(root: str, tag: int, clock: int, count: int) -> bytes:
    """Deleted letters of one client in reverse order, so that they are never joined."""
    client = 2**16 << 16 | tag
    pieces = [
        Piece(deleted=1, right=(client, at - 1)) if at else Piece(deleted=1, root=root)
        for at in range(clock, clock + count)
    ]
    return encoded({client: (clock, pieces)})


def _piece(piece: Piece) -> bytes:
    first = (1 if piece.deleted else 4) | 0x80 * bool(piece.left) | 0x40 * bool(piece.right)
    return bytes([first]) + b"".join(_place(piece)) + _content(piece)


def _place(piece: Piece) -> Iterator[bytes]:
    for neighbour in (piece.left, piece.right):
        if neighbour:
            yield _number(neighbour[0]) + _number(neighbour[1])
    if not (piece.left or piece.right):
        yield _number(1) + _text(piece.root)


def _content(piece: Piece) -> bytes:
    return _number(piece.deleted) if piece.deleted else _text(piece.text)


def _text(text: str) -> bytes:
    data = text.encode()
    return _number(len(data)) + data


def _number(value: int) -> bytes:
    data = bytearray()
    while value > 0x7F:
        data.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*data, value])
