"""The workshop file as an export format."""

from polling.core.i18n import lazy
from polling.report.formats.export_format import ExportFormat
from polling.workshop_file.schema import WorkshopFile
from polling.workshop_file.write import write


class Json(ExportFormat[WorkshopFile]):
    """The workshop file."""

    key = "json"
    name = "JSON"
    about = lazy("the whole workshop, for checking, archiving or importing")
    extension = "json"
    mimetype = "application/json"
    is_text = True
    is_report = False
    archive_name = "workshop"

    def render(self, source: WorkshopFile) -> bytes:
        """Return JSON, in the file's order."""
        return write(source)
