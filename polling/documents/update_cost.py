"""The order of a document's pieces, to compute an update's cost before the library applies it.

Yjs inserts a piece of text between the two neighbours that its author saw. If others have written
in the same gap concurrently, it walks over their pieces, one step each. Phones cause few steps:
only for people who wrote in the same gap at the same time. A forged update can cause a walk over
the whole document for each of its pieces, which is quadratic. `Order` repeats these walks on
positions only, in the library's order, and stops when the budget is spent.

It also refuses what copies of the document may understand differently:

- Text split between the two halves of an emoji (see `yjs_updates`).
- Neighbours that no author can have seen next to each other. YATA gives all copies the same order,
  however updates are delivered, only if nothing between the neighbours was known to the author, who
  knew at least what the authors of the neighbours knew. If one of those knew a piece in between,
  then the right one's own left neighbour is in between, or the left one's own right neighbour.

The method is YATA (Nicolaescu and others, "Near Real-Time Peer-to-Peer Shared Editing on Extensible
Data Types", GROUP 2016) as in yrs, `Item::integrate` and `Update::integrate`.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator

from polling.documents.yjs_updates import BadUpdate, Clocks, Place, Range, Struct, TooCostly, Update

NEVER_NEIGHBOURS = "between places that were never neighbours"


class Piece:
    """A run of text by one client: `length` positions starting at `clock`, possibly deleted."""

    __slots__ = ("client", "clock", "deleted", "left", "length", "next", "prev", "right", "root")

    def __init__(
        self,
        place: Place,
        length: int,
        left: Place | None,
        right: Place | None,
        *,
        deleted: bool,
    ) -> None:
        self.client, self.clock = place
        self.length = length
        self.left, self.right = left, right  # the neighbours that its author saw
        self.deleted = deleted
        self.root = ""
        self.prev: Piece | None = None
        self.next: Piece | None = None


class Order:
    """All pieces of a document. `clocks` is the known clock of each client."""

    def __init__(self) -> None:
        self.clocks: Clocks = {}
        self.count = 0
        self._first: dict[str, Piece | None] = {}  # by root
        self._pieces: dict[int, list[Piece]] = {}  # by client, in the order of their clocks
        self._starts: dict[int, list[int]] = {}  # their clocks
        self._lows: dict[int, list[int]] = {}  # low surrogates, also in text deleted since
        self._before: Clocks = {}  # the clocks before the update that is being applied

    def take(self, update: Update, budget: int) -> int:
        """Insert the pieces of an update; return the number of steps.

        `keep` or `revert` must follow. Raises TooCostly beyond `budget` steps, and BadUpdate if its
        pieces have no place; both revert the update.
        """
        self._before = {}
        try:
            steps = 0
            for struct in self._in_turn(update.runs):
                steps += self._place(struct, budget - steps)
            steps += sum(self._width(one) for one in update.deletes)
            if steps > budget:
                raise TooCostly("deletes the same again and again")
        except BadUpdate:
            self.revert()
            raise
        return steps

    def keep(self, deletes: Iterable[Range]) -> None:
        """Record deletions and join neighbours, after the document has applied the update."""
        for one in deletes:
            if self._is_deleted(one):
                continue
            for piece in self._within(one):
                piece.deleted = True
            self._join(one.client, one.start, one.end)
        for client, clock in self._before.items():
            self._join(client, clock, self.clocks[client])
        self._before = {}

    def revert(self) -> None:
        """Remove the pieces of the last update."""
        for client, clock in self._before.items():
            pieces = self._pieces[client]
            while pieces and pieces[-1].clock >= clock:
                self._unlink(pieces.pop())
                self._starts[client].pop()
            lows = self._lows.get(client, [])
            del lows[bisect_left(lows, clock) :]
            self.clocks[client] = clock
            if not clock:
                del self.clocks[client], self._pieces[client], self._starts[client]
        self._before = {}

    def _in_turn(self, runs: dict[int, list[Struct]]) -> Iterator[Struct]:
        """Return the new pieces of an update after their dependencies, in the library's order."""
        waiting = {client: iter(run) for client, run in runs.items()}
        for client in sorted(runs, reverse=True):
            yield from self._run(client, waiting)

    def _run(self, client: int, waiting: dict[int, Iterator[Struct]]) -> Iterator[Struct]:
        for struct in waiting[client]:
            held = [struct]
            while held:
                missing = self._missing(held[-1])
                if missing is None:
                    yield held.pop()
                    continue
                wanted = next(waiting.get(missing, iter(())), None)
                if wanted is None:
                    raise BadUpdate("pieces that wait for each other")
                held.append(wanted)

    def _missing(self, struct: Struct) -> int | None:
        """Return a client whose pieces must come first."""
        if struct.clock > self.clocks.get(struct.client, 0):
            return struct.client
        for needed in (struct.left, struct.right):
            if needed and needed[1] >= self.clocks.get(needed[0], 0):
                return needed[0]
        return None

    def _place(self, struct: Struct, budget: int) -> int:
        """Insert a piece, or its new part; return the steps."""
        known = self.clocks.get(struct.client, 0)
        skipped = known - struct.clock
        if skipped >= struct.length:
            return 0
        if known in struct.lows:
            raise BadUpdate("begins with half an emoji")
        left = (struct.client, known - 1) if skipped else struct.left
        place = (struct.client, known)
        piece = Piece(place, struct.length - skipped, left, struct.right, deleted=struct.deleted)
        steps = self._link(piece, struct.root, budget)
        self._before.setdefault(struct.client, known)
        self._pieces.setdefault(struct.client, []).append(piece)
        self._starts.setdefault(struct.client, []).append(known)
        if struct.lows:
            lows = struct.lows[bisect_right(struct.lows, known) :]
            self._lows.setdefault(struct.client, []).extend(lows)
        self.clocks[struct.client] = known + piece.length
        return steps

    def _link(self, piece: Piece, root: str, budget: int) -> int:
        left = self._ending(piece.left) if piece.left else None
        right = self._beginning(piece.right) if piece.right else None
        piece.root = left.root if left else right.root if right else root
        if left and right and left.root != right.root:
            raise BadUpdate("between two texts")
        if left and piece.left and left.clock + left.length <= piece.left[1]:  # split for `right`
            raise BadUpdate(NEVER_NEIGHBOURS)
        left, steps = self._walk(piece, left, right, budget)
        following = left.next if left else self._first.get(piece.root)
        piece.prev, piece.next = left, following
        if left:
            left.next = piece
        else:
            self._first[piece.root] = piece
        if following:
            following.prev = piece
        self.count += 1
        return steps

    def _walk(
        self, piece: Piece, left: Piece | None, right: Piece | None, budget: int
    ) -> tuple[Piece | None, int]:
        """Return the left neighbour among the concurrent pieces in the same gap, and the steps."""
        other = left.next if left else self._first.get(piece.root)
        if other is right:
            return left, 0
        seen = (left and left.right, right and right.left)
        met: set[Piece] = set()
        rivals: set[Piece] = set()
        decided = False
        while other is not None and other is not right:
            met.add(other)
            rivals.add(other)
            if len(met) > budget:
                raise TooCostly("a walk over too many pieces")
            goes_first = None if decided else self._goes_first(other, piece, met, rivals)
            decided = goes_first is None
            if goes_first:
                left = other
                rivals.clear()
            other = other.next
        if other is not right or any(place and self._at(place) in met for place in seen):
            raise BadUpdate(NEVER_NEIGHBOURS)
        return left, len(met)

    def _goes_first(
        self, other: Piece, piece: Piece, met: set[Piece], rivals: set[Piece]
    ) -> bool | None:
        """Return whether `other` precedes `piece`; False: not decided yet; None: the walk ends."""
        if other.left == piece.left:
            if other.client < piece.client:
                return True
            return None if other.right == piece.right else False
        origin = self._at(other.left) if other.left else None
        if origin not in met:
            return None
        return origin not in rivals

    def _at(self, place: Place) -> Piece:
        client, clock = place
        return self._pieces[client][bisect_right(self._starts[client], clock) - 1]

    def _beginning(self, place: Place) -> Piece:
        """Return the piece that begins at this position, splitting one if necessary."""
        piece = self._at(place)
        return piece if piece.clock == place[1] else self._split(piece, place[1])

    def _ending(self, place: Place) -> Piece:
        """Return the piece that ends at this position, splitting one if necessary."""
        piece = self._at(place)
        if piece.clock + piece.length > place[1] + 1:
            self._split(piece, place[1] + 1)
        return piece

    def _split(self, piece: Piece, clock: int) -> Piece:
        """Split a piece before a clock; return the second part."""
        lows = self._lows.get(piece.client, [])
        at = bisect_left(lows, clock)
        if at < len(lows) and lows[at] == clock:
            raise BadUpdate("halves an emoji")
        length = piece.clock + piece.length - clock
        left = (piece.client, clock - 1)
        part = Piece((piece.client, clock), length, left, piece.right, deleted=piece.deleted)
        piece.length -= length
        part.root, part.prev, part.next = piece.root, piece, piece.next
        if piece.next:
            piece.next.prev = part
        piece.next = part
        at = bisect_right(self._starts[piece.client], clock)
        self._pieces[piece.client].insert(at, part)
        self._starts[piece.client].insert(at, clock)
        self.count += 1
        return part

    def _unlink(self, piece: Piece) -> None:
        if piece.prev:
            piece.prev.next = piece.next
        else:
            self._first[piece.root] = piece.next
        if piece.next:
            piece.next.prev = piece.prev
        self.count -= 1

    def _width(self, deleted: Range) -> int:
        """Return how many pieces a range covers; unless deleted already, split them at its ends."""
        if self._is_deleted(deleted):
            return 1
        self._ending((deleted.client, deleted.end - 1))
        self._beginning((deleted.client, deleted.start))
        starts = self._starts[deleted.client]
        return bisect_right(starts, deleted.end - 1) - bisect_right(starts, deleted.start - 1)

    def _is_deleted(self, deleted: Range) -> bool:
        """Return whether one deleted piece covers the range. Joining pages send all of these."""
        piece = self._at((deleted.client, deleted.start))
        return piece.deleted and deleted.end <= piece.clock + piece.length

    def _within(self, deleted: Range) -> Collection[Piece]:
        starts = self._starts[deleted.client]
        first = bisect_right(starts, deleted.start - 1)
        return self._pieces[deleted.client][first : bisect_right(starts, deleted.end - 1)]

    def _join(self, client: int, start: int, end: int) -> None:
        """Join consecutive pieces from `start` to `end`, as the library does."""
        pieces, starts = self._pieces[client], self._starts[client]
        first = max(0, bisect_right(starts, start) - 2)
        last = bisect_right(starts, end)
        kept = pieces[first : first + 1]
        for piece in pieces[first + 1 : last]:
            if _goes_on(kept[-1], piece):
                kept[-1].length += piece.length
                self._unlink(piece)
            else:
                kept.append(piece)
        pieces[first:last] = kept
        starts[first:last] = [piece.clock for piece in kept]


def _goes_on(piece: Piece, other: Piece) -> bool:
    """Return whether `other` continues `piece`."""
    return (
        piece.next is other
        and other.left == (piece.client, other.clock - 1)
        and piece.deleted == other.deleted
        and piece.right == other.right
    )
