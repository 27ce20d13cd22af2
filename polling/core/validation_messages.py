"""Errors of pydantic as sentences."""

from collections.abc import Mapping

from pydantic_core import ErrorDetails

from polling.core.i18n import lazy
from polling.core.text import BY_PATTERN

_BY_TYPE: Mapping[str, object] = {
    "string_too_long": lazy("This is too long. Use at most %(max_length)s characters."),
    "too_long": lazy("Too many items. Enter no more than %(max_length)s."),
    "too_short": lazy("Too few items. Enter at least %(min_length)s."),
    "int_parsing": lazy("This must be a whole number."),
    "int_type": lazy("This must be a whole number."),
    "int_from_float": lazy("This must be a whole number."),
    "float_parsing": lazy("This must be a number."),
    "greater_than_equal": lazy("This must be at least %(ge)s."),
    "greater_than": lazy("This must be more than %(gt)s."),
    "less_than_equal": lazy("This must be at most %(le)s."),
    "literal_error": lazy("This must be one of: %(expected)s."),
    "enum": lazy("This must be one of: %(expected)s."),
    "bool_parsing": lazy("This must be true or false."),
    "bool_type": lazy("This must be true or false."),
}


def message(detail: ErrorDetails, by_type: Mapping[str, object]) -> str:
    """Return the sentence for an error; our own errors are sentences already.

    `by_type` are the sentences, for types of errors, that only some readers understand.
    """
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "string_pattern_mismatch" and context["pattern"] in BY_PATTERN:
        return str(BY_PATTERN[context["pattern"]])
    found = by_type.get(kind) or _BY_TYPE.get(kind)
    return str(found) % context if found else detail["msg"]
