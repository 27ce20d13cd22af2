"""A progress bar on terminals, and nothing elsewhere."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click


@contextmanager
def bar(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """Show a progress bar up to `total`."""
    with click.progressbar(
        length=total,
        label=f"… {what}",
        show_pos=True,
        show_percent=False,
        show_eta=False,
        file=sys.stderr,
        hidden=not sys.stderr.isatty(),
    ) as shown:
        yield lambda number: shown.update(number - shown.pos)
