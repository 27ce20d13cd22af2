"""What organizers write for the report."""

from polling.setup.payloads import Edit
from polling.workshop_file.text import Paragraphs


class ProseText(Edit):
    """The texts of the report, in Markdown."""

    introduction: Paragraphs = ""
    chairs_note: Paragraphs = ""
    summary: Paragraphs = ""
    public_engagement: Paragraphs = ""
    next_steps: Paragraphs = ""
