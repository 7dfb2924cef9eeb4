"""`nghisu speech compare | export`: which engine hears best here, and recordings as ordinary audio files."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from app.domain.state import CongressState
from app.paper.text import VIETNAM_TIME, moment
from app.runtime.assets.locations import find_model_folder, project_root
from app.speech.audio import SAMPLE_RATE_HZ
from app.speech.audio_file import export_audio
from app.speech.comparison import EngineRun, differences, load_sound, marked, run_engine, words_wrong
from app.speech.engines import Engine, find_engines, vosk_engine
from app.speech.errors import EngineError, NoEngine, NoSuchRecording
from app.storage.device_store import DeviceStore
from app.wiring.errors import FileUnreadable
from app.wiring.machine import Machine
from app.wiring.spool_folder import SpoolFolder

_MIB = 1 << 20

_WORDS = {
    "vi": {
        "engine": "Bộ nhận dạng",
        "wrong": "từ sai",
        "speed": "giây xử lý mỗi giây tiếng",
        "cpu": "giây CPU mỗi giây tiếng",
        "memory": "bộ nhớ (MB)",
        "against": "So với văn bản {name}; [đúng→nghe được]:",
        "against_first": "Không có văn bản đối chiếu; so với {name}; [{name}→bộ này]:",
        "recording": "bản ghi",
        "running": "đang ghi",
    },
    "en": {
        "engine": "Engine",
        "wrong": "words wrong",
        "speed": "seconds of work a second",
        "cpu": "CPU seconds a second",
        "memory": "memory (MB)",
        "against": "Against {name}; [expected→heard]:",
        "against_first": "No reference given; against {name}; [{name}→this one]:",
        "recording": "recording",
        "running": "being recorded",
    },
}


def compare(arguments: argparse.Namespace) -> int:
    """Print a table of all engines, then every text with its differences.

    `arguments`: `audio` (Path), `reference` (Path to what was really said, or None), `engine` (list of
    "NAME=FOLDER" with Vosk models besides those installed), `language`. Raises `NoEngine`, an `AudioError`,
    `FileUnreadable`.
    """
    words = _WORDS[arguments.language]
    expected = _text(arguments.reference) if arguments.reference else None  # before minutes of hearing
    pcm = load_sound(arguments.audio)
    runs: list[EngineRun] = []
    for engine in _engines(arguments.engine):
        try:
            runs.append(run_engine(engine, pcm, _progress(engine.model_name)))
        except EngineError as error:
            sys.stderr.write(f"✗ {engine.model_name}: {error.code}\n")
    if not runs:
        raise NoEngine(engine="")
    for line in _table(runs, expected, words):
        _say(line)
    name = arguments.reference.name if arguments.reference else runs[0].model_name
    _say("\n" + words["against" if expected is not None else "against_first"].format(name=name))
    for run in runs:
        _say(f"\n{run.model_name}:\n{' '.join(marked(differences(expected or runs[0].text, run.text)))}")
    return 0


def export(arguments: argparse.Namespace) -> int:
    """Write a recording of this chair, or a part of it, as FLAC or WAV; without `out`, list them.

    `arguments`: `out` (Path or None), `recording` (its number in the list, or None: the last one), `track`
    (int or None: the mix), `from_s` and `to_s` (float or None), `folder`, `key_folder`, `language`.
    Raises `NoSuchRecording`, the errors of the store and of the file.
    """
    words = _WORDS[arguments.language]
    with _chair_store(arguments) as store:
        spools = SpoolFolder(store)
        state = store.projection.state
        own = _own_recordings(spools, state)
        if arguments.out is None:
            for number, recording_id in enumerate(own, start=1):
                _say(_line(number, state, recording_id, words))
            return 0
        number = len(own) if arguments.recording is None else arguments.recording
        if not 0 < number <= len(own):
            raise NoSuchRecording(number=number)
        recording_id = own[number - 1]
        if not spools.file(recording_id, arguments.track).exists():
            raise NoSuchRecording(number=number)
        with spools.open(recording_id, arguments.track) as sound:
            until = None if arguments.to_s is None else round(arguments.to_s * SAMPLE_RATE_HZ)
            first = max(0, round((arguments.from_s or 0) * SAMPLE_RATE_HZ))
            export_audio(sound, arguments.out, first, until, progress=_progress(arguments.out.name))
    return 0


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise FileUnreadable(name=path.name) from error


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def _engines(extra: Sequence[str]) -> list[Engine]:
    """Those installed, and Vosk models from folders that were named."""
    engines = list(find_engines(find_model_folder(project_root())).usable)
    for option in extra:
        name, _, folder = option.rpartition("=")
        engines.append(vosk_engine(Path(folder), name or None))
    return engines


def _table(runs: Sequence[EngineRun], expected: str | None, words: dict[str, str]) -> Iterator[str]:
    heads = [words[key] for key in ("engine", "wrong", "speed", "cpu", "memory")]
    rows = [
        [
            run.model_name,
            "-" if expected is None else f"{100 * words_wrong(expected, run.text):.1f} %",
            f"{run.real_time_factor:.2f}",
            f"{run.cpu_s / max(run.audio_s, 1e-9):.2f}",
            f"{run.memory_bytes / _MIB:.0f}",
        ]
        for run in runs
    ]
    widths = [max(len(row[column]) for row in [heads, *rows]) for column in range(len(heads))]
    for row in [heads, *rows]:
        yield "  ".join(
            cell.rjust(width) if column else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )


def _progress(name: str) -> Callable[[float], None]:
    def show(share: float) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{name} {share:4.0%} " + ("\n" if share >= 1 else ""))

    return show


@contextmanager
def _chair_store(arguments: argparse.Namespace) -> Iterator[DeviceStore]:
    machine = Machine.of("chair", arguments.folder, arguments.key_folder)
    pin = getpass.getpass("PIN: ") if machine.key_file.needs_pin else None
    store = DeviceStore.open(machine.folder, machine.key_file.open(pin), machine.random_bytes)
    try:
        store.projection.refresh()
        yield store
    finally:
        store.close()


def _own_recordings(spools: SpoolFolder, state: CongressState) -> list[UUID]:
    """Recordings whose files are here, the oldest first."""
    known = state.recordings
    return sorted(
        (recording_id for recording_id in spools.recordings() if recording_id in known),
        key=lambda recording_id: known[recording_id].started_at_utc_ms,
    )


def _line(number: int, state: CongressState, recording_id: UUID, words: dict[str, str]) -> str:
    recording = state.recordings[recording_id]
    length = words["running"] if recording.duration_ms is None else f"{recording.duration_ms / 60_000:.1f}'"
    return f"{number:3d}  {moment(recording.started_at_utc_ms, VIETNAM_TIME)}  {length}"
