"""Where a pack is prepared: converted papers and texts of one session, none of them left in the open.

What LibreOffice must see as files lies in memory where the system has such a folder (`/dev/shm`), and only
while it runs. What comes of it is kept sealed under a key that is nowhere but in this process. What a process
that was killed has left behind is removed when the next workshop opens.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

import psutil

from app.documents.chunks import CHUNK_BYTES, TAG_BYTES, ChunkCipher, Content
from app.domain.clock import RandomBytes
from app.storage.files import private_folder
from app.storage.sealing import KEY_BYTES

_MEMORY_FOLDER = Path("/dev/shm")  # noqa: S108 - only if it is there, in a folder of one's own
_MIN_FREE_BYTES = 1 << 30
_PREFIX = "nghisu-pack-"


class Workshop:
    """A context manager; leaving it removes everything. Safe to call from any thread."""

    def __init__(self, random_bytes: RandomBytes) -> None:
        for place in (_MEMORY_FOLDER, Path(tempfile.gettempdir())):
            remove_leftovers(place, _PREFIX)
        self._folder = tempfile.TemporaryDirectory(prefix=f"{_PREFIX}{os.getpid()}-", dir=_memory_folder())
        self._cipher = ChunkCipher(random_bytes(KEY_BYTES))
        self._numbers: dict[str, int] = {}
        self.made: dict[tuple[str, str], object] = {}
        """What was made of a source: (its SHA-256, how) -> result, so that looking again costs nothing."""

    def __enter__(self) -> Workshop:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._folder.cleanup()

    @contextlib.contextmanager
    def plain_folder(self) -> Iterator[Path]:
        """A folder for a program that works with files; gone, with all in it, when the block ends."""
        with tempfile.TemporaryDirectory(
            prefix="work-", dir=self._folder.name, ignore_cleanup_errors=True
        ) as name:
            yield private_folder(Path(name))

    def keep(self, data: bytes) -> Content:
        """Keep bytes, sealed."""
        sha256 = hashlib.sha256(data).hexdigest()
        if sha256 not in self._numbers:
            number = len(self._numbers)
            with (Path(self._folder.name) / str(number)).open("wb") as stream:
                for index, start in enumerate(range(0, len(data), CHUNK_BYTES)):
                    stream.write(self._cipher.seal(number, sha256, index, data[start : start + CHUNK_BYTES]))
            self._numbers[sha256] = number
        return Content(sha256, len(data), lambda: self._chunks(sha256))

    def _chunks(self, sha256: str) -> Iterator[bytes]:
        number = self._numbers[sha256]
        index = 0
        with (Path(self._folder.name) / str(number)).open("rb") as stream:
            while sealed := stream.read(CHUNK_BYTES + TAG_BYTES):
                yield self._cipher.open(number, sha256, index, sealed)
                index += 1


def remove_leftovers(place: Path, prefix: str) -> None:
    """Empty `place` of what begins with `prefix` and the number of a process of ours that is gone."""
    for path in place.iterdir() if place.is_dir() else ():
        if not path.name.startswith(prefix):
            continue
        with contextlib.suppress(OSError, ValueError):
            status = path.lstat()
            is_ours = not hasattr(os, "getuid") or status.st_uid == os.getuid()
            pid = int(path.name.removeprefix(prefix).partition("-")[0])
            if not is_ours or path.is_symlink() or _was_there(pid, status.st_mtime):
                continue
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()


def _was_there(pid: int, at_s: float) -> bool:
    """Whether the process with this number is as old as that: numbers are given again."""
    try:
        return bool(psutil.Process(pid).create_time() <= at_s + 1)
    except psutil.NoSuchProcess:
        return False
    except psutil.Error:
        return True


def _memory_folder() -> Path | None:
    """A folder that is never written to a disk, where there is one with room; else the system's own."""
    try:
        status = os.statvfs(_MEMORY_FOLDER) if hasattr(os, "statvfs") else None
    except OSError:
        return None
    has_room = status is not None and status.f_bavail * status.f_frsize >= _MIN_FREE_BYTES
    return _MEMORY_FOLDER if has_room and os.access(_MEMORY_FOLDER, os.W_OK) else None
