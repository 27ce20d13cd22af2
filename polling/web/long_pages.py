"""Long pages of the console: beyond a limit, one part is complete, and the others are links."""

from collections.abc import Collection, Mapping

from flask import request


def complete_parts(sizes: Mapping[str, int], most: int) -> Collection[str]:
    """Return the keys of the parts to show completely, given the size of each.

    These are all of them if their sizes add up to at most `most`; otherwise the one that the URL
    asks for as `details`, if there is one.
    """
    if sum(sizes.values()) <= most:
        return sizes.keys()
    return sizes.keys() & {request.args.get("details", "")}
