"""docs/protocol.md lists what the code has, and nothing else."""

import re
from pathlib import Path

from flask import Flask

from polling.access import roles_of
from polling.live import messages
from polling.live.events import EVENTS

PAGE = (Path(__file__).parents[1] / "docs" / "protocol.md").read_text()
HTTP, EVENTS_PART, MESSAGES_PART = re.split(r"\n## Socket.*\n", PAGE)
ROW = re.compile(r"^\| `([^`]+)` \| ([^|]*) \|", re.MULTILINE)


def listed(part: str) -> dict[str, str]:
    return {name: roles.strip() for name, roles in ROW.findall(part)}


def test_every_route_is_listed_with_its_roles_and_no_other(app: Flask) -> None:
    routes = {
        f"{method} {rule.rule}": ", ".join(roles_of(app.view_functions[rule.endpoint]))
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) & {"GET", "POST"}
    }
    assert listed(HTTP) == routes


def test_every_socket_event_is_listed_with_its_roles_and_no_other(app: Flask) -> None:
    events = {name: ", ".join(sorted(event.roles)) for name, event in EVENTS.items()}
    assert listed(EVENTS_PART) == events


def test_every_message_is_listed_with_its_fields_and_no_other() -> None:
    sent = {
        kind.event: f"`{', '.join(kind.model_fields)}`"
        for kind in messages.LiveMessage.__subclasses__()
    }
    assert listed(MESSAGES_PART) == sent
