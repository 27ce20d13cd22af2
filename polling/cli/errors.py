"""What went wrong with a command, in a sentence for whoever typed it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])
EXTRAS = {"psycopg": "postgresql", "redis": "redis"}  # what an address in the environment needs


def one_sentence(command: F) -> F:
    """Errors that a person can act on are one clear sentence on stderr, not a traceback."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except click.ClickException:
            raise
        except Exception as error:
            sentence = _in_words(error)
            if sentence is None:
                raise
            raise click.ClickException(sentence) from error

    return run  # type: ignore[return-value]


def _in_words(error: Exception) -> str | None:
    """What went wrong, for people; None for a mistake of ours, which keeps its traceback."""
    from pydantic import ValidationError
    from sqlalchemy.exc import OperationalError

    from polling.core.errors import CannotServe, WorkshopError

    if isinstance(error, WorkshopError):
        places = [f"{p['place']}: {p['message']}".lstrip(": ") for p in error.problems]
        return "\n".join([str(error.message), *places])
    if isinstance(error, OperationalError):
        return f"The database cannot be used: {error.orig}."
    if isinstance(error, ValidationError):
        said = "; ".join(detail["msg"] for detail in error.errors())
        return f"The configuration is not right: {said}."
    if isinstance(error, ModuleNotFoundError) and error.name in EXTRAS:
        return f"This needs `pip install .[{EXTRAS[error.name]}]`."
    if isinstance(error, PermissionError):
        return f"{error.filename} cannot be written."
    return str(error) if isinstance(error, CannotServe) else None
