"""A paper ballot of the first stage, entered or withdrawn."""

import hashlib
import re
from typing import Annotated

from pydantic import Field, StringConstraints

from polling.contests.paper.forms import Number
from polling.core.base_models import Payload


class WholeBallot(Payload):
    """All rows of a ballot in their order: 2, 1, 0, or - for an empty one.

    `check` is its printed check code. `group` is the number of the group for which it was printed,
    or 0. `read` is the mark of the text that was read back, without which nothing counts.
    """

    number: Number
    check: Annotated[str, StringConstraints(max_length=20, strip_whitespace=True, to_upper=True)]
    group: Annotated[int, Field(ge=0, le=400)] = 0
    marks: Annotated[str, StringConstraints(max_length=2_000)]
    read: Annotated[str, StringConstraints(max_length=64)] = ""

    @property
    def signs(self) -> str:
        """One sign per row."""
        return re.sub(r"[\s,;]+", "", self.marks).replace("–", "-")

    @property
    def mark(self) -> str:
        """A hash of the input, which changes if anything else is typed."""
        typed = f"{self.number}:{self.group}:{self.signs}"
        return hashlib.sha256(typed.encode()).hexdigest()[:16]
