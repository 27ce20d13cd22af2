"""A shared document: texts that several people edit at once, each in their own copy (CRDT)."""

from collections.abc import Callable, Iterable, Mapping
from math import inf

from pycrdt import Doc, Text, TextEvent, merge_updates

from polling.core.text_diff import difference
from polling.documents import yjs_updates
from polling.documents.update_cost import Order
from polling.documents.yjs_clients import server_client

SERVER = 1  # the server's client id; those of pages are higher
MAX_LOADING_STEPS = 200_000  # about 15 ms in the library, and 50 ms in `Order`


class SharedDocument:
    """A document: texts by name, changed by updates.

    `rows` is the number of stored updates. The copy contains all updates with ids up to `last`.
    `known` are the texts that are certainly initialized. `order` computes the cost of the next
    update. `changed_since_stored` means that the copy may contain more than the database.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.rows = 0
        self.last = 0
        self.known: set[str] = set()
        self.order = Order()
        self.changed_since_stored = False
        self._texts: dict[str, Text] = {}
        self._told: dict[str, str] = {}  # the watched texts, as last returned by `changed`
        self._touched: set[str] = set()
        self._effects: list[bytes] = []
        self._doc: Doc[Text] = Doc(client_id=SERVER, allow_multithreading=True)
        self._subscription = self._doc.observe(lambda event: self._effects.append(event.update))

    @property
    def clocks(self) -> yjs_updates.Clocks:
        """The known clock of each client."""
        return yjs_updates.read_clocks(self.vector)

    @property
    def full(self) -> bool:
        """Whether the document is so large that a new one with the same texts must replace it."""
        order = self.order
        return order.count > yjs_updates.MAX_PIECES or len(order.clocks) > yjs_updates.MAX_CLIENTS

    @property
    def vector(self) -> bytes:
        """The same as a state vector, for `since` on another copy."""
        return self._doc.get_state()

    def since(self, vector: bytes = b"\0") -> bytes:
        """Return an update with everything that a copy with this state vector lacks."""
        return self._doc.get_update(vector)

    def text(self, root: str) -> str:
        """Return the current text of this name, "" if it is empty."""
        return str(self._text(root))

    def watch(self, roots: Iterable[str]) -> None:
        """Start reporting changes of these texts in `changed`."""
        for root in roots:
            self._text(root)
        self.changed()

    def changed(self) -> dict[str, tuple[str, str]]:
        """Return the texts changed since the last call, as (old, new)."""
        before = {root: self._told[root] for root in self._touched}
        self._touched.clear()
        self._told.update({root: self.text(root) for root in before})
        return {root: (before[root], self._told[root]) for root in before}

    def apply(self, update: bytes) -> bytes:
        """Apply an update; return the actual change as an update, b"" if everything was known.

        Raises BadUpdate if the library fails; then this copy must not be used any more.
        """
        self.changed_since_stored = True
        try:
            self._doc.apply_update(update)
        except BaseException as error:
            # A panic of the library is not an Exception, and would leave the waiting request
            # without an answer.
            raise yjs_updates.BadUpdate("the library stumbles over it") from error
        return self._take_effect()

    def read(self, stored: Iterable[tuple[int, bytes]]) -> None:
        """Apply stored updates, given as (id, update); one may be the result of compaction.

        Raises BadUpdate (such as TooCostly) if they exceed the current limits.
        """
        budget = MAX_LOADING_STEPS
        for number, update in stored:
            holds = yjs_updates.read(update, yjs_updates.STORED)
            yjs_updates.after(self.order.clocks, holds, growth=inf)
            budget -= self.order.take(holds, budget)
            if self.full:
                raise yjs_updates.TooCostly("more pieces or clients than a document may have")
            self.reread(number, update)
            self.order.keep(holds.deletes)

    def reread(self, number: int, update: bytes) -> None:
        """Apply a stored update whose pieces are in `order` already."""
        changed = self.changed_since_stored
        self.apply(update)
        self.rows, self.last, self.changed_since_stored = self.rows + 1, number, changed

    def rewrite(self, root: str, words: str) -> bytes:
        """Change a text to this one, where it differs; return the change as an update."""
        self.changed_since_stored = True
        text = self._text(root)
        before = str(text)
        with self._doc.transaction():
            for change in reversed(difference(before, words)):
                start, stop = (_bytes(before[:at]) for at in (change.start, change.stop))
                del text[start:stop]
                text.insert(start, change.words)
        effect = self._take_effect()
        if effect:
            holds = yjs_updates.read(effect, yjs_updates.STORED)
            self.order.take(holds, MAX_LOADING_STEPS)
            self.order.keep(holds.deletes)
        return effect

    def _text(self, root: str) -> Text:
        if root not in self._texts:
            text = self._texts[root] = self._doc.get(root, type=Text)
            self._told[root] = str(text)
            text.observe(_noting(root, self._touched))
        return self._texts[root]

    def _take_effect(self) -> bytes:
        effects, self._effects[:] = tuple(self._effects), ()
        return merge_updates(*effects) if effects else b""


def first_words(texts: Mapping[str, str]) -> bytes:
    """Return an update with the initial content of new texts; b"" if there is none.

    It uses a new client id, so it can be applied to any state of the document.
    """
    document: Doc[Text] = Doc(client_id=server_client())
    written = {root: words for root, words in texts.items() if words}
    for root, words in written.items():
        document.get(root, type=Text).insert(0, words)
    return document.get_update() if written else b""


def _noting(root: str, touched: set[str]) -> Callable[[TextEvent], None]:
    return lambda _event: touched.add(root)


def _bytes(text: str) -> int:
    """Return the length of a text in bytes, as the document counts it."""
    return len(text.encode())
