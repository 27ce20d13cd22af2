"""Load what a format renders."""

from typing import Any

from sqlalchemy.orm import Session

from polling.report.formats.export_format import ExportFormat, ExportSource
from polling.report.queries import report
from polling.workshop.models import Workshop
from polling.workshop_file.dump import dump


def load_source(session: Session, workshop: Workshop, made: ExportFormat[Any]) -> ExportSource:
    """Return the current report, or the whole workshop for the workshop file."""
    return report(session, workshop) if made.is_report else dump(session, workshop)
