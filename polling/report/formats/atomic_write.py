"""Writing a file so that nobody ever finds half of it."""

import os
from pathlib import Path


def replace(path: Path, content: bytes) -> None:
    """Write `content` to `path` at once: whoever opens it finds the old file or the new one."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
