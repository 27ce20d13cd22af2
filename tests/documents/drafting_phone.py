"""A phone that drafts: its document, its unsent changes, and its connection to the server."""

import random
from collections.abc import Callable
from typing import Any

from pycrdt import Doc, Text, merge_updates

from polling.documents.yjs_clients import number

Ask = Callable[[str, dict[str, Any]], dict[str, Any]]


class Phone:
    """Simulates static/js/drafting/draft-session.js. It is offline while `ask` is None.

    To type before joining, pass the `mark`.
    """

    def __init__(self, document: str, seed: int, mark: int = 0) -> None:
        self.document, self.mark = document, mark
        self.unsent: list[bytes] = []
        self.ask: Ask | None = None
        self._random = random.Random(seed).getrandbits(32)
        self._local = True
        self._open()

    def _open(self) -> None:
        self.doc: Doc[Text] = Doc(client_id=number(self.mark, self._random))
        self._subscription = self.doc.observe(self._note)

    def text(self, root: str) -> str:
        """The text of a field on this phone."""
        return str(self.doc.get(root, type=Text))

    def type(self, root: str, at: int, insert: str, remove: int = 0) -> None:
        """Replace `remove` characters at a position by typing; it is not sent yet."""
        text = self.doc.get(root, type=Text)
        with self.doc.transaction():
            if remove:
                del text[at : at + remove]
            if insert:
                text.insert(at, insert)

    def join(self, ask: Ask) -> None:
        """Connect: receive what is new, and send what the server lacks."""
        self.ask = ask
        answer = ask("draft.join", {"document": self.document, "vector": self.doc.get_state()})
        assert "error" not in answer, answer
        if not self.mark:
            self.mark = answer["mark"]
            self._open()
        self.hear(answer["update"])
        self.unsent = [self.doc.get_update(answer["vector"])]
        self.send()

    def send(self) -> dict[str, Any]:
        """Send unsent changes; refused ones are kept."""
        assert self.ask
        if not self.unsent:
            return {"ok": True}
        self.unsent = [data := merge_updates(*self.unsent)]
        answer = self.ask("draft.update", {"document": self.document, "data": data})
        if answer.get("ok"):
            self.unsent = []
        return answer

    def hear(self, update: bytes) -> None:
        """Receive another person's change."""
        self._local = False
        self.doc.apply_update(update)
        self._local = True

    def _note(self, event: Any) -> None:
        if self._local:
            self.unsent.append(event.update)
