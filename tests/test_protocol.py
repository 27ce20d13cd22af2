"""docs/protocol.md lists the server's URLs, events, messages and errors."""

from collections.abc import Iterator

from flask import Flask

from polling.core.errors import WorkshopError
from polling.live.incoming_events import EVENTS
from polling.live.messages import LiveMessage
from tests import protocol_page
from tests.app_urls import addresses
from tests.protocol_page import rows


def refusals(kind: type[WorkshopError] = WorkshopError) -> Iterator[tuple[str, int]]:
    """The code and status of every kind of refusal, except the base class."""
    for narrower in kind.__subclasses__():
        yield narrower.code, narrower.status
        yield from refusals(narrower)


def public(app: Flask) -> Iterator[tuple[str, str, str]]:
    """The URLs that the page must list: all without a role, and some of each role."""
    listed = {address for address, _, _ in protocol_page.addresses()}
    for address, roles, fields in addresses(app):
        if roles == "anyone" or address in listed:
            yield address, roles, fields


def test_every_address_is_listed_once_with_its_roles_and_no_other(app: Flask) -> None:
    listed = sorted((address, roles) for address, roles, _ in protocol_page.addresses())
    assert listed == sorted((address, roles) for address, roles, _ in public(app))


def test_every_address_is_listed_with_the_fields_of_its_payload(app: Flask) -> None:
    listed = {address: names for address, _, names in protocol_page.addresses()}
    expected = {address: fields for address, _, fields in public(app) if fields}
    assert {address: listed[address] for address in expected} == expected


def test_every_socket_event_is_listed_once_with_its_roles_and_no_other(app: Flask) -> None:
    assert [row[:2] for row in rows("Socket events from the page")] == sorted(
        (name, ", ".join(sorted(event.roles))) for name, event in EVENTS.items()
    )


def test_every_message_is_listed_once_with_its_fields_and_no_other() -> None:
    assert [row[:2] for row in rows("Socket messages from the server")] == sorted(
        (kind.event, f"`{', '.join(kind.model_fields)}`" if kind.model_fields else "none")
        for kind in LiveMessage.__subclasses__()
    )


def test_every_refusal_is_listed_once_with_its_status_and_no_other(app: Flask) -> None:
    assert [row[:2] for row in rows("Errors")] == sorted(
        {(code, str(status)) for code, status in refusals()}
    )
