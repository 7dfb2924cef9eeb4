"""Papers as files in the user's own folders."""

from __future__ import annotations

from pathlib import Path

from app.paper.errors import PaperNotWritten
from app.storage.files import write_atomic


def write_paper(path: Path, content: bytes) -> None:
    """Whole or not at all. Raises `PaperNotWritten`."""
    try:
        write_atomic(path, content)
    except OSError as error:
        raise PaperNotWritten(name=path.name) from error
