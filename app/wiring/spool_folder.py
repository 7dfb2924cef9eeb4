"""Where a chair's recordings lie: one sealed file for the mix, and one for each of several inputs."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID, uuid5

from app.speech.audio import SAMPLE_RATE_HZ
from app.speech.spool_format import SAMPLE_BYTES
from app.speech.spool_reader import SpoolReader
from app.speech.spool_writer import SpoolWriter
from app.storage.device_store import DeviceStore
from app.storage.files import private_folder

_SUFFIX = ".nsp"
_BYTES_PER_HOUR = 3600 * SAMPLE_RATE_HZ * SAMPLE_BYTES


def _free_bytes(folder: Path) -> int:
    return shutil.disk_usage(folder).free


class SpoolFolder:
    """The files of recordings by recording and track (None: the mix, or the only input)."""

    def __init__(self, store: DeviceStore, free_bytes: Callable[[Path], int] = _free_bytes) -> None:
        self.path = private_folder(store.folder / "spool")
        self._key = store.spool_key
        self._free_bytes = free_bytes

    def file(self, recording_id: UUID, track: int | None = None) -> Path:
        return self.path / f"{recording_id}{'' if track is None else f'.{track}'}{_SUFFIX}"

    def open(self, recording_id: UUID, track: int | None = None) -> SpoolReader:
        return SpoolReader(self.file(recording_id, track), self._key)

    def create(self, recording_id: UUID, track: int | None = None) -> SpoolWriter:
        """Begin a file. A track has an id of its own, so that files cannot be exchanged for each other."""
        own_id = recording_id if track is None else uuid5(recording_id, f"track {track}")
        return SpoolWriter.create(self.file(recording_id, track), own_id, self._key)

    def tracks(self, recording_id: UUID) -> list[Path]:
        """Files of the single inputs, where there were several."""
        return sorted(self.path.glob(f"{recording_id}.*{_SUFFIX}"))

    def seal(self, path: Path) -> int:
        """Say that a recording which was cut off is whole as it is; its length in samples."""
        with SpoolReader(path, self._key) as reader:
            if reader.sealed:
                return reader.samples
        writer = SpoolWriter.reopen(path, self._key)
        writer.close(seal=True)
        return writer.accepted_samples

    def forget(self, recording_id: UUID) -> None:
        """Remove what was begun and holds nothing."""
        for path in (self.file(recording_id), *self.tracks(recording_id)):
            path.unlink(missing_ok=True)

    def recordings(self) -> Iterator[UUID]:
        """Every recording that has a file here."""
        for path in sorted(self.path.glob(f"*{_SUFFIX}")):
            with contextlib.suppress(ValueError):  # a track, or something that is not ours
                yield UUID(path.stem)

    def hours_left(self, files: int) -> float:
        """How long recording can go on with so many files before the disk is full."""
        return self._free_bytes(self.path) / (_BYTES_PER_HOUR * max(1, files))
