"""A recording process to be killed: `python -m tests.unit.speech.recording_child SPOOL WAV KEY_HEX`."""

from __future__ import annotations

import sys
from pathlib import Path
from uuid import UUID

from app.speech.file_source import FileSource
from app.speech.recorder import Recorder
from app.speech.spool_writer import SpoolWriter


def main(spool: Path, wav: Path, key: bytes) -> None:
    writer = SpoolWriter.reopen(spool, key) if spool.exists() else SpoolWriter.create(spool, UUID(int=1), key)
    print(writer.recovery.samples, writer.durable_samples, flush=True)
    recorder = Recorder(
        FileSource(wav),
        writer,
        lambda status: print(status.captured_samples, status.durable_samples, flush=True),
    )
    recorder.start()
    recorder.join()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), bytes.fromhex(sys.argv[3]))
