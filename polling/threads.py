"""Long work in a real thread, so that the server goes on serving phones."""

from collections.abc import Callable
from contextvars import copy_context
from typing import ParamSpec, TypeVar

from gevent import get_hub

P = ParamSpec("P")
Result = TypeVar("Result")


def in_a_thread(work: Callable[P, Result], *args: P.args, **more: P.kwargs) -> Result:
    """What `work` returns. It speaks the caller's language, and must not use their session."""
    context = copy_context()
    result: Result = get_hub().threadpool.apply(context.run, (work, *args), more)
    return result
