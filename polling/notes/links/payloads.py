"""What organizers send about note-takers' links."""

from typing import Annotated

from pydantic import BeforeValidator

from polling.core.text import Label
from polling.people.payloads import Payload, none_if_empty


class NewLink(Payload):
    """A link for the session with this id, or for any. `label` is for the organizers."""

    label: Label = ""
    session: Annotated[int | None, BeforeValidator(none_if_empty)] = None
