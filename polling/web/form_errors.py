"""What is wrong with a field of a form, in sentences for the person who filled it in."""

from pydantic_core import ErrorDetails

from polling.core.i18n import lazy
from polling.core.text import BY_PATTERN

_BY_TYPE = {
    "missing": lazy("Please fill this in."),
    "string_too_short": lazy("Please fill this in."),
    "string_too_long": lazy("This is too long: at most %(max_length)s characters fit."),
    "too_long": lazy("These are too many: at most %(max_length)s are allowed."),
    "too_short": lazy("These are too few: at least %(min_length)s must be given."),
    "int_parsing": lazy("This must be a whole number."),
    "int_type": lazy("This must be a whole number."),
    "int_from_float": lazy("This must be a whole number."),
    "float_parsing": lazy("This must be a number."),
    "greater_than_equal": lazy("This must be at least %(ge)s."),
    "greater_than": lazy("This must be more than %(gt)s."),
    "less_than_equal": lazy("This must be at most %(le)s."),
    "literal_error": lazy("This must be one of: %(expected)s."),
    "enum": lazy("This must be one of: %(expected)s."),
    "bool_parsing": lazy("This must be yes or no."),
    "extra_forbidden": lazy(
        "This form has no such field. Reload the page; what you typed is kept."
    ),
}


def complaint(detail: ErrorDetails) -> str:
    """One complaint of pydantic's as a sentence; those of our own are sentences already."""
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "string_pattern_mismatch" and context["pattern"] in BY_PATTERN:
        return str(BY_PATTERN[context["pattern"]])
    return str(_BY_TYPE[kind]) % context if kind in _BY_TYPE else detail["msg"]
