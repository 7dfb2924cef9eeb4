"""Where files go that a screen writes: the user's documents, and never over what is there."""

from __future__ import annotations

from itertools import chain, count
from pathlib import Path

from PySide6.QtCore import QStandardPaths


def documents_folder() -> Path:
    """The user's own folder for documents."""
    return Path(
        QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or Path.cwd()
    )


def free_path(folder: Path, stem: str, suffix: str) -> Path:
    """A name that is not taken yet: `stem.suffix`, else `stem-2.suffix` and so on."""
    endings = chain([""], (f"-{number}" for number in count(2)))
    candidates = (folder / f"{stem}{ending}.{suffix}" for ending in endings)
    return next(path for path in candidates if not path.exists())
