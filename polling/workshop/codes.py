"""Join codes: six digits, more when a tenth of them is in use, shown as `482 107`."""

import re
import secrets

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from polling.workshop.models import Workshop

SHORTEST = 6


def new_code(session: Session) -> str:
    """A code that no workshop has, as short as the number of workshops allows."""
    taken = session.scalar(select(func.count()).select_from(Workshop)) or 0
    digits = SHORTEST
    while taken * 10 >= 10**digits:
        digits += 1
    while True:
        code = f"{secrets.randbelow(10**digits):0{digits}}"
        if session.scalar(select(Workshop.id).where(Workshop.code == code)) is None:
            return code


def spaced(code: str) -> str:
    """`482107` → `482 107`: two halves are easier to read out and to type."""
    half = (len(code) + 1) // 2
    return f"{code[:half]} {code[half:]}"


def compact(typed: str) -> str:
    """What somebody typed, without spaces and dashes."""
    return re.sub(r"[\s\-–]", "", typed)
