"""docs/protocol.md lists what the code has, and nothing else."""

import re
from collections.abc import Iterator
from pathlib import Path

from flask import Flask

from polling.core.access import roles_of
from polling.core.errors import WorkshopError
from polling.live.events import EVENTS
from polling.live.messages import LiveMessage

PAGE = (Path(__file__).parents[1] / "docs" / "protocol.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `([^`]+)` \| ([^|]*) \|", re.MULTILINE)


def rows(heading: str) -> list[tuple[str, str]]:
    """The first two columns of every table under a heading."""
    [part] = re.findall(rf"^## {heading}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    return sorted(ROW.findall(part))


def refusals(kind: type[WorkshopError] = WorkshopError) -> Iterator[tuple[str, int]]:
    """Code and status of every kind of refusal; the base is none of its own."""
    for narrower in kind.__subclasses__():
        yield narrower.code, narrower.status
        yield from refusals(narrower)


def test_every_route_is_listed_once_with_its_roles_and_no_other(app: Flask) -> None:
    assert rows("HTTP") == sorted(
        (f"{method} {rule.rule}", ", ".join(roles_of(app.view_functions[rule.endpoint])))
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    )


def test_every_socket_event_is_listed_once_with_its_roles_and_no_other(app: Flask) -> None:
    assert rows("Socket events from the page") == sorted(
        (name, ", ".join(sorted(event.roles))) for name, event in EVENTS.items()
    )


def test_every_message_is_listed_once_with_its_fields_and_no_other() -> None:
    assert rows("Socket messages from the server") == sorted(
        (kind.event, f"`{', '.join(kind.model_fields)}`") for kind in LiveMessage.__subclasses__()
    )


def test_every_refusal_is_listed_once_with_its_status_and_no_other(app: Flask) -> None:
    assert rows("Errors") == sorted((code, str(status)) for code, status in refusals())
