"""ZIP archives that people upload, such as .xlsx and .docx, unpacked within limits.

A few kilobytes of an archive can unpack to gigabytes, and an XML part can expand to as much by
entities that it declares. So sizes are checked before and while unpacking, and every XML part that
has a DOCTYPE is refused: office files never have one. Libraries get the checked parts only, in a
new archive, so nothing that they find in the original, but this module does not, can matter.
"""

import zipfile
from collections.abc import Mapping
from io import BytesIO
from xml.parsers import expat  # only reads on to the first element, see _require_no_doctype

MOST_RATIO = 1_032  # Deflate cannot pack tighter: more means that entries overlap
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_IS_ENCRYPTED = 0x1
_XML_NAMES = (".xml", ".rels", ".vml")
_XML_STARTS = (b"<", b"\x4c\x6f\xa7\x94")  # ASCII and its relatives, and EBCDIC
_MARKS = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"  # byte order marks, UTF-16's and UTF-32's zeros, spaces


class BadArchive(ValueError):
    """The archive is damaged, or holds what an office file never does."""


class TooLargeArchive(BadArchive):
    """It would unpack to more bytes or parts than allowed."""


def unpacked(data: bytes, *, most_bytes: int, most_parts: int) -> dict[str, bytes]:
    """The content of each file in the archive by its name.

    Raises:
        TooLargeArchive: before more than `most_bytes` in all are unpacked.
        BadArchive: for everything else that is wrong with it.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            _require_size(entries, min(most_bytes, MOST_RATIO * len(data)), most_parts)
            _require_plain(entries)
            parts = {one.filename: _content(archive, one) for one in entries if not one.is_dir()}
    except BadArchive:
        raise
    except Exception as error:  # a damaged archive fails in any way that zipfile can
        raise BadArchive(str(error)) from error
    for name, content in parts.items():
        if _is_xml(name, content):
            _require_no_doctype(content)
    return parts


def packed(parts: Mapping[str, bytes]) -> bytes:
    """An archive of these parts, without compression."""
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
    """The entry, unpacked to as many bytes as the directory says and no more."""
    with archive.open(entry) as packed_part:
        content = packed_part.read(entry.file_size)
        if len(content) != entry.file_size or packed_part.read(1):
            raise BadArchive("a part has another size than the directory says")
    return content


def _is_xml(name: str, content: bytes) -> bool:
    """By its name or its first bytes: a library may read any part as XML, whatever its name."""
    first = content[:200].lstrip(_MARKS)
    return name.lower().endswith(_XML_NAMES) or first.startswith(_XML_STARTS)


class _FirstElement(Exception):
    """A DOCTYPE can only come before it."""


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
    ) as error:  # an encoding that expat does not know, among others
        raise BadArchive(str(error)) from error
    raise BadArchive("an XML part has no element")


def _refuse(*_declared: object) -> None:
    raise BadArchive("an XML part has a DOCTYPE")


def _stop(*_element: object) -> None:
    raise _FirstElement
