"""Split an entry into its actors: "International organizations such as INTERPOL" names two."""

import re

from polling.recommendations.sentence import separate
from polling.recommendations.sentence_grammar import grammar_of

_EXAMPLES = re.compile(
    r"[,;]?\s*\(?\s*\b(?:such as|like|including|as well as|together with|along with|for example"
    r"|especially|notably|chẳng hạn như|bao gồm|cũng như)(?:,|:)?\s+"
    r"|[,;]?\s*\(?\s*(?:เช่น|รวมถึง|ตลอดจน)\s*",
    re.IGNORECASE,
)
_STRAY = " ,;.:"


def each_actor(actor: str) -> list[str]:
    """Return the actors in one entry: a kind of actor, and its examples.

    >>> each_actor("international organizations, such as INTERPOL and UNODC")
    ['international organizations', 'INTERPOL', 'UNODC']
    """
    kind, *examples = _EXAMPLES.split(actor)
    if not examples:
        return [actor]
    named = [kind, *(name for example in examples for name in _listed(_bare(example)))]
    return list(dict.fromkeys(name for name in map(_bare, named) if name))


def _bare(name: str) -> str:
    """Strip conjunctions and punctuation around a name: "and INTERPOL)," becomes INTERPOL."""
    name = re.sub(r"^(?:and|or)\s", "", name.strip(_STRAY), flags=re.IGNORECASE)
    if name.count("(") != name.count(")"):
        name = name.strip("()")
    return name.strip(_STRAY)


def _listed(examples: str) -> list[str]:
    """Split a list of examples at commas, or at "and" between single capitalized words."""
    words = grammar_of(examples)
    names = [name for part in words.separator.split(examples) if (name := _bare(part))]
    is_plain = all(name[:1].isupper() and " " not in name for name in names)
    return names if is_plain or "," in examples else separate(examples, words)
