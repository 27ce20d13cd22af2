"""E-mail addresses in one spelling, so that one address is one account.

An address of a new account is also written in one script: with a Cyrillic letter that looks like a
Latin one, somebody would invite a stranger and read the name of a colleague.
"""

import re
import unicodedata

from polling.core.errors import BadInput
from polling.core.i18n import _

LONGEST = 254  # characters, as in RFC 5321
# What Unicode's names of letters begin with, where one language mixes scripts.
_EAST_ASIAN = {"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"}
# Latin letters of alphabets; further ones are for phonetics, and look like others.
_LATIN = re.compile("[a-zà-öø-ÿ\u0100-\u024f\u1e00-\u1eff]")


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


def of_new_account(typed: str) -> str:
    """The normalised address; BadInput also if it could be mistaken for another one."""
    address = normalised(typed)
    if len({_script(letter) for letter in address if letter.isalpha()}) > 1:
        raise BadInput(_("This address mixes alphabets. Type it in one alphabet."))
    return address


def _script(letter: str) -> str:
    script = unicodedata.name(letter, "").partition(" ")[0]
    if script == "LATIN" and not _LATIN.fullmatch(letter):
        return "PHONETIC"
    return "EAST ASIAN" if script in _EAST_ASIAN else script
