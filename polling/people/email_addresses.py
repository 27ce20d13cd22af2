"""Normalization of e-mail addresses, so that one address has one account.

The address of a new account must use one script only. With a Cyrillic letter that looks like a
Latin one, an organizer could invite a stranger while reading the name of a colleague.
"""

import re
import unicodedata

from polling.core.errors import BadInput
from polling.core.i18n import _

LONGEST = 254  # characters, as in RFC 5321
# First words of Unicode names of letters, in languages that mix scripts.
_EAST_ASIAN = {"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"}
# Latin letters of alphabets; the others are phonetic symbols that look like these.
_LATIN = re.compile("[a-zà-öø-ÿ\u0100-\u024f\u1e00-\u1eff]")


def normalised(typed: str) -> str:
    """Return the address in lower case and Unicode's compatibility form, without outer spaces.

    Raises BadInput for an invalid address, or one with invisible characters.
    """
    address = unicodedata.normalize("NFKC", typed).strip().lower()
    name, _at, host = address.rpartition("@")
    plain = address.isprintable() and not set(address) & set(' "<>(),;:') and "@" not in name
    if not (name and host and plain) or len(address) > LONGEST:
        raise BadInput(_("This is not an e-mail address."))
    return address


def of_new_account(typed: str) -> str:
    """Return the normalized address. Raises BadInput also if it looks like another address."""
    address = normalised(typed)
    if len({_script(letter) for letter in address if letter.isalpha()}) > 1:
        raise BadInput(_("This address mixes alphabets. Type it in one alphabet."))
    return address


def _script(letter: str) -> str:
    script = unicodedata.name(letter, "").partition(" ")[0]
    if script == "LATIN" and not _LATIN.fullmatch(letter):
        return "PHONETIC"
    return "EAST ASIAN" if script in _EAST_ASIAN else script
