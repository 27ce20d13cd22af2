"""Join codes: eight digits, shown as `4821 0793`.

They are long enough to make guessing hopeless at the rate that `polling.web.workshop_access`
allows.
"""

import re
import secrets

from sqlalchemy import select
from sqlalchemy.orm import Session

from polling.workshop.models import Workshop

DIGITS = 8


def new_code(session: Session) -> str:
    """Return a code that no workshop has."""
    while True:
        code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
        if session.scalar(select(Workshop.id).where(Workshop.code == code)) is None:
            return code


def spaced(code: str) -> str:
    """Format `48210793` as `4821 0793`, which is easier to read out and to type."""
    half = (len(code) + 1) // 2
    return f"{code[:half]} {code[half:]}"


def compact(typed: str) -> str:
    """Return typed text without spaces and dashes."""
    return re.sub(r"[\s\-–]", "", typed)
