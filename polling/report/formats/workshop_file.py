"""The workshop file as an export format."""

from sqlalchemy.orm import Session

from polling.core.i18n import lazy
from polling.report.formats.export_format import ExportFormat
from polling.workshop.models import Workshop
from polling.workshop_file.dump import dump_unpacked
from polling.workshop_file.unpacked import UnpackedFile
from polling.workshop_file.write import write


class Json(ExportFormat[UnpackedFile]):
    """The workshop file."""

    key = "json"
    name = "JSON"
    about = lazy("the whole workshop, for checking, archiving or importing")
    extension = "json"
    mimetype = "application/json"
    is_text = True
    is_report = False
    archive_name = "workshop"

    def load(self, session: Session, workshop: Workshop) -> UnpackedFile:
        """Load the whole workshop."""
        return dump_unpacked(session, workshop)

    def render(self, source: UnpackedFile) -> bytes:
        """Return JSON, in the file's order."""
        return write(source.packed())
