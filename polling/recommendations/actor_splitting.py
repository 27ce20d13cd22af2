"""Split an entry into its actors: "International organizations such as INTERPOL" names two."""

import re
from collections.abc import Sequence
from functools import lru_cache

from polling.recommendations.sentence import separate
from polling.recommendations.sentence_grammar import grammar_of

_EXAMPLES = re.compile(
    r"\b(?:such as|like|including|as well as|together with|along with|for example"
    r"|especially|notably|chẳng hạn như|bao gồm|cũng như)(?:,|:)?\s+"
    r"|(?:เช่น|รวมถึง|ตลอดจน)\s*",
    re.IGNORECASE,
)
_STRAY = " ,;.:"
MOST_NAMES = 10  # in one entry
MOST_KEPT = 20_000


def each_actor(actor: str) -> list[str]:
    """Return the actors in one entry: a kind of actor, and its examples.

    An entry with more than MOST_NAMES is a text, which stays whole.

    >>> each_actor("international organizations, such as INTERPOL and UNODC")
    ['international organizations', 'INTERPOL', 'UNODC']
    """
    return list(_each_actor(actor))


@lru_cache(MOST_KEPT)  # a page asks for the same actors several times
def _each_actor(actor: str) -> Sequence[str]:
    kind, *examples = _EXAMPLES.split(actor)
    if not examples:
        return [actor]
    named = [_bare(_opened(kind)), *(name for example in examples for name in _listed(example))]
    names = list(dict.fromkeys(name for name in named if name))
    return names if len(names) <= MOST_NAMES else [actor]


def _opened(text: str) -> str:
    """Strip the bracket that the next example may be in: "Platforms (" becomes "Platforms"."""
    return text.rstrip(f"{_STRAY}(\t\n")


def _bare(name: str) -> str:
    """Strip conjunctions and punctuation around a name: "and INTERPOL)," becomes INTERPOL."""
    name = re.sub(r"^(?:and|or)\s", "", name.strip(_STRAY), flags=re.IGNORECASE)
    if name.count("(") != name.count(")"):
        name = name.strip("()")
    return name.strip(_STRAY)


def _listed(examples: str) -> list[str]:
    """Split a list of examples at commas, or at "and" between single capitalized words."""
    examples = _bare(_opened(examples))
    words = grammar_of(examples)
    names = [name for part in words.separator.split(examples) if (name := _bare(part))]
    is_plain = all(name[:1].isupper() and " " not in name for name in names)
    return names if is_plain or "," in examples else list(map(_bare, separate(examples, words)))
