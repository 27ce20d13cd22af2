"""The way in: bytes from outside become a workshop file, or a list of everything to mend."""

from collections.abc import Iterator
from itertools import chain
from pathlib import PurePath

from pydantic import ValidationError

from polling.core.i18n import _
from polling.workshop_file.consistency import Complaint, check
from polling.workshop_file.csv_sheet import is_sheet, parse_sheet
from polling.workshop_file.decode import decode
from polling.workshop_file.error_messages import describe_errors
from polling.workshop_file.json_parser import parse_json
from polling.workshop_file.markdown_outline import is_outline, parse_outline
from polling.workshop_file.problems import BadWorkshopFile, Problem, Source
from polling.workshop_file.schema import WorkshopFile

__all__ = ["read"]

_SHEETS, _OUTLINES = (".csv", ".tsv"), (".md", ".markdown")


def read(data: bytes, filename: str = "") -> WorkshopFile:
    """The workshop file in `data`: JSON, a CSV sheet of issues, or a Markdown outline.

    The content decides which it is, and the file name where the content does not. A sheet or an
    outline without a title takes the file's name. Raises BadWorkshopFile with every problem.
    """
    source = _parse(decode(data), PurePath(filename))
    complaints: Iterator[Complaint] = check(source.tree)
    file: WorkshopFile | None = None
    try:
        file = WorkshopFile.model_validate(source.tree)
    except ValidationError as error:
        complaints = chain(describe_errors(error), complaints)
    problems = chain(source.problems, (source.problem(*one) for one in complaints))
    first = next(problems, None)
    if file is None or first:
        raise BadWorkshopFile(chain(filter(None, [first]), problems))
    return file


def _parse(text: str, name: PurePath) -> Source:
    suffix = name.suffix.lower()
    if suffix == ".json" or text.lstrip().startswith(("{", "[")):
        return parse_json(text)
    title = name.stem.strip() or _("Workshop")
    if suffix in _SHEETS or is_sheet(text):
        return parse_sheet(text, title)
    if suffix in _OUTLINES or is_outline(text):
        return parse_outline(text, title)
    unknown = _(
        "This is not a workshop file: neither JSON, nor a CSV sheet whose first row names the "
        "columns theme and issue, nor a Markdown outline of “# theme” and “- issue”."
    )
    raise BadWorkshopFile([Problem("", unknown)])
