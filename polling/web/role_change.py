"""A confirmation before a link changes this browser's role in the same workshop."""

from dataclasses import dataclass

from polling.web import render


@dataclass(frozen=True)
class Change:
    """The change that a link would make. `voter` identifies the phone's unsent ballots or notes.

    `question` is the title, `now` and `offered` are sentences, `home` is the URL of the browser's
    current page, and a POST to `to` makes the change.
    """

    code: str
    question: str
    now: str
    offered: str
    home: str
    to: str
    token: str = ""
    voter: str = ""


def ask(change: Change) -> str:
    """Return a page with both choices; nothing has changed yet."""
    return render("people/role_change.html", change=change)
