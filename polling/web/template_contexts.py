"""Contexts: the variables of a page's template, as a frozen dataclass.

Functions in `pages.py` return contexts. Their fields become the template's variables, so that
`Lobby(joined=3)` is `{{ joined }}` there. Common variables of several pages are a separate
dataclass; a page inherits from it or has it in a field (`{{ draft.members }}`).
"""

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Context = DataclassInstance
else:
    Context = Any


@dataclass(frozen=True)
class Empty:
    """The context of a page that only shows the workshop."""


def variables(context: Context | None) -> dict[str, Any]:
    """Return the fields of a context by name; nested dataclasses are not converted."""
    if context is None:
        return {}
    return {field.name: getattr(context, field.name) for field in fields(context)}
