"""Text from outside, made harmless, and the kinds of text that a workshop file has.

Control characters break DOCX and terminals; bidirectional overrides make a line read other than
it is stored; other unseen marks make two names differ that look the same. All are dropped without
a word: nobody means to type them. Joiners and the space without width stay, because Khmer, Burmese,
Thai and Indic scripts are spelled with them, and many emoji.
"""

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, StringConstraints

_LINE_ENDS = re.compile("\r\n?|[\u0085\u2028\u2029\v\f]")
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # controls, but not tab and line feed
    "\u202a-\u202e\u2066-\u2069"  # bidirectional embeddings, overrides and isolates
    "\xad\u2060-\u2065\u206a-\u206f"  # soft hyphen, word joiner, operators and shapes without ink
    "\ufeff\ufff9-\ufffb\ufffe\uffff]"  # byte order mark, annotations, non-characters
)
_DEEPEST = 20  # levels of lists and mappings; no payload has as many


def visible(data: Any, deepest: int = _DEEPEST) -> Any:
    """What somebody has sent, each text in it without unseen characters."""
    if isinstance(data, str):
        return _UNSEEN.sub("", data)
    if isinstance(data, dict) and deepest:
        return {name: visible(value, deepest - 1) for name, value in data.items()}
    if isinstance(data, list) and deepest:
        return [visible(value, deepest - 1) for value in data]
    return data


def clean(text: str) -> str:
    """`text` without unseen characters, its line ends made line feeds, its edges trimmed."""
    return str(visible(_LINE_ENDS.sub("\n", text))).strip()


def clean_line(text: str) -> str:
    """`clean`, on one line: each line end or tab becomes a space; other spacing is kept."""
    return clean(text).replace("\n", " ").replace("\t", " ")


def _clean_if_text(value: object) -> object:
    return clean(value) if isinstance(value, str) else value


def _clean_line_if_text(value: object) -> object:
    return clean_line(value) if isinstance(value, str) else value


LONGEST = 10_000  # characters of any text in a file

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

Key = Annotated[str, StringConstraints(pattern=KEY, max_length=40), _ONE_LINE]
Time = Annotated[str, StringConstraints(pattern=TIME), _ONE_LINE]
Colour = Annotated[str, StringConstraints(pattern=COLOUR), _ONE_LINE]
Language = Annotated[str, StringConstraints(pattern=LANGUAGE, max_length=35), _ONE_LINE]
