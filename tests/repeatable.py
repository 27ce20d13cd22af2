"""Ids and keys from `secrets` that are the same in every run, so that no test fails by chance."""

import random
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch


@contextmanager
def secrets_of(name: str) -> Iterator[None]:
    """Let `secrets` return the same numbers whenever this name is given. Servers keep their own."""
    source = random.Random(name)
    with patch.multiple(
        secrets,
        token_bytes=lambda nbytes=None: source.randbytes(32 if nbytes is None else nbytes),
        randbelow=source.randrange,
        randbits=source.getrandbits,
    ):
        yield
