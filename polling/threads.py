"""Long work in a real thread, so that the server goes on serving phones."""

from collections.abc import Callable
from contextvars import copy_context
from typing import Any, ParamSpec, TypeVar, cast

from gevent import get_hub

P = ParamSpec("P")
Result = TypeVar("Result")


def in_a_thread(work: Callable[P, Result], *args: P.args, **more: P.kwargs) -> Result:
    """What `work` returns. It speaks the caller's language, and must not use their session."""
    result, error = get_hub().threadpool.apply(copy_context().run, (_outcome, work, args, more))
    if error is not None:
        raise error
    return cast("Result", result)


def _outcome(
    work: Callable[..., Result], args: tuple[Any, ...], more: dict[str, Any]
) -> tuple[Result | None, Exception | None]:
    # The pool would print what is raised here, though the caller answers it.
    try:
        return work(*args, **more), None
    except Exception as error:  # noqa: BLE001  raised again by the caller
        return None, error
