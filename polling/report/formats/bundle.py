"""The archive of everything: all formats, the frozen versions, and the verifier.

The report and the workshop file are loaded once, so all files agree. The files are rendered step by
step, to report progress.
"""

import hashlib
from base64 import b64decode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from slugify import slugify
from sqlalchemy.orm import Session

from polling.contests.casting import published_list
from polling.core import paths
from polling.core.errors import Conflict, WorkerFailed
from polling.core.i18n import _
from polling.core.threads import run_in_thread
from polling.core.workers import TOO_LARGE
from polling.report.data.report_data import Report
from polling.report.formats import FORMATS, ExportFormat, ExportSource
from polling.report.formats.render import Order
from polling.report.formats.zip_files import packed
from polling.report.queries import report
from polling.report.versions.schema import FrozenReport
from polling.report.versions.serialization import unpack
from polling.workshop.models import Workshop
from polling.workshop_file.dump import dump
from polling.workshop_file.schema import WorkshopFile

Files = dict[str, bytes]
Draw = Callable[[Order], bytes]
SUMS = "SHA256SUMS"


@dataclass(frozen=True)
class Step:
    """A step: some of the files, with a common name."""

    name: str
    make: Callable[[], Files]


def steps(session: Session, workshop: Workshop, draw: Draw) -> tuple[datetime, list[Step]]:
    """Return the time of the export, and its steps, which need no database.

    Call it in a thread, because it loads everything. `draw` renders a format, here or in a worker
    process.
    """
    made, file = report(session, workshop), dump(session, workshop)
    plain = file.model_copy(update={"versions": []})
    drawn = [
        Step(str(one.name), partial(_render, one, made if one.is_report else file, draw))
        for one in FORMATS.values()
    ]
    checked = Step(_("Verification files"), partial(run_in_thread, _verification, made, plain))
    frozen = Step(_("Frozen versions"), partial(run_in_thread, _frozen, file.versions))
    kept = [frozen] if file.versions else []
    return made.made_at, [*drawn, checked, *kept]


def _frozen(versions: Sequence[FrozenReport]) -> Files:
    return {
        f"versions/report-{one.number}-data.json": unpack(b64decode(one.data))
        for one in reversed(versions)
    }


def archive(files: Mapping[str, bytes], made_at: datetime) -> bytes:
    """Return a ZIP archive of the files with checksums; the same files give the same bytes.

    Call it in a thread.
    """
    sums = "".join(
        f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files.items()
    )
    return packed({**files, SUMS: sums.encode()}, made_at)


def _render(made: ExportFormat[Any], source: ExportSource, draw: Draw) -> Files:
    try:
        content = draw(Order(made.key, source))
    except (Conflict, WorkerFailed):
        if made.key != "briefs":
            raise
        return {"briefs/README.txt": f"{TOO_LARGE}\n".encode()}  # the rest matters more
    return run_in_thread(made.archive_files, content)


def _verification(made: Report, file: WorkshopFile) -> Files:
    lines = {vote.id: published_list.lines_of(vote.model_dump()) for vote in file.results.contests}
    lists = {
        f"verification/ballots-{number:02}-{vote.kind}-{slugify(vote.theme) or 'all'}.txt": "".join(
            f"{line}\n" for line in lines[vote.id]
        ).encode()
        for number, vote in enumerate(made.votes, start=1)
    }
    how = _HOW.format(title=made.heading, votes=_published(made)).encode()
    script = paths.VERIFIER.read_bytes()
    return {"verification/README.txt": how, "verification/verify.py": script, **lists}


def _published(made: Report) -> str:
    lines = [
        f"{vote.hash}  {number:02} {vote.kind} {vote.theme}"
        for number, vote in enumerate(made.votes, start=1)
    ]
    return "\n".join(lines) or "(no vote has been revealed yet)"


# Not translated, because the accompanying script is not translated either.
_HOW = """How to check the votes of “{title}”

1. Nothing was changed since this archive was made:   sha256sum -c SHA256SUMS
2. The list of each vote (its rule and turnout, its options, its ballots) is the one that was
   published with its result:
   sha256sum verification/ballots-*.txt   says the hashes below, which the report prints too.
3. Every vote, counted again from its ballots:   python verification/verify.py workshop.json
   It needs nothing but Python. You can add receipts of paper ballots, to look them up.

{votes}
"""
