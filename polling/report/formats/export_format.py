"""The interface of an export format."""

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from polling.core.i18n import LazyString
from polling.core.text import file_stem
from polling.report.data.report_data import Report
from polling.workshop_file.schema import WorkshopFile

if TYPE_CHECKING:
    from polling.workshop.models import Workshop

ExportSource = Report | WorkshopFile
Source = TypeVar("Source", Report, WorkshopFile)


class ExportFormat(ABC, Generic[Source]):
    """A format in which a workshop can be exported.

    `render` runs in a worker process, and needs no database. `load_source` reads it before, in a
    thread of the server.
    """

    key: ClassVar[str]  # in URLs and commands
    name: ClassVar[LazyString | str]
    about: ClassVar[LazyString]
    extension: ClassVar[str]
    mimetype: ClassVar[str]
    is_text: ClassVar[bool] = False  # the command may print it to a terminal
    document: ClassVar[str] = ""  # a key of DOCUMENTS, or "briefs"; "" for figures and data
    is_report: ClassVar[bool]  # False for the workshop file, which has no versions
    download_name: ClassVar[str] = "report"  # after the workshop's title, without extension
    archive_name: ClassVar[str] = "report"  # in the archive of everything, without extension

    @abstractmethod
    def render(self, source: Source) -> bytes:
        """The file's content."""

    def file_name(self, workshop: "Workshop", version: int | None = None) -> str:
        """Return the file name: "river-dialogue-report.html", or "…-report-2.html" for a version.

        It has no join code, because everybody may read the public report.
        """
        parts = [file_stem(workshop.title), self.download_name, str(version or "")]
        return f"{'-'.join(filter(None, parts))}.{self.extension}"

    def archive_files(self, content: bytes) -> dict[str, bytes]:
        """Return the files, by name, for `content` in the archive."""
        return {f"{self.archive_name}.{self.extension}": content}


class ReportFormat(ExportFormat[Report]):
    """A format that renders the report, or a frozen version of it."""

    is_report = True
