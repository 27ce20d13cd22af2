"""A frozen report as data: in the database as JSON, in a workshop file compressed.

The JSON has many repetitions, so bzip2 makes it a tenth; base64 makes that a string.
`jq -r .versions[0].data FILE | base64 -d | bunzip2 | sha256sum` prints the digest of the first.
"""

import hashlib
import json
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from bz2 import BZ2Decompressor, compress
from dataclasses import replace

from pydantic import TypeAdapter, ValidationError

from polling.core.errors import Conflict
from polling.core.i18n import _
from polling.report.data.report_data import Edition, Report
from polling.report.versions.models import ReportVersion
from polling.report.versions.schema import LONGEST

_REPORT = TypeAdapter(Report)


def dump(report: Report) -> bytes:
    """All of a report as JSON that is the same whenever the report is."""
    return json.dumps(
        _REPORT.dump_python(replace(report, edition=None), mode="json"),
        ensure_ascii=False,
        sort_keys=True,
        indent=1,
    ).encode()


def digest(data: bytes) -> str:
    """What `sha256sum` says of the file with these data."""
    return hashlib.sha256(data).hexdigest()


def load(version: ReportVersion) -> Report:
    """The report as it was frozen, with the number that it got."""
    edition = Edition(version.number, version.digest)
    try:
        return replace(_REPORT.validate_json(version.data), edition=edition)
    except ValidationError:  # it came in a file, from another edition of this program or by hand
        raise Conflict(
            _(
                "Version %(number)s has a different data format. You can only download its data.",
                number=version.number,
            )
        ) from None


def pack(data: bytes) -> str:
    """As the file has it: the same data are always the same text."""
    return b64encode(compress(data)).decode()


def unpack(text: str, longest: int = LONGEST) -> bytes:
    """The data; ValueError if they are damaged, or longer than that."""
    try:
        packed = b64decode(text, validate=True)
        unpacking = BZ2Decompressor()
        data = unpacking.decompress(packed, longest + 1)
    except (NotBase64, OSError, EOFError) as error:
        raise ValueError from error
    if not unpacking.eof or unpacking.unused_data or len(data) > longest:
        raise ValueError
    return data
