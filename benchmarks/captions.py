"""Live text across the hall: how long after a word has been said it stands on another device.

Everything is the product's: the sound card's callback, recorder, engine in its process, the chair's signals
and events over TLS through a hall in a process of its own, and the listener's own lines. What the delay is:
from the moment at which the last sample of a clip's last word was played to the moment at which the hall
screen's lines first have that word where it stands in the end. Painting it (one frame) comes on top.
"""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from rapidfuzz.distance import Levenshtein

from app.domain.clock import SystemClock, system_random
from app.domain.entities import Role
from app.speech.audio import SAMPLE_RATE_HZ, Pcm
from app.speech.comparison import spoken_words
from app.speech.microphone import MicrophoneSource
from app.storage.keystore import FileKeystore
from app.ui.captions.presenter import CaptionLines
from app.ui.services import LiveText, RecordingPhase, Snapshot
from app.wiring.door import DeviceDoor
from app.wiring.machine import Machine
from app.wiring.session import DeviceSession, SessionParts
from benchmarks.figure import Figure
from benchmarks.speech import load_clips
from benchmarks.speech_live import DELAY_GOAL_MS, LIVE_S, PlayedCard, trimmed
from benchmarks.sync import BenchHall

_LEAD_S = 6
"""Silence before the first word: somebody presses the button, and the engine is loaded meanwhile."""
_WAIT_S = 60.0


def run(data: Path | None, _models: Path) -> list[Figure]:
    clips = [(clip.pcm, clip.text) for clip in load_clips(data).get("vi", [])]
    if not clips:
        return []
    sound, words, ends = _programme(clips)
    with (
        tempfile.TemporaryDirectory(prefix="nghisu-bench-") as name,
        BenchHall(Path(name) / "hall", Path(name)) as hall,
    ):
        card = _PlayedOnce(sound)
        with _device(hall, Path(name), Role.SCREEN) as screen:
            shown = Listener(screen)
            with _device(hall, Path(name), Role.CHAIR, card) as chair:
                own = Listener(chair)
                engine = _record(chair, screen)
                found = _delays_ms(card, shown, words, ends)
                at_chair = _delays_ms(card, own, words, ends)
    p95, chair_p95 = (float(np.percentile(list(delays.values()), 95)) for delays in (found, at_chair))
    way = [found[index] - at_chair[index] for index in found.keys() & at_chair.keys()]
    load = f"load {psutil.getloadavg()[0]:.1f} on {psutil.cpu_count()} cores; chair and screen in one process"
    return [
        Figure(
            f"speech heard to shown on the hall's screen, p95, {engine}",
            p95,
            chair_p95,
            "ms",
            f"<= {DELAY_GOAL_MS}",
            p95 <= DELAY_GOAL_MS,
            f"last words of {len(found)} of {len(ends)} clips, median {np.median(list(found.values())):.0f} "
            f"ms; baseline: on the chair's own screen, median {np.median(list(at_chair.values())):.0f} ms; "
            f"{load}",
        ),
        Figure(
            "live words from the chair to the hall's screen, p95",
            float(np.percentile(way, 95)),
            None,
            "ms",
            "",
            None,
            f"the same words, here and there: median {np.median(way):.0f} ms; {load}",
        ),
    ]


class _PlayedOnce(PlayedCard):
    """Gone when it has played all: the recorder looks for it again, as for any plug that was pulled."""

    def InputStream(self, **options: Any) -> PlayedCard:
        if self.began_s:
            raise self.PortAudioError
        return super().InputStream(**options)


class Listener:
    """The lines of a device that shows live text, with the time of each change."""

    def __init__(self, session: DeviceSession) -> None:
        self.seen: list[tuple[float, list[str]]] = []
        self._lines = CaptionLines(10_000)
        self._lock = threading.Lock()
        session.congress.subscribe(self._settled)
        assert session.services.live_text
        session.services.live_text.subscribe_live(self._heard)

    def _settled(self, snapshot: Snapshot) -> None:
        with self._lock:
            self._lines.follow(snapshot.state)
            self._note()

    def _heard(self, live: LiveText) -> None:
        with self._lock:
            self._lines.hear(live)
            self._note()

    def _note(self) -> None:
        text = " ".join(line.text for line in self._lines.lines)
        self.seen.append((time.perf_counter(), spoken_words(text)))


def _delays_ms(
    card: PlayedCard, shown: Listener, words: list[str], ends: list[tuple[int, int]]
) -> dict[int, float]:
    """Of every clip whose last word was heard rightly; others have no moment at which they are shown."""
    final = shown.seen[-1][1]
    same = [step for step in Levenshtein.opcodes(words, final) if step.tag == "equal"]
    found = {}
    for end_sample, index in ends:
        place = next(
            (
                index - step.src_start + step.dest_start
                for step in same
                if step.src_start <= index < step.src_end
            ),
            None,
        )
        if place is not None:
            at_s = next(at for at, seen in shown.seen if seen[place : place + 1] == [words[index]])
            found[index] = 1000 * (at_s - card.began_s - end_sample / SAMPLE_RATE_HZ)
    return found


def _programme(clips: list[tuple[Pcm, str]]) -> tuple[Pcm, list[str], list[tuple[int, int]]]:
    """The clips with pauses between, their words, and where each one's last word ends."""
    pieces = [np.zeros(_LEAD_S * SAMPLE_RATE_HZ, np.int16)]
    samples = len(pieces[0])
    words: list[str] = []
    ends: list[tuple[int, int]] = []
    for number, (pcm, text) in enumerate(clips):
        clip = trimmed(pcm)
        pieces += [clip, np.zeros(SAMPLE_RATE_HZ * (3 + number % 5) // 10, np.int16)]
        words += spoken_words(text)
        ends.append((samples + len(clip), len(words) - 1))
        samples += len(pieces[-2]) + len(pieces[-1])
        if samples > (LIVE_S + _LEAD_S) * SAMPLE_RATE_HZ:
            break
    return np.concatenate([*pieces, np.zeros(SAMPLE_RATE_HZ, np.int16)]), words, ends


@contextmanager
def _device(
    hall: BenchHall, folder: Path, role: Role, card: PlayedCard | None = None
) -> Iterator[DeviceSession]:
    clock = SystemClock()
    parts = SessionParts(
        discover=False,
        open_sound=(lambda _input: MicrophoneSource(clock, library=lambda: card)) if card else None,
    )
    machine = Machine(folder / role.value, clock, system_random, FileKeystore(folder / f"{role.value}-keys"))
    door = DeviceDoor(machine, role, parts)
    try:
        invitation = door.read_invitation(hall.invite(role).text())
        door.enrol(invitation, "", None, lambda _progress: None, lambda: False)
        door.open_session()
        session = door.device_session()
        _until(lambda: session.has_asked_hall)
        yield session
    finally:
        door.close(20.0)


def _record(chair: DeviceSession, screen: DeviceSession) -> str:
    """Record all that the card plays, until the screen has the last of it; the engine's name."""
    recording = chair.recording
    assert recording
    recording.start()
    _until(lambda: recording.status().safe_ms > 0)
    engine = recording.status().engine
    _until(
        lambda: (
            recording.status().phase is not RecordingPhase.RECORDING
            or recording.status().alarm == "unplugged"
        ),
        LIVE_S * 3,
    )
    if recording.status().phase is RecordingPhase.RECORDING:
        recording.stop()
    recording.wait_transcribed(_WAIT_S)
    count = len(chair.store.projection.state.segments)
    _until(lambda: len(screen.store.projection.state.segments) == count)
    return engine


def _until(condition: Callable[[], bool], timeout_s: float = _WAIT_S) -> None:
    never = threading.Event()
    ends_s = time.monotonic() + timeout_s
    while not condition():
        if time.monotonic() > ends_s:
            raise TimeoutError
        never.wait(0.05)
