"""A recording, or a part of it, as an ordinary audio file: piece by piece, whatever its length."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Literal

import soundfile

from app.domain.errors import NghisuError
from app.speech.audio import SAMPLE_RATE_HZ
from app.speech.errors import AudioUnwritable, ExportCancelled
from app.speech.sound import Sound

Container = Literal["WAV", "FLAC"]
_PIECE_SAMPLES = 10 * SAMPLE_RATE_HZ


def container_of(path: Path) -> Container:
    """By the file's ending: WAV for ".wav", FLAC for everything else."""
    return "WAV" if path.suffix.lower() == ".wav" else "FLAC"


def write_audio(
    reader: Sound,
    out: BinaryIO,
    container: Container = "FLAC",
    first_sample: int = 0,
    until_sample: int | None = None,
    *,
    progress: Callable[[float], None] = lambda _share: None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> None:
    """Encode 16-bit mono into `out`, which can seek. `progress` hears shares of 0..1.

    Raises `SpoolDamaged`, `AudioUnwritable` when `out` does not take it, `ExportCancelled`.
    """
    reader.refresh()
    end = reader.samples if until_sample is None else min(until_sample, reader.samples)
    target = _Target(out)
    try:
        with soundfile.SoundFile(target, "w", SAMPLE_RATE_HZ, 1, "PCM_16", format=container) as file:
            for start in range(first_sample, end, _PIECE_SAMPLES):
                if is_cancelled():
                    raise ExportCancelled()
                file.write(reader.read(start, min(_PIECE_SAMPLES, end - start)))
                target.check()
                progress((start - first_sample) / (end - first_sample))
        target.check()  # the head is written last
    except NghisuError:
        raise
    except (soundfile.SoundFileError, OSError) as error:
        raise AudioUnwritable() from error
    progress(1.0)


class _Target:
    """What libsndfile writes into. It calls from C, where an exception is lost: the first one waits for
    `check`, and what is written after it goes nowhere.
    """

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._problem: OSError | None = None

    def check(self) -> None:
        """Raises the `OSError` that there was, if any."""
        if self._problem:
            raise self._problem

    def write(self, data: bytes) -> int:
        if self._problem is None:
            try:
                self._out.write(data)
            except OSError as error:
                self._problem = error
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        try:
            return self._out.seek(offset, whence)
        except OSError as error:  # it writes what was buffered
            self._problem = self._problem or error
            return 0

    def tell(self) -> int:
        return self._out.tell()

    def read(self, size: int = -1) -> bytes:
        return self._out.read(size)


def export_audio(
    reader: Sound,
    path: Path,
    first_sample: int = 0,
    until_sample: int | None = None,
    *,
    progress: Callable[[float], None] = lambda _share: None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> None:
    """Write `path`, FLAC or WAV by its ending; it appears whole or not at all. Raises as `write_audio`."""
    part = path.with_name(path.name + ".part")
    try:
        with part.open("w+b") as out:
            write_audio(
                reader,
                out,
                container_of(path),
                first_sample,
                until_sample,
                progress=progress,
                is_cancelled=is_cancelled,
            )
        part.replace(path)
    except OSError as error:
        raise AudioUnwritable() from error
    finally:
        part.unlink(missing_ok=True)
