"""Read signed values. Wrong ones leave nothing in memory."""

from traceback import clear_frames
from typing import Any

from itsdangerous import BadSignature, Serializer


def verified(serializer: Serializer[Any], signed: str, **limits: Any) -> Any:
    """Return what was signed, or None if the signature is wrong or too old.

    itsdangerous keeps exceptions in variables of frames in their own tracebacks. With them, the
    whole request would stay in memory until a garbage collection, which stops the server for most
    of a second once strangers have sent thousands of wrong cookies.

    Args:
        limits: as for `loads`, such as `max_age` in seconds.
    """
    try:
        return serializer.loads(signed, **limits)
    except BadSignature as error:
        clear_frames(error.__traceback__)
        return None
