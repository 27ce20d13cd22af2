"""Unpack uploaded ZIP archives, such as .xlsx and .docx, within limits.

A few kilobytes of an archive can unpack to gigabytes, and an XML part can expand as much through
its entities, or become millions of objects. So sizes are checked before and during unpacking, every
XML part is read once to count its elements, and one with a DOCTYPE is refused, which office files
never have. Libraries only get the checked parts, in a new archive, so that they cannot find
anything in the original that this module has missed.
"""

import zipfile
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO

from polling.uploads.xml_size import Budget, Item, TooLargeXml

MOST_RATIO = 1_032  # Deflate cannot compress better; a higher ratio means that entries overlap
PIECE_BYTES, _START_BYTES = 65_536, 200
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_IS_ENCRYPTED = 0x1
_XML_NAMES = (".xml", ".rels", ".vml")
_XML_STARTS = (b"<", b"\x4c\x6f\xa7\x94")  # ASCII-compatible encodings, and EBCDIC
_MARKS = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"  # byte order marks, zeros of UTF-16 and UTF-32, spaces


class BadArchive(ValueError):
    """The archive is damaged, or contains something that office files never contain."""


class TooLargeArchive(BadArchive):
    """The archive would unpack to more bytes, parts or elements than allowed."""


def _every(_name: str) -> bool:
    return True


def _no_item(_name: str) -> Item | None:
    return None


def unpacked(
    data: bytes,
    *,
    most_bytes: int,
    most_parts: int,
    budget: Budget,
    is_needed: Callable[[str], bool] = _every,
    item_of: Callable[[str], Item | None] = _no_item,
) -> dict[str, bytes]:
    """Return the content of each needed file in the archive by name.

    Args:
        data: the archive.
        most_bytes: of all files, unpacked.
        most_parts: the number of files.
        budget: the elements that the XML of all needed files may have.
        is_needed: whether a file of this name is needed.
        item_of: the item of an XML file of this name, see `xml_size`.

    Raises:
        TooLargeArchive: before any file is kept in memory.
        BadArchive: for any other error.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            _require_size(entries, min(most_bytes, MOST_RATIO * len(data)), most_parts)
            _require_plain(entries)
            needed = [one for one in entries if not one.is_dir() and is_needed(one.filename)]
            xml = [one for one in needed if _is_xml(one.filename, _start(archive, one))]
            _require_few_marks(archive, xml, 2 * (budget.kept + budget.in_items))
            for one in xml:
                budget.spend(_pieces(archive, one), item_of(one.filename))
            return {one.filename: b"".join(_pieces(archive, one)) for one in needed}
    except BadArchive:
        raise
    except TooLargeXml as error:
        raise TooLargeArchive(str(error)) from error
    except Exception as error:  # a damaged archive may raise any exception in zipfile
        raise BadArchive(str(error)) from error


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


def _require_few_marks(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], most: int) -> None:
    """Refuse most bombs ten times as fast as a parser does: an element has at most two "<"."""
    for entry in entries:
        for piece in _pieces(archive, entry):
            most -= piece.count(b"<")
            if most < 0:
                raise TooLargeArchive("it has too many elements")


def _start(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with archive.open(entry) as packed_part:
        return packed_part.read(_START_BYTES)


def _pieces(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """Unpack an entry, but not more bytes than its directory entry declares."""
    left = entry.file_size
    with archive.open(entry) as packed_part:
        while piece := packed_part.read(PIECE_BYTES):
            left -= len(piece)
            if left < 0:
                break
            yield piece
    if left:
        raise BadArchive("a part has another size than the directory says")


def _is_xml(name: str, start: bytes) -> bool:
    """Return whether a part is XML, by its name or its first bytes (libraries may ignore names)."""
    return name.lower().endswith(_XML_NAMES) or start.lstrip(_MARKS).startswith(_XML_STARTS)
