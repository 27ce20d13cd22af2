"""Serialization of a frozen report: as JSON, packed in the database and in a workshop file.

A version may come from a file, and can then be very large and contain anything. So the server
passes it on as `Frozen`, and only a worker process loads it: one with tight limits, if it came from
a file.

The JSON is repetitive, so bzip2 reduces it to a tenth; in a file, base64 makes it a string. `jq -r
.versions[0].data FILE | base64 -d | bunzip2 | sha256sum` prints the digest of the first.
"""

import hashlib
import json
from bz2 import BZ2Decompressor, compress
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Concatenate, NamedTuple, ParamSpec, TypeVar

from pydantic import TypeAdapter

from polling.core.errors import Conflict
from polling.core.i18n import N_, _, get_locale, speaking
from polling.core.workers import run_drawing, run_drawing_untrusted
from polling.report.data.report_data import Edition, Report
from polling.report.versions.schema import LONGEST

if TYPE_CHECKING:
    from polling.report.models import ReportVersion

P = ParamSpec("P")
Result = TypeVar("Result")
_REPORT = TypeAdapter(Report)
_CHANGED = N_("Version %(number)s was changed after it was frozen. You can only download its data.")
_UNREADABLE = N_("Version %(number)s has a different data format. You can only download its data.")


class Frozen(NamedTuple):
    """A version's packed data. `language` is the reader's, for a refusal.

    An `imported` one came with the workshop's file.
    """

    number: int
    digest: str
    data: bytes
    language: str
    imported: bool = False

    @classmethod
    def of(cls, version: "ReportVersion") -> "Frozen":
        """Return the data of a row."""
        language = str(get_locale() or "en")
        return cls(version.number, version.digest, version.data, language, version.imported)

    def drawn(
        self,
        work: Callable[Concatenate["Frozen", P], Result],
        *args: P.args,
        **more: P.kwargs,
    ) -> Result:
        """Call `work` with this version in a worker process. Call it in a `drawing_place`.

        Raises what `run_drawing` does.
        """
        run = run_drawing_untrusted if self.imported else run_drawing
        return run(work, self, *args, **more)


def dump(report: Report) -> bytes:
    """Return the report as JSON; equal reports give equal JSON."""
    return json.dumps(
        _REPORT.dump_python(replace(report, edition=None), mode="json"),
        ensure_ascii=False,
        sort_keys=True,
        indent=1,
    ).encode()


def digest(data: bytes) -> str:
    """Return the output of `sha256sum` for a file with this data."""
    return hashlib.sha256(data).hexdigest()


def load(version: Frozen) -> Report:
    """Return the frozen report, with its version number.

    Raises Conflict if it is unreadable, or was changed after it was frozen.
    """
    edition = Edition(version.number, version.digest)
    try:
        data = unpack(version.data)
        if digest(data) != version.digest:
            raise _refusal(version, _CHANGED)
        report = _REPORT.validate_json(data)
    except ValueError:  # from another version of this program, or damaged
        raise _refusal(version, _UNREADABLE) from None
    return replace(report, edition=edition, imported=report.imported or version.imported)


def _refusal(version: Frozen, sentence: str) -> Conflict:
    with speaking(version.language):
        return Conflict(_(sentence, number=version.number))


def pack(data: bytes) -> bytes:
    """Pack the data; equal data is packed equally."""
    return compress(data)


def unpack(packed: bytes, longest: int = LONGEST) -> bytes:
    """Unpack the data. Raises ValueError if it is damaged, or longer than `longest` bytes."""
    unpacking = BZ2Decompressor()
    try:
        data = unpacking.decompress(packed, longest + 1)
    except (OSError, EOFError) as error:
        raise ValueError from error
    if not unpacking.eof or unpacking.unused_data or len(data) > longest:
        raise ValueError
    return data
