"""Looking for what must not be there: known words in any file that a device has written."""

from __future__ import annotations

import mmap
from collections.abc import Iterable
from pathlib import Path


def find_plain_text(folder: Path, secrets: Iterable[str | bytes]) -> list[str]:
    """Files below `folder` that hold one of the secrets, as UTF-8 or UTF-16. Their names only."""
    needles = list(_spellings(secrets))
    return [str(path.relative_to(folder)) for path in sorted(folder.rglob("*")) if _holds(path, needles)]


def written_bytes(folder: Path) -> int:
    """How much there was to look through."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _spellings(secrets: Iterable[str | bytes]) -> Iterable[bytes]:
    for secret in secrets:
        if isinstance(secret, bytes):
            yield secret
        else:
            yield secret.encode("utf-8")
            yield secret.encode("utf-16-le")


def _holds(path: Path, needles: list[bytes]) -> bool:
    if not path.is_file() or path.stat().st_size == 0:
        return False
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return any(content.find(needle) >= 0 for needle in needles)
