"""A document for Word: real styles, captions and fields, in an organizer's template if wanted."""

from polling.report.formats.word.file import docx, is_template

__all__ = ["docx", "is_template"]
