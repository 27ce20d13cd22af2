"""What a PDF says of itself, read by pypdf, which did not write it."""

import io
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader


def opened(content: bytes) -> PdfReader:
    """The PDF, for reading."""
    return PdfReader(io.BytesIO(content))


def is_tagged(pdf: PdfReader) -> bool:
    """Whether a screen reader is told what everything is."""
    root: Any = pdf.trailer["/Root"]
    return bool(root["/MarkInfo"]["/Marked"]) and "/StructTreeRoot" in root


def claims_ua(pdf: PdfReader) -> bool:
    """Whether it says that it is PDF/UA, which Typst lets it say only if it is."""
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
    children = element.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        found = child.get_object()
        if isinstance(found, dict) and "/S" in found:
            yield found
            yield from _below(found)


def text(pdf: PdfReader) -> str:
    """All of its text, one space between words."""
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
