"""Convert a typed outline to Markdown: a theme on a line, its issues below it."""

from polling.setup.list_fields import BULLET


def as_markdown(text: str) -> str:
    """Convert the text to a Markdown outline.

    The first line of a block is a theme, the other lines are its issues. Texts with headings,
    sheets and workshop files are returned unchanged.
    """
    lines = text.splitlines()
    if any(line.startswith(("#", "{")) for line in lines) or _is_sheet(lines):
        return text
    marked, begins_block = [], True
    for line in lines:
        words = line.strip()
        is_issue = BULLET.match(line) or not begins_block
        marked.append(f"{'- ' if is_issue else '# '}{BULLET.sub('', words)}" if words else "")
        begins_block = not words
    return "\n".join(marked)


def _is_sheet(lines: list[str]) -> bool:
    first = next(iter(lines), "").lower()
    return "theme" in first and "issue" in first and any(mark in first for mark in ",;\t")
