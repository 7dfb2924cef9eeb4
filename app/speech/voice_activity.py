"""Cutting a stream into utterances by silero-vad, for engines that give no times."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from app.speech.audio import SAMPLE_RATE_HZ, Pcm

WINDOW_SAMPLES = 512
"""32 ms: the only window silero-vad takes at 16 kHz."""

# silero-vad's own defaults for its iterator: begin at 0.5, end below 0.35.
SPEECH_BEGINS = 0.5
SPEECH_ENDS = SPEECH_BEGINS - 0.15

_SAMPLES_PER_S = SAMPLE_RATE_HZ
END_SILENCE = int(0.6 * _SAMPLES_PER_S)
"""A pause this long ends an utterance: longer than one between clauses, shorter than one between speakers."""

SHORT_SILENCE = int(0.16 * _SAMPLES_PER_S)
"""Past `LONG_UTTERANCE`, any breath ends it, so that text keeps coming."""

LONG_UTTERANCE = 12 * _SAMPLES_PER_S
LONGEST_UTTERANCE = 20 * _SAMPLES_PER_S
"""viet-asr puts a line break, sometimes inside a word, into stretches of more than about 20 s."""

PADDING = int(0.3 * _SAMPLES_PER_S)
"""Kept before and after: silero-vad is late for unvoiced consonants."""


class VoiceDetector(Protocol):
    """How likely a window is speech."""

    def process(self, window: bytearray, /) -> float:
        """Probability 0..1 for `WINDOW_SAMPLES` float32 samples; windows follow each other."""


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """Samples of an utterance. The first piece of each has `begins`, the last `ends`."""

    pcm: Pcm
    first_sample: int
    begins: bool
    ends: bool


class UtteranceCutter:
    """Turns consecutive blocks of any length into pieces of utterances; silence between them is left out."""

    def __init__(self, detector: VoiceDetector) -> None:
        self._detector = detector
        self._pending: Pcm = np.empty(0, np.int16)  # from `_pending_first` on, not yet handed out
        self._pending_first = 0
        self._seen = 0  # samples the detector has judged
        self._utterance_first: int | None = None
        self._silence_first: int | None = None

    def accept(self, pcm: Pcm) -> list[Piece]:
        """Take the next samples, shape (n,)."""
        self._pending = np.concatenate((self._pending, pcm))
        pieces: list[Piece] = []
        while self._pending_first + len(self._pending) - self._seen >= WINDOW_SAMPLES:
            start = self._seen - self._pending_first
            window = self._pending[start : start + WINDOW_SAMPLES]
            probability = self._detector.process(bytearray((window / np.float32(32768.0)).tobytes()))
            self._seen += WINDOW_SAMPLES
            pieces += self._judge(probability)
        if self._utterance_first is None:
            self._forget(self._seen - PADDING)
        else:
            pieces += self._hand_out(self._seen, ends=False)
        return pieces

    def finish(self) -> list[Piece]:
        """The end of the stream ends the utterance; the last samples, less than a window, go with it."""
        if self._utterance_first is None:
            return []
        return self._hand_out(self._pending_first + len(self._pending), ends=True)

    def _judge(self, probability: float) -> list[Piece]:
        window_first = self._seen - WINDOW_SAMPLES
        if self._utterance_first is None:
            if probability >= SPEECH_BEGINS:
                self._forget(window_first - PADDING)
                self._utterance_first = self._pending_first
                self._silence_first = None
            return []
        if probability >= SPEECH_ENDS:
            self._silence_first = None
        elif self._silence_first is None:
            self._silence_first = window_first
        length = self._seen - self._utterance_first
        silence = self._seen - self._silence_first if self._silence_first is not None else 0
        enough = SHORT_SILENCE if length >= LONG_UTTERANCE else END_SILENCE
        if silence >= enough or length >= LONGEST_UTTERANCE:
            return self._hand_out(self._seen - max(0, silence - PADDING), ends=True)
        return []

    def _hand_out(self, until: int, *, ends: bool) -> list[Piece]:
        """Hand out an utterance's samples up to `until`; of what may be its end, no more than belongs to it.

        That much of the silence goes out at once: engines need it to settle the last word.
        """
        if not ends and self._silence_first is not None:
            until = min(until, self._silence_first + PADDING)
        count = until - self._pending_first
        if count <= 0 and not ends:
            return []
        begins = self._pending_first == self._utterance_first
        piece = Piece(self._pending[: max(0, count)], self._pending_first, begins, ends)
        self._forget(until)
        if ends:
            self._utterance_first = None
        return [piece]

    def _forget(self, before_sample: int) -> None:
        count = max(0, before_sample - self._pending_first)
        self._pending = self._pending[count:]
        self._pending_first += count
