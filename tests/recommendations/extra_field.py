"""A pytest plugin that gives recommendations one more text field, "cost", as a developer would.

    pytest -p tests.recommendations.extra_field tests/recommendations/new_field_journey.py

It adds the field to the source of `polling.recommendations.wording` wherever the rationale is
declared, before any other of our modules is imported.
"""

import importlib.util
import re
import sys
from pathlib import Path

MODULE = "polling.recommendations.wording"
DECLARATIONS = 3  # of the value, of its columns, and of files and forms


def _install() -> None:
    spec = importlib.util.find_spec(MODULE)
    if spec is None or spec.origin is None or spec.loader is None:
        raise ImportError(MODULE)
    source = Path(spec.origin).read_text(encoding="utf-8")
    extended, count = re.subn(
        r"^    rationale(: .*)$", r"    rationale\1\n    cost\1", source, flags=re.MULTILINE
    )
    if count != DECLARATIONS:
        raise AssertionError(f"the rationale is declared {count} times")
    module = importlib.util.module_from_spec(spec)
    sys.modules[MODULE] = module
    exec(compile(extended, spec.origin, "exec"), module.__dict__)  # noqa: S102  our own source


_install()
