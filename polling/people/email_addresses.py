"""E-mail addresses in one spelling, so that one address is one account."""

import unicodedata

from polling.core.errors import BadInput
from polling.core.i18n import _

LONGEST = 254  # characters, as in RFC 5321


def normalised(typed: str) -> str:
    """The address without spaces around it, in lower case and Unicode's compatibility form.

    Raises BadInput for what is no address, or contains characters that cannot be seen.
    """
    address = unicodedata.normalize("NFKC", typed).strip().lower()
    name, _at, host = address.rpartition("@")
    plain = address.isprintable() and not set(address) & set(' "<>(),;:') and "@" not in name
    if not (name and host and plain) or len(address) > LONGEST:
        raise BadInput(_("This is not an e-mail address."))
    return address
