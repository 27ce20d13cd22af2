"""Contexts: the variables of a page's template, as a frozen dataclass.

A function in `pages.py` returns one. Its fields become the variables of the template, so that
`Lobby(joined=3)` is `{{ joined }}` there. What several pages share is a dataclass of its own, and
each page either inherits from it or holds it in a field (`{{ draft.members }}`).
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
    """The context of a page that shows nothing but the workshop."""


def variables(context: Context | None) -> dict[str, Any]:
    """The fields of a context by name; nested dataclasses stay what they are."""
    if context is None:
        return {}
    return {field.name: getattr(context, field.name) for field in fields(context)}
