"""The entry point for uploaded files: parsers run in the worker process for untrusted files."""

import logging
from collections.abc import Callable, Hashable
from typing import Any, ParamSpec, TypeVar, cast

from polling.core.errors import BadInput, WorkerFailed
from polling.core.i18n import _, get_locale, speaking
from polling.core.workers import run_untrusted

P = ParamSpec("P")
Result = TypeVar("Result")


def read_upload(
    whose: Hashable, parse: Callable[P, Result], *args: P.args, **more: P.kwargs
) -> Result:
    """Return the result of `parse` for an upload, in the reader's language. Keep the result small.

    Args:
        whose: the account, which has one place in the queue.

    Raises:
        BadInput: if `parse` refuses the file, if the file exceeds a limit, or if the parser fails.
        TooMany: too many uploads of this account are waiting.
    """
    language = str(get_locale() or "en")
    try:
        return cast("Result", run_untrusted(whose, _spoken, language, parse, args, more))
    except WorkerFailed:
        logging.getLogger(__name__).warning("an upload could not be read", exc_info=True)
        message = _(
            "This file cannot be read. Open it in the program that created it, save it, and try "
            "again."
        )
        raise BadInput(message) from None


def _spoken(language: str, parse: Callable[..., Any], args: Any, more: Any) -> Any:
    with speaking(language):
        return parse(*args, **more)
