"""Every URL of the app, with its roles and the fields of its payload."""

import inspect
from collections.abc import Iterator
from typing import get_type_hints

from flask import Flask
from pydantic import BaseModel, RootModel

from polling.core.access import roles_of


def addresses(app: Flask) -> Iterator[tuple[str, str, str]]:
    """Yield the method and URL, roles, and fields of each route."""
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            roles = ", ".join(roles_of(app.view_functions[rule.endpoint]))
            yield f"{method} {rule.rule}", roles, _fields(app, rule.endpoint)


def _fields(app: Flask, endpoint: str) -> str:
    """The fields of a command's payload; "" if there are none or it parses the form itself."""
    handler = inspect.unwrap(app.view_functions[endpoint])
    for name, kind in get_type_hints(handler).items():
        if name == "prepared" or not inspect.isclass(kind) or issubclass(kind, RootModel):
            continue
        if issubclass(kind, BaseModel):
            return ", ".join(kind.model_fields)
    return ""
