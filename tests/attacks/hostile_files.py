"""Malicious files, and the largest valid ones; each function returns one file."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

DECLARATION = b"<?xml version='1.0' encoding='UTF-8'?>\n"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def archive(parts: Mapping[str, bytes]) -> bytes:
    """A compressed ZIP archive with these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def parts(data: bytes) -> dict[str, bytes]:
    """The parts of an archive that we wrote."""
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def workbook(sheet: bytes, strings: bytes = b"<sst/>") -> bytes:
    """A minimal workbook that spreadsheet programs accept, with this XML as its sheet."""
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return archive(
        {
            "[Content_Types].xml": DECLARATION
            + f"""<Types xmlns="{PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kinds}.worksheet+xml"/>
<Override PartName="/xl/sharedStrings.xml" ContentType="{kinds}.sharedStrings+xml"/>
</Types>""".encode(),
            "_rels/.rels": DECLARATION
            + f"""<Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="rId1" Type="{OFFICE}/relationships/officeDocument" Target="xl/workbook.xml"/>
</Relationships>""".encode(),
            "xl/workbook.xml": DECLARATION
            + f"""<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}/relationships">
<sheets><sheet name="People" sheetId="1" r:id="rId1"/></sheets></workbook>""".encode(),
            "xl/_rels/workbook.xml.rels": DECLARATION
            + f"""<Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="rId1" Type="{OFFICE}/relationships/worksheet" Target="worksheets/sheet1.xml"/>
</Relationships>""".encode(),
            "xl/worksheets/sheet1.xml": sheet,
            "xl/sharedStrings.xml": strings,
        }
    )


def entity_bomb() -> bytes:
    """A workbook of about 26 KB whose one cell expands to 400 MB of text.

    Expat limits the expansion to a hundred times the bytes read, so a long comment comes first.
    """
    head = DECLARATION + b'<!DOCTYPE worksheet [<!ENTITY a "' + b"A" * 200_000 + b'">]>\n'
    padding = b"<!--" + b" " * 21_000_000 + b"-->"
    cell = b'<c r="A1" t="inlineStr"><is><t>' + b"&a;" * 2_000 + b"</t></is></c>"
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">'.encode()
    return workbook(head + padding + sheet + cell + b"</row></sheetData></worksheet>")


def zip_bomb() -> bytes:
    """An archive of 50 KB with 500 entries that share their bytes and unpack to 5 GB."""
    zeros = archive({"xl/workbook.xml": bytes(10_000_000)})
    start = zeros.rindex(b"PK\x01\x02")
    end = zeros.rindex(b"PK\x05\x06")
    entry = zeros[start:end]
    entries = b"".join(entry.replace(b"workbook", b"%08d" % at) for at in range(500))
    tail = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 500, 500, len(entries), start, 0)
    return zeros[:start] + entries + tail


def with_part(data: bytes, name: str, content: str) -> bytes:
    """The archive with another part, or another content of it."""
    return archive({**parts(data), name: content.encode()})


def styles_bomb() -> bytes:
    """A workbook of 24 KB with three million cell formats."""
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs>{"<xf/>" * 3_000_000}</cellXfs></styleSheet>'
    return with_part(honest_list(10, 5), "xl/styles.xml", styles)


def wide_row() -> bytes:
    """A workbook of 23 KB with 200,000 columns."""
    cells = '<c t="inlineStr"><is><t>x</t></is></c>' * 200_000
    return workbook(_sheet(f"<row>{cells}</row>"))


def deep_sheet() -> bytes:
    """A workbook of 8 KB with a million nested elements."""
    return workbook(_sheet("<a>" * 1_000_000 + "</a>" * 1_000_000))


def many_rows() -> bytes:
    """A workbook of 130 KB with six million elements in rows."""
    return workbook(_sheet("<row><c><v>1</v></c></row>" * 2_000_000))


def repeated_sheet() -> bytes:
    """A workbook of 27 KB with one part of empty rows as 5,000 sheets."""
    sheets = "".join(f'<sheet name="{at}" sheetId="{at + 1}" r:id="rId1"/>' for at in range(5_000))
    book = f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}/relationships"><sheets>{sheets}'
    made = workbook(_sheet("<row/>" * 20_000))
    return with_part(made, "xl/workbook.xml", f"{book}</sheets></workbook>")


def _sheet(rows: str) -> bytes:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def honest_list(people: int = 20_000, columns: int = 60) -> bytes:
    """A registration list as an Excel workbook, of the largest allowed size."""
    words = [f"Column {at}" for at in range(columns)] + [f"Answer {at}" for at in range(420)]
    strings = "".join(f"<si><t>{word}</t></si>" for word in words)
    rows = [
        [columns + (row * columns + column) % 420 if row else column for column in range(columns)]
        for row in range(people + 1)
    ]
    cells = ("".join(f'<c t="s"><v>{word}</v></c>' for word in row) for row in rows)
    body = "".join(f"<row>{row}</row>" for row in cells)
    return workbook(
        DECLARATION
        + f'<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData></worksheet>'.encode(),
        DECLARATION + f'<sst xmlns="{MAIN}">{strings}</sst>'.encode(),
    )


def huge_png(width: int, height: int) -> bytes:
    """A PNG of a few hundred bytes that needs width × height × 4 bytes when decoded."""
    rows = zlib.compress(b"\0" * 1_000)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0))
        + _chunk(b"IDAT", rows)
        + _chunk(b"IEND", b"")
    )


def _chunk(name: bytes, content: bytes) -> bytes:
    checksum = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + checksum
