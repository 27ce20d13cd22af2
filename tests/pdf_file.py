"""The content of PDF files, parsed by pypdf, which did not create them."""

import io
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader


def opened(content: bytes) -> PdfReader:
    """The PDF, for reading."""
    return PdfReader(io.BytesIO(content))


def is_tagged(pdf: PdfReader) -> bool:
    """Whether it has tags for screen readers."""
    root: Any = pdf.trailer["/Root"]
    return bool(root["/MarkInfo"]["/Marked"]) and "/StructTreeRoot" in root


def claims_ua(pdf: PdfReader) -> bool:
    """Whether it claims to be PDF/UA, which Typst only allows if it conforms."""
    root: Any = pdf.trailer["/Root"]
    return b"pdfuaid:part" in root["/Metadata"].get_object().get_data()


def fonts(pdf: PdfReader) -> dict[str, bool]:
    """The fonts by name, each with whether it is embedded."""
    found: dict[str, bool] = {}
    for page in pdf.pages:
        resources: Any = page["/Resources"]
        for reference in resources.get("/Font", {}).values():
            font = reference.get_object()["/DescendantFonts"][0].get_object()
            embedded = {"/FontFile2", "/FontFile3"} & set(font["/FontDescriptor"].get_object())
            found[font["/BaseFont"].partition("+")[2]] = bool(embedded)
    return found


def elements(pdf: PdfReader) -> Iterator[Any]:
    """The structure elements, in reading order."""
    root: Any = pdf.trailer["/Root"]
    yield from _below(root["/StructTreeRoot"].get_object())


def _below(element: Any) -> Iterator[Any]:
    for child in children(element):
        yield child
        yield from _below(child)


def children(element: Any) -> list[Any]:
    """The direct children of a structure element."""
    inside = element["/K"].get_object() if "/K" in element else []
    found = [one.get_object() for one in (inside if isinstance(inside, list) else [inside])]
    return [one for one in found if isinstance(one, dict) and "/S" in one]


def text(pdf: PdfReader, pages: int | None = None) -> str:
    """The text of all pages or of the first, with single spaces between words."""
    return " ".join(" ".join(page.extract_text() for page in pdf.pages[:pages]).split())
