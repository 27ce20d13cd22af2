"""Cleaning of text input, and the text types of a workshop file.

Control characters break DOCX and terminals. Bidirectional marks change how a line reads. Other
invisible characters make identical-looking names different, or a text look empty. Some scripts and
emoji need invisible characters, which are kept only there. All others are removed silently, because
nobody types them on purpose.
"""

import re
import unicodedata
from typing import Annotated, Any

from pydantic import BeforeValidator, StringConstraints

from polling.core.i18n import lazy

_LINE_ENDS = re.compile("\r\n?|[\u0085\u2028\u2029\v\f]")
# Characters that are always invisible: controls, format characters (Cf), default ignorable code
# points, blanks that are not spaces, and non-characters. Format characters of Arabic, Syriac and
# Kaithi are visible, so they are excluded. Keep in sync with static/js/drafting/difference.js.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # controls, except tab and line feed
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # directions: our pages isolate each text
    "\xad\u034f\u2060-\u2065\u206a-\u206f\ufeff"  # soft hyphen, joiners and shapes without ink
    "\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\U00016fe4"  # fillers and blanks
    "\ufdd0-\ufdef\ufff0-\ufffc\ufffe\uffff"  # annotations, objects, non-characters
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a"  # layout
    "\U000e0000-\U000e001f\U000e0080-\U000e00ff\U000e01f0-\U000e0fff"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 17))
    + "]"
)
# Scripts with joined letters: right-to-left ones, and those of India and South-East Asia.
_JOINING = (
    "\u0590-\u109f\u1700-\u180a\u1810-\u1c7f\u1cd0-\u1cff\ua800-\uabff"
    "\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\U00010800-\U00011fff\U0001e900-\U0001e95f"
)
_VIRAMAS = "\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca\u1039\u103a\u17d2"
# Thai, Lao, Burmese, Khmer and related scripts have no spaces between words; lines break at U+200B.
_UNSPACED = "\u0e01-\u0eff\u1000-\u109f\u1780-\u17fd\u1950-\u19ff\u1a20-\u1aad\ua9e0-\uaadf"
_EMOJI = "\xa9\xae\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
_CONDITIONAL = "\u180b-\u180f\u200b-\u200d\ufe00-\ufe0f\U000e0020-\U000e007f\U000e0100-\U000e01ef"
_OUT_OF_PLACE = re.compile(
    f"(?=[{_CONDITIONAL}])(?:(?P<in_place>"  # a quick test, so that other characters are skipped
    f"(?<=[{_JOINING}])[\u200c\u200d](?=[{_JOINING}])|(?<=[{_VIRAMAS}])\u200d"
    f"|(?:(?<=[{_EMOJI}])|(?<=[{_EMOJI}]\ufe0f))\u200d(?=[{_EMOJI}])"
    f"|(?<=[{_UNSPACED}])\u200b(?=[{_UNSPACED}])"
    "|(?<=[\u1820-\u18aa])[\u180b-\u180f]"  # Mongolian
    # Variants of symbols and letters, except Latin, Greek and Cyrillic ones.
    f"|(?<=[^\\s\\x00-\u052f\u1e00-\u1fff{_CONDITIONAL}])[\ufe00-\ufe0f]"
    "|(?<=[\xa9\xae])[\ufe0e\ufe0f]|(?<=[#*0-9])\ufe0f(?=\u20e3)"
    "|(?<=[\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af])[\U000e0100-\U000e01ef]"  # Han
    "|(?<=\U0001f3f4)[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f"  # flags
    f")|[{_CONDITIONAL}])"
)
_DEEPEST = 20  # nesting of lists and mappings; payloads have fewer levels


def visible(data: Any, deepest: int = _DEEPEST) -> Any:
    """Return a payload with invisible characters removed from all its texts."""
    if isinstance(data, str):
        if data.isascii():  # ASCII has no conditional characters
            return data if data.isprintable() else _INVISIBLE.sub("", data)
        return _OUT_OF_PLACE.sub(_kept, _INVISIBLE.sub("", data))
    if isinstance(data, dict) and deepest:
        return {name: visible(value, deepest - 1) for name, value in data.items()}
    if isinstance(data, list) and deepest:
        return [visible(value, deepest - 1) for value in data]
    return data


def _kept(found: re.Match[str]) -> str:
    return found["in_place"] or ""


def clean_while_typed(text: str) -> str:
    """Remove characters that are always invisible; a joiner may still be followed by its letter."""
    return _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))


def clean(text: str) -> str:
    """Remove invisible characters, normalize line ends to line feeds, and trim.

    A text of invisible characters becomes "".
    """
    return str(visible(_LINE_ENDS.sub("\n", text))).strip()


def clean_line(text: str) -> str:
    """Clean a text and put it on one line: each line end or tab becomes a space."""
    return clean(text).replace("\n", " ").replace("\t", " ")


def _clean_if_text(value: object) -> object:
    return clean(value) if isinstance(value, str) else value


def _clean_line_if_text(value: object) -> object:
    return clean_line(value) if isinstance(value, str) else value


LONGEST_STEM = 60  # characters of a file name, which are up to 4 bytes each
LONGEST = 10_000  # characters in any text of a file

_ONE_LINE = BeforeValidator(_clean_line_if_text)

Name = Annotated[str, StringConstraints(min_length=1, max_length=200), _ONE_LINE]
Label = Annotated[str, StringConstraints(max_length=60), _ONE_LINE]
Line = Annotated[str, StringConstraints(max_length=200), _ONE_LINE]
Tag = Annotated[str, StringConstraints(min_length=1, max_length=60), _ONE_LINE]
Headline = Annotated[str, StringConstraints(min_length=1, max_length=300), _ONE_LINE]
Sentence = Annotated[str, StringConstraints(max_length=1_000), _ONE_LINE]
Paragraphs = Annotated[str, StringConstraints(max_length=LONGEST), BeforeValidator(_clean_if_text)]

KEY, TIME, COLOUR = r"^[a-z][a-z0-9_]*$", r"^(([01]?\d|2[0-3]):[0-5]\d)?$", "^#[0-9a-fA-F]{6}$"
LANGUAGE = "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
REFERENCE = r"^([1-9]\d{0,2}(\.[1-9]\d{0,2}){0,2})?$"
LAST_REFERENCE = 999  # the highest number in a reference

Reference = Annotated[str, StringConstraints(pattern=REFERENCE)]
Key = Annotated[str, StringConstraints(pattern=KEY, max_length=40), _ONE_LINE]
Time = Annotated[str, StringConstraints(pattern=TIME), _ONE_LINE]
Colour = Annotated[str, StringConstraints(pattern=COLOUR), _ONE_LINE]
Language = Annotated[str, StringConstraints(pattern=LANGUAGE, max_length=35), _ONE_LINE]


def file_stem(title: str) -> str:
    """Return the letters, marks and digits of a title as a file name: "river-dialogue"."""
    kept = "".join(sign if unicodedata.category(sign)[0] in "LMN" else " " for sign in title)
    return "-".join(kept.lower().split())[:LONGEST_STEM].strip("-")


def comparison_key(text: str) -> str:
    """Return a key that is equal for texts that differ only in case and spacing."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


BY_PATTERN = {
    KEY: lazy(
        "A key consists of lowercase letters, digits and underscores, such as “best_sessions”."
    ),
    TIME: lazy("This must be a time of day such as “13:30”."),
    COLOUR: lazy("This must be a colour such as “#0b6e69”."),
    LANGUAGE: lazy("This must be a language tag such as “en” or “km”."),
    REFERENCE: lazy(
        "A reference consists of one to three numbers separated by dots, such as “2.1.3”."
    ),
}
