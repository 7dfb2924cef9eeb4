"""Recorders that are killed at random moments: what of their sound is there afterwards.

A child plays noise, faster than real time, through the real recorder into a real encrypted spool and says
how far it has come; at a random sample it is killed with SIGKILL. Every other time the disk "loses" what
was not yet fsynced too, at a random byte: what a power cut may do. Then the spool is reopened as the
chair does it, and compared with the noise sample by sample.
"""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import random
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import numpy as np
import soundfile

from app.speech.audio import SAMPLE_RATE_HZ
from app.speech.file_source import FileSource
from app.speech.recorder import Recorder, RecorderStatus
from app.speech.spool_format import FRAME_SAMPLES, RECORD_HEAD, SAMPLE_BYTES, TAG_BYTES
from app.speech.spool_reader import SpoolReader
from app.speech.spool_writer import SpoolWriter

KEY = bytes(range(32))
LENGTH_S = 20
_DEADLINE_S = 60.0
_FRAME_BYTES = RECORD_HEAD.size + FRAME_SAMPLES * SAMPLE_BYTES + TAG_BYTES


@dataclass(frozen=True, slots=True)
class Kill:
    """`captured` samples had been heard when it died, `kept` of them were there afterwards.

    `is_whole`: they are the very samples that were played, with none missing or altered in between.
    """

    captured: int
    kept: int
    is_whole: bool
    was_power_cut: bool

    @property
    def lost_s(self) -> float:
        return max(0, self.captured - self.kept) / SAMPLE_RATE_HZ


def kills(folder: Path, count: int, seed: int = 1) -> list[Kill]:
    """Record and kill so many times."""
    chance = random.Random(seed)
    sound = np.random.default_rng(seed).integers(-20_000, 20_000, LENGTH_S * SAMPLE_RATE_HZ, dtype=np.int16)
    soundfile.write(folder / "in.wav", sound, SAMPLE_RATE_HZ, subtype="PCM_16")
    # A fork server has everything imported: a hundred children start in seconds.
    has_fork = "forkserver" in multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if has_fork else "spawn")
    if has_fork:
        context.set_forkserver_preload([__name__])
    died: list[Kill] = []
    while len(died) < count:
        at_sample = chance.randrange(SAMPLE_RATE_HZ, (LENGTH_S - 5) * SAMPLE_RATE_HZ)
        kill = _kill_one(context, folder, sound, at_sample, chance if len(died) % 2 else None)
        died += [kill] if kill else []
    return died


def _kill_one(
    context: multiprocessing.context.BaseContext,
    folder: Path,
    sound: np.ndarray,
    at_sample: int,
    power_cut: random.Random | None,
) -> Kill | None:
    """None when the machine was so busy that the recording had ended before it could be killed."""
    spool = folder / "spool"
    spool.unlink(missing_ok=True)
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_record, args=(folder / "in.wav", spool, theirs))  # type: ignore[attr-defined]
    child.start()
    theirs.close()
    captured = durable = 0
    try:
        while captured < at_sample and ours.poll(_DEADLINE_S):
            captured, durable = ours.recv()
        child.kill()
        while True:
            captured, durable = ours.recv()
    except EOFError:  # it is dead, and all that it said was read
        pass
    child.join()
    ours.close()
    with SpoolReader(spool, KEY) as reader:
        if reader.sealed:
            return None
    if power_cut is not None:
        _lose_unsynced(spool, durable, power_cut)
    writer = SpoolWriter.reopen(spool, KEY)
    writer.close(seal=True)
    with SpoolReader(spool, KEY) as reader:
        kept = reader.read(0, reader.refresh())
    is_whole = len(kept) >= durable and np.array_equal(kept, sound[: len(kept)])
    return Kill(captured, len(kept), is_whole, power_cut is not None)


def _lose_unsynced(spool: Path, durable: int, chance: random.Random) -> None:
    """Cut the file at a random byte behind what had been fsynced."""
    with SpoolReader(spool, KEY) as reader:
        unsynced_bytes = (reader.samples - durable) // FRAME_SAMPLES * _FRAME_BYTES
    if unsynced_bytes > 0:
        with spool.open("r+b") as file:
            file.truncate(spool.stat().st_size - chance.randrange(unsynced_bytes + 1))


def _record(wav: Path, spool: Path, told: multiprocessing.connection.Connection) -> None:
    """In the child: record until killed, or until the file ends."""

    def tell(status: RecorderStatus) -> None:
        told.send((status.captured_samples, status.durable_samples))

    recorder = Recorder(FileSource(wav), SpoolWriter.create(spool, UUID(int=1), KEY), tell)
    recorder.start()
    recorder.join()
