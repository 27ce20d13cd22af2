"""Documents and pictures, typeset by Typst. Texts are passed as data, never as markup."""

import json
from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from polling.core import paths

FONTS = paths.STATIC / "dist" / "fonts"
PPI = 96  # resolution of pictures
_ONE_PICTURE = b"#image(bytes(json(bytes(sys.inputs.data))), width: 1mm)"


def typeset(template: str, data: Mapping[str, Any], *, made_at: datetime) -> bytes:
    """Return `templates/<template>` as a PDF, marked as PDF/UA-1 if it conforms.

    It does not conform if no font has a character; the pages are tagged in any case.
    """
    return next(typeset_each(template, [data], made_at=made_at))


def typeset_each(
    template: str, each: Iterable[Mapping[str, Any]], *, made_at: datetime
) -> Iterator[bytes]:
    """Return a PDF for each `data`, as `typeset` does. Fonts are loaded once, so this is fast."""
    compiler: Any = _compiler(template)
    moment = made_at.replace(microsecond=0)
    for data in each:
        inputs = _inputs(data)
        try:
            yield compiler.compile(sys_inputs=inputs, pdf_standards=["ua-1"], timestamp=moment)
        except typst.TypstError:
            yield compiler.compile(sys_inputs=inputs, timestamp=moment)


def drawn(template: str, data: Mapping[str, Any]) -> list[tuple[bytes, bytes]]:
    """Return each page of `templates/<template>` as a picture: as SVG without fonts, and as PNG."""
    compiler, inputs = _compiler(template), _inputs(data)
    vectors, pixels = (
        _pages(compiler.compile(format=one, ppi=PPI, sys_inputs=inputs)) for one in ("svg", "png")
    )
    return list(zip(vectors, pixels, strict=True))


def _pages(made: Any) -> list[bytes]:
    return made if isinstance(made, list) else [made]


def _compiler(template: str) -> typst.Compiler:
    return typst.Compiler(paths.TEMPLATES / template, root=paths.TEMPLATES, font_paths=_fonts())


def _inputs(data: Mapping[str, Any] | list[int]) -> dict[str, str]:
    return {"data": json.dumps(data, ensure_ascii=False)}


def _fonts() -> list[Path]:
    """Return the paths of our fonts; if there are none, those of the machine are used."""
    return [FONTS] if FONTS.is_dir() else []


def picture(address: str) -> list[int]:
    """Return the bytes of a picture in a data: URL as numbers, the form that Typst accepts.

    A picture that Typst cannot draw becomes an empty list, like none: a file may contain it.
    """
    content = b64decode(address.partition(",")[2])
    return list(content) if content and can_draw(content) else []


@lru_cache(maxsize=16)
def can_draw(picture: bytes) -> bool:
    """Return whether Typst can draw this picture: its pixels may be damaged."""
    try:
        typst.compile(
            _ONE_PICTURE,
            format="png",
            ppi=1,
            sys_inputs=_inputs(list(picture)),
            ignore_system_fonts=True,
        )
    except typst.TypstError:
        return False
    return True
