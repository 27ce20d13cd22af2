"""Write a workshop file as canonical bytes: the same workshop always gives the same bytes."""

import json

from polling.workshop_file.schema import FORMAT, WorkshopFile


def write(file: WorkshopFile) -> bytes:
    """Return UTF-8 JSON in the schema's order, without defaults, indented by two spaces.

    `read(write(file), "…json") == file`, and writing that again gives the same bytes.
    """
    content = file.model_dump(by_alias=True, exclude_defaults=True, exclude={"format"})
    text = json.dumps({"format": FORMAT, **content}, ensure_ascii=False, indent=2)
    return text.encode() + b"\n"
