"""Pages for paper and pictures, set by Typst. Texts go in as data: nothing typed is ever markup."""

import json
from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping
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
    return next(typeset_each(template, [data], made_at=made_at))


def typeset_each(
    template: str, each: Iterable[Mapping[str, Any]], *, made_at: datetime
) -> Iterator[bytes]:
    """A PDF of each `data`, as `typeset` makes it. Fonts are loaded once, so this is fast."""
    compiler: Any = _compiler(template)
    moment = made_at.replace(microsecond=0)
    for data in each:
        inputs = _inputs(data)
        try:
            yield compiler.compile(sys_inputs=inputs, pdf_standards=["ua-1"], timestamp=moment)
        except typst.TypstError:
            yield compiler.compile(sys_inputs=inputs, timestamp=moment)


def drawn(template: str, data: Mapping[str, Any]) -> list[tuple[bytes, bytes]]:
    """Each page of `templates/<template>` as a picture: as SVG without any font, and as PNG."""
    compiler, inputs = _compiler(template), _inputs(data)
    vectors, pixels = (
        _pages(compiler.compile(format=one, ppi=PPI, sys_inputs=inputs)) for one in ("svg", "png")
    )
    return list(zip(vectors, pixels, strict=True))


def _pages(made: Any) -> list[bytes]:
    return made if isinstance(made, list) else [made]


def _compiler(template: str) -> typst.Compiler:
    return typst.Compiler(paths.TEMPLATES / template, root=paths.TEMPLATES, font_paths=_fonts())


def _inputs(data: Mapping[str, Any]) -> dict[str, str]:
    return {"data": json.dumps(data, ensure_ascii=False)}


def _fonts() -> list[Path]:
    """Ours; without them, the machine's own."""
    return [FONTS] if FONTS.is_dir() else []


def picture(address: str) -> list[int]:
    """The bytes of a picture in a data: address as numbers, which is how Typst can be told them."""
    return list(b64decode(address.partition(",")[2]))
