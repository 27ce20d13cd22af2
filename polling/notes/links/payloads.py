"""What organizers send about note-takers' links."""

from typing import Annotated

from pydantic import BeforeValidator

from polling.people.payloads import Payload, none_if_empty
from polling.workshop_file.text import Label


class NewLink(Payload):
    """A link for the session with this id, or for any. `label` is for the organizers."""

    label: Label = ""
    session: Annotated[int | None, BeforeValidator(none_if_empty)] = None
