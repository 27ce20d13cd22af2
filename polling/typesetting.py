"""Pages for paper, set by Typst. Texts go in as data, so nothing typed is ever markup."""

import json
from base64 import b64decode
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import typst

from polling import paths

FONTS = paths.STATIC / "dist" / "fonts"


def typeset(template: str, data: Mapping[str, Any], *, made_at: datetime) -> bytes:
    """`templates/<template>` as a PDF that says it is PDF/UA-1, if it is.

    A character that no font has breaks that promise; the pages are tagged all the same.
    """
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    try:
        return _compile(template, inputs, made_at, ["ua-1"])
    except typst.TypstError:
        return _compile(template, inputs, made_at, [])


def _compile(
    template: str, inputs: dict[str, str], made_at: datetime, standards: list[Any]
) -> bytes:
    made: bytes = typst.compile(
        paths.TEMPLATES / template,
        root=paths.TEMPLATES,
        font_paths=[FONTS] if FONTS.is_dir() else [],  # without them, the machine's own
        format="pdf",
        sys_inputs=inputs,
        pdf_standards=standards,
        timestamp=made_at.replace(microsecond=0),
    )
    return made


def picture(address: str) -> list[int]:
    """The bytes of a picture in a data: address as numbers, which is how Typst can be told them."""
    return list(b64decode(address.partition(",")[2]))
