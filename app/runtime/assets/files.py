"""Writing files so that a crash, a cut cable or a full disk leaves the old one or the new one, never half."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from app.runtime.assets.errors import DiskFull

CHUNK_BYTES = 256 * 1024
# Left free beside what is written: a system without any room left fails in stranger ways than we can name.
SPARE_BYTES = 64 * 1024 * 1024


def sha256_of(path: Path) -> str:
    """The file's SHA-256 in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def chunks_of(stream: IO[bytes]) -> Iterator[bytes]:
    """The stream in pieces of at most CHUNK_BYTES."""
    while chunk := stream.read(CHUNK_BYTES):
        yield chunk


def flush_to_disk(stream: IO[bytes]) -> None:
    """Return once the bytes are on the medium."""
    stream.flush()
    os.fsync(stream.fileno())


def flush_folder(folder: Path) -> None:
    """Make a rename inside `folder` last through a power cut, where the system can do that."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def put_in_place(part: Path, final: Path) -> None:
    """Move a finished file to its name, replacing what was there."""
    final.parent.mkdir(parents=True, exist_ok=True)
    part.replace(final)
    flush_folder(final.parent)


def put_folder_in_place(part: Path, final: Path) -> None:
    """Move a finished folder to its name. The old one is moved aside first and removed last."""
    final.parent.mkdir(parents=True, exist_ok=True)
    old = final.with_name(final.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if final.exists():
        final.rename(old)
    part.rename(final)
    flush_folder(final.parent)
    shutil.rmtree(old, ignore_errors=True)


def write_json(path: Path, value: Any) -> None:
    """Write `value` as JSON, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    with part.open("wb") as file:
        file.write(json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode())
        flush_to_disk(file)
    put_in_place(part, path)


def require_room(folder: Path, needed_bytes: int) -> None:
    """Raise DiskFull unless `needed_bytes` and a reserve fit on the medium that holds `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free
    if free < needed_bytes + SPARE_BYTES:
        raise DiskFull(folder=folder.name, needed=needed_bytes, free=free)


def copy_stream(
    source: IO[bytes], target: IO[bytes], limit_bytes: int | None, step: Callable[[int], None]
) -> int:
    """Copy until the end, or until more than `limit_bytes` have come; returns the bytes copied.

    `step` is told the bytes so far after each piece, and may raise to stop.
    """
    done = 0
    for chunk in chunks_of(source):
        target.write(chunk)
        done += len(chunk)
        step(done)
        if limit_bytes is not None and done > limit_bytes:
            break
    return done
