"""Report a command's error in one sentence."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])
EXTRAS = {"psycopg": "postgresql", "redis": "redis"}  # extras that addresses in settings need


def one_sentence(command: F) -> F:
    """Print an error that a person can act on as one sentence on stderr, without a traceback."""

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
    """Return the error in words; None for a bug, which keeps its traceback."""
    from pydantic import ValidationError
    from sqlalchemy.exc import OperationalError

    from polling.core.errors import CannotServe, WorkshopError

    if isinstance(error, WorkshopError):
        places = [f"{p['place']}: {p['message']}".lstrip(": ") for p in error.problems]
        return "\n".join([str(error.message), *places])
    if isinstance(error, OperationalError):
        reason = str(error.orig).partition("\n")[0].removesuffix(".")
        return f"The database (DATABASE_URL, or else DATA_DIR) cannot be used: {reason}."
    if isinstance(error, ValidationError):
        return f"The settings are wrong: {'; '.join(map(_setting, error.errors()))}."
    if isinstance(error, ModuleNotFoundError) and error.name in EXTRAS:
        return f"A package is missing. Run `pip install .[{EXTRAS[error.name]}]`."
    if isinstance(error, PermissionError):
        return f"{error.filename} cannot be written."
    return str(error) if isinstance(error, CannotServe) else None


def _setting(detail: Any) -> str:
    """Return what is wrong with a setting, after its name unless the sentence has it."""
    sentence = str(detail["msg"]).removeprefix("Value error, ")
    return f"{str(detail['loc'][0]).upper()}: {sentence}" if detail["loc"] else sentence
