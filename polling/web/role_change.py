"""The question before a link makes this browser somebody else in the same workshop."""

from dataclasses import dataclass

from polling.web import render


@dataclass(frozen=True)
class Change:
    """What a link would replace. `voter` names whose unsent ballots or notes the phone keeps.

    `now` and `offered` are sentences, `stay` and `switch` buttons, `home` the address of the page
    that the browser has now, and `to` the address that makes the change when posted to.
    """

    code: str
    now: str
    offered: str
    stay: str
    switch: str
    home: str
    to: str
    token: str = ""
    voter: str = ""


def ask(change: Change) -> str:
    """A page with both choices; nothing has changed yet."""
    return render("people/role_change.html", change=change)
