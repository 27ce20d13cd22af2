"""Parse bytes to a workshop file, or list everything to correct."""

import codecs
from collections.abc import Iterator
from itertools import chain
from pathlib import PurePath

from pydantic import ValidationError

from polling.core.i18n import _
from polling.workshop_file.consistency import Complaint, check
from polling.workshop_file.csv_sheet import is_sheet, parse_sheet
from polling.workshop_file.error_messages import describe_errors
from polling.workshop_file.json_parser import parse_json
from polling.workshop_file.markdown_outline import is_outline, parse_outline
from polling.workshop_file.problems import BadWorkshopFile, Problem, Source, at_line
from polling.workshop_file.schema import WorkshopFile

MAX_BYTES = 5_000_000  # of an upload
MAX_BYTES_OF_COMMAND = 100_000_000  # more than 30 MB of frozen versions and everything else
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode(data: bytes, most_bytes: int = MAX_BYTES) -> str:
    """Decode `data` to text. Raises BadWorkshopFile with instructions."""
    if trouble := _what_is_wrong(data, most_bytes):
        raise BadWorkshopFile([Problem("", trouble)])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if b"\0" in data:
            problem = Problem("", _("This is not a workshop file, CSV or Markdown file."))
            raise BadWorkshopFile([problem]) from None
        raise BadWorkshopFile([_not_utf_8(data, error.start)]) from None


def _what_is_wrong(data: bytes, most_bytes: int) -> str:
    if len(data) > most_bytes:
        size = most_bytes // 1_000_000
        return _("The file is too large: the limit is %(size)s MB.", size=size)
    if data.startswith(b"PK\x03\x04"):
        return _("This is not UTF-8 text. Save it as UTF-8 (in a spreadsheet: “CSV UTF-8”).")
    if data.startswith(_UTF_16) or b"\0" in data[:4]:
        return _("This is not UTF-8 text. Save it as UTF-8 (in a spreadsheet: “CSV UTF-8”).")
    if not data.strip(b" \t\r\n" + codecs.BOM_UTF8):
        return _("The file is empty.")
    return ""


def _not_utf_8(data: bytes, start: int) -> Problem:
    before = data[:start].decode("utf-8-sig")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    message = _("This is not UTF-8 text. Save it as UTF-8 (in a spreadsheet: “CSV UTF-8”).")
    return Problem(at_line(line, column), message)


__all__ = ["read"]

_SHEETS, _OUTLINES = (".csv", ".tsv"), (".md", ".markdown")


def read(data: bytes, filename: str = "", *, most_bytes: int = MAX_BYTES) -> WorkshopFile:
    """Parse a workshop file: JSON, a CSV sheet of issues, or a Markdown outline.

    The format is detected from the content, or else from the file name. A sheet or an outline
    without a title gets the file's name. Raises BadWorkshopFile with every problem.
    """
    source = _parse(decode(data, most_bytes), PurePath(filename))
    complaints: Iterator[Complaint] = check(source.tree)
    file: WorkshopFile | None = None
    try:
        file = WorkshopFile.model_validate(source.tree)
    except ValidationError as error:
        complaints = chain(describe_errors(error), complaints)
    problems = chain(source.problems, (source.problem(*one) for one in complaints))
    first = next(problems, None)
    if file is None or first:
        raise BadWorkshopFile(chain(filter(None, [first]), problems))
    return file


def _parse(text: str, name: PurePath) -> Source:
    suffix = name.suffix.lower()
    if suffix == ".json" or text.lstrip().startswith(("{", "[")):
        return parse_json(text)
    title = name.stem.strip() or _("Workshop")
    if suffix in _SHEETS or is_sheet(text):
        return parse_sheet(text, title)
    if suffix in _OUTLINES or is_outline(text):
        return parse_outline(text, title)
    unknown = _(
        "This is not a workshop file. Use JSON, a CSV file with the columns "
        "“theme” and “issue”, or “# theme” and “- issue” lines."
    )
    raise BadWorkshopFile([Problem("", unknown)])
