"""The canonical bytes of a workshop file: the same workshop is always the same bytes."""

import json

from polling.workshop_file.schema import FORMAT, WorkshopFile


def write(file: WorkshopFile) -> bytes:
    """UTF-8 JSON in the order of the schema, defaults left out, two spaces, a line feed at the end.

    `read(write(file), "…json") == file`, and writing that again gives the same bytes.
    """
    content = file.model_dump(by_alias=True, exclude_defaults=True, exclude={"format"})
    text = json.dumps({"format": FORMAT, **content}, ensure_ascii=False, indent=2)
    return text.encode() + b"\n"
