"""Bytes from outside as text: UTF-8, with or without a byte order mark, and nothing else."""

import codecs

from polling.core.i18n import _
from polling.workshop_file.problems import BadWorkshopFile, Problem, at_line

MAX_BYTES = 5_000_000
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode(data: bytes) -> str:
    """The text of `data`, or BadWorkshopFile with what to do about it."""
    if trouble := _what_is_wrong(data):
        raise BadWorkshopFile([Problem("", trouble)])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadWorkshopFile([_not_utf_8(data, error.start)]) from None


def _what_is_wrong(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        size = MAX_BYTES // 1_000_000
        return _("The file is too large: at most %(size)s MB can be read.", size=size)
    if data.startswith(b"PK\x03\x04"):
        return _("This is a spreadsheet or another packed file. Save the sheet as “CSV UTF-8”.")
    if data.startswith(_UTF_16) or b"\0" in data[:4]:
        return _("The text is in UTF-16 or UTF-32. Save it as UTF-8.")
    if not data.strip(b" \t\r\n" + codecs.BOM_UTF8):
        return _("The file is empty.")
    return ""


def _not_utf_8(data: bytes, start: int) -> Problem:
    before = data[:start].decode("utf-8-sig")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    message = _("The text is not UTF-8 here. Save it as UTF-8 (in a spreadsheet: “CSV UTF-8”).")
    return Problem(at_line(line, column), message)
