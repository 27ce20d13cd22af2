"""A first look at an organizer's Word template, without the libraries that draw a report.

Loading them takes a second, which a malicious file must not cost.
"""

from polling.core.errors import BadInput
from polling.core.i18n import lazy
from polling.uploads.archive import BadArchive, unpacked
from polling.uploads.xml_size import Budget

MOST_UNPACKED = 30_000_000  # bytes
MOST_PARTS = 500
MOST_ELEMENTS = 300_000  # a page of text has hundreds
NO_TEMPLATE = lazy("Choose a Word file (.docx) as the template.")


def require_office_file(content: bytes) -> None:
    """Raise BadInput if it is not an office file, or would become too large when unpacked."""
    try:
        parts_of(content)
    except BadArchive:
        raise BadInput(str(NO_TEMPLATE)) from None


def parts_of(content: bytes) -> dict[str, bytes]:
    """Return the parts of an office file. Raises BadArchive."""
    budget = Budget(MOST_ELEMENTS)
    return unpacked(content, most_bytes=MOST_UNPACKED, most_parts=MOST_PARTS, budget=budget)
