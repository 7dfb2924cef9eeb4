"""What every speech engine does for us, whatever it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from app.speech.audio import Pcm


@dataclass(frozen=True, slots=True)
class HeardWord:
    """One word; times in ms from the first sample the recogniser was given; confidence 0..1."""

    text: str
    start_ms: int
    end_ms: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Recognised:
    """A guess that will change (`partial`) or a finished stretch of speech (`final`).

    Times as in `HeardWord`. `words` is empty for partials.
    """

    kind: Literal["partial", "final"]
    text: str
    start_ms: int
    end_ms: int
    words: tuple[HeardWord, ...] = ()


class Recogniser(Protocol):
    """One stream of speech. Made, used and closed by one thread; loading a model takes seconds."""

    @property
    def engine_name(self) -> str:
        """The engine, for the record: "vosk"."""

    @property
    def model_name(self) -> str:
        """The model, for the record: "vosk-model-small-vn-0.4"."""

    def accept(self, pcm: Pcm) -> list[Recognised]:
        """Take the next samples, shape (n,). Raises `RecognitionFailed`."""

    def finish(self) -> list[Recognised]:
        """End the stream and return what was still open. Raises `RecognitionFailed`."""

    def close(self) -> None:
        """Give the model's memory back."""
