"""Pages for paper and pictures, set by Typst. Texts go in as data: nothing typed is ever markup."""

import json
from base64 import b64decode
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from polling.core import paths

FONTS = paths.STATIC / "dist" / "fonts"
PPI = 96  # of pictures


def typeset(template: str, data: Mapping[str, Any], *, made_at: datetime) -> bytes:
    """`templates/<template>` as a PDF that says it is PDF/UA-1, if it is.

    A character that no font has breaks that promise; the pages are tagged all the same.
    """
    inputs = _inputs(data)
    try:
        return _compile(template, inputs, made_at, ["ua-1"])
    except typst.TypstError:
        return _compile(template, inputs, made_at, [])


def drawn(template: str, data: Mapping[str, Any]) -> list[tuple[bytes, bytes]]:
    """Each page of `templates/<template>` as a picture: as SVG without any font, and as PNG."""
    compiler = typst.Compiler(
        paths.TEMPLATES / template,
        root=paths.TEMPLATES,
        font_paths=_fonts(),
        sys_inputs=_inputs(data),
    )
    vectors, pixels = (_pages(compiler.compile(format=one, ppi=PPI)) for one in ("svg", "png"))
    return list(zip(vectors, pixels, strict=True))


def _pages(made: Any) -> list[bytes]:
    return made if isinstance(made, list) else [made]


def _compile(
    template: str, inputs: dict[str, str], made_at: datetime, standards: list[Any]
) -> bytes:
    made: bytes = typst.compile(
        paths.TEMPLATES / template,
        root=paths.TEMPLATES,
        font_paths=_fonts(),
        format="pdf",
        sys_inputs=inputs,
        pdf_standards=standards,
        timestamp=made_at.replace(microsecond=0),
    )
    return made


def _inputs(data: Mapping[str, Any]) -> dict[str, str]:
    return {"data": json.dumps(data, ensure_ascii=False)}


def _fonts() -> list[Path]:
    """Ours; without them, the machine's own."""
    return [FONTS] if FONTS.is_dir() else []


def picture(address: str) -> list[int]:
    """The bytes of a picture in a data: address as numbers, which is how Typst can be told them."""
    return list(b64decode(address.partition(",")[2]))
