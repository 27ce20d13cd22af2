"""Unpack uploaded ZIP archives, such as .xlsx and .docx, within limits.

A few kilobytes of an archive can unpack to gigabytes, and an XML part can expand as much through
its entities. So sizes are checked before and during unpacking, and every XML part with a DOCTYPE is
refused, which office files never have. Libraries only get the checked parts, in a new archive, so
that they cannot find anything in the original that this module has missed.
"""

import zipfile
from collections.abc import Mapping
from io import BytesIO
from xml.parsers import expat  # only reads up to the first element, see _require_no_doctype

MOST_RATIO = 1_032  # Deflate cannot compress better; a higher ratio means that entries overlap
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_IS_ENCRYPTED = 0x1
_XML_NAMES = (".xml", ".rels", ".vml")
_XML_STARTS = (b"<", b"\x4c\x6f\xa7\x94")  # ASCII-compatible encodings, and EBCDIC
_MARKS = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"  # byte order marks, zeros of UTF-16 and UTF-32, spaces


class BadArchive(ValueError):
    """The archive is damaged, or contains something that office files never contain."""


class TooLargeArchive(BadArchive):
    """The archive would unpack to more bytes or parts than allowed."""


def unpacked(data: bytes, *, most_bytes: int, most_parts: int) -> dict[str, bytes]:
    """Return the content of each file in the archive by name.

    Raises:
        TooLargeArchive: before more than `most_bytes` in total are unpacked.
        BadArchive: for any other error.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            _require_size(entries, min(most_bytes, MOST_RATIO * len(data)), most_parts)
            _require_plain(entries)
            parts = {one.filename: _content(archive, one) for one in entries if not one.is_dir()}
    except BadArchive:
        raise
    except Exception as error:  # a damaged archive may raise any exception in zipfile
        raise BadArchive(str(error)) from error
    for name, content in parts.items():
        if _is_xml(name, content):
            _require_no_doctype(content)
    return parts


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Return an archive of these parts, without compression."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def _require_size(entries: list[zipfile.ZipInfo], most_bytes: int, most_parts: int) -> None:
    if len(entries) > most_parts or sum(entry.file_size for entry in entries) > most_bytes:
        raise TooLargeArchive("it would unpack to too much")


def _require_plain(entries: list[zipfile.ZipInfo]) -> None:
    if any(entry.flag_bits & _IS_ENCRYPTED for entry in entries):
        raise BadArchive("it is encrypted")
    if any(entry.compress_type not in _METHODS for entry in entries):
        raise BadArchive("it is packed by a method that office files do not use")
    if len({entry.filename for entry in entries}) < len(entries):
        raise BadArchive("two of its parts have one name")


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Unpack an entry, but not more bytes than its directory entry declares."""
    with archive.open(entry) as packed_part:
        content = packed_part.read(entry.file_size)
        if len(content) != entry.file_size or packed_part.read(1):
            raise BadArchive("a part has another size than the directory says")
    return content


def _is_xml(name: str, content: bytes) -> bool:
    """Return whether a part is XML, by its name or its first bytes (libraries may ignore names)."""
    first = content[:200].lstrip(_MARKS)
    return name.lower().endswith(_XML_NAMES) or first.startswith(_XML_STARTS)


class _FirstElement(Exception):
    """The first element is reached; a DOCTYPE can only come before it."""


def _require_no_doctype(content: bytes) -> None:
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = _stop
    try:
        parser.Parse(content, True)
    except _FirstElement:
        return
    except (
        expat.ExpatError,
        ValueError,
    ) as error:  # such as an encoding that expat does not know
        raise BadArchive(str(error)) from error
    raise BadArchive("an XML part has no element")


def _refuse(*_declared: object) -> None:
    raise BadArchive("an XML part has a DOCTYPE")


def _stop(*_element: object) -> None:
    raise _FirstElement
