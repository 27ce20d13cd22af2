"""Reproducible ZIP archives and office files (which are archives)."""

import io
import zipfile
from collections.abc import Mapping
from datetime import datetime

COMPRESSED = (".docx", ".jpeg", ".jpg", ".png", ".pptx", ".xlsx")  # stored as they are


def packed(files: Mapping[str, bytes], made_at: datetime) -> bytes:
    """Pack the files in order, all with the same time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, date_time=made_at.timetuple()[:6])
            stored = name.endswith(COMPRESSED)
            archive.writestr(entry, content, zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED)
    return out.getvalue()


def unpacked(archive: bytes) -> dict[str, bytes]:
    """Return the files of an archive that we made."""
    with zipfile.ZipFile(io.BytesIO(archive)) as packed_files:
        return {name: packed_files.read(name) for name in packed_files.namelist()}


def repacked(archive: bytes, made_at: datetime) -> bytes:
    """Repack an archive written by a library, with one fixed time."""
    return packed(unpacked(archive), made_at)
