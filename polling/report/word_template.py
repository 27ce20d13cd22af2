"""A first look at an organizer's Word template, without the libraries that draw a report.

Loading them takes a second, which a malicious file must not cost.
"""

from polling.core.errors import BadInput
from polling.core.i18n import lazy
from polling.uploads.archive import BadArchive, unpacked

MOST_UNPACKED = 30_000_000  # bytes
MOST_PARTS = 500
NO_TEMPLATE = lazy("Choose a Word file (.docx) as the template.")


def require_office_file(content: bytes) -> None:
    """Raise BadInput if it is not an office file, or would become too large when unpacked."""
    try:
        unpacked(content, most_bytes=MOST_UNPACKED, most_parts=MOST_PARTS)
    except BadArchive:
        raise BadInput(str(NO_TEMPLATE)) from None
