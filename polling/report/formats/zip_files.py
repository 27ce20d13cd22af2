"""ZIP archives, and office files that are some: the same whenever their content is."""

import io
import zipfile
from collections.abc import Mapping
from datetime import datetime


def packed(files: Mapping[str, bytes], made_at: datetime) -> bytes:
    """The files in their order, all of one moment."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, date_time=made_at.timetuple()[:6])
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def unpacked(archive: bytes) -> dict[str, bytes]:
    """The files of an archive of ours."""
    with zipfile.ZipFile(io.BytesIO(archive)) as packed_files:
        return {name: packed_files.read(name) for name in packed_files.namelist()}


def packed_anew(archive: bytes, made_at: datetime) -> bytes:
    """What a library has packed with the time of day, as if it had done so at one moment."""
    return packed(unpacked(archive), made_at)
