"""Two soft sounds of a gate: welcome, and "not yet". Made here, of sine tones; no file is needed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from enum import StrEnum
from typing import Any

import numpy as np

from app.speech.audio import SAMPLE_RATE_HZ
from app.speech.errors import SpeechError
from app.speech.microphone import sounddevice_library
from app.speech.player import Loudspeaker
from app.speech.sound import Samples

_log = logging.getLogger(__name__)

_LOUDNESS = 0.25
_ATTACK_S = 0.012
"""A tone that begins at once clicks."""


class Chime(StrEnum):
    """What is to be heard; each tone as (frequency in Hz, begins after s, fades for s)."""

    WELCOME = "welcome"
    REFUSAL = "refusal"


_TONES: dict[Chime, tuple[tuple[float, float, float], ...]] = {
    Chime.WELCOME: ((659.3, 0.0, 0.45), (987.8, 0.12, 0.6)),  # a fifth upwards
    Chime.REFUSAL: ((392.0, 0.0, 0.3), (329.6, 0.16, 0.45)),  # a third downwards, lower
}


def samples_of(chime: Chime) -> Samples:
    """The sound at `SAMPLE_RATE_HZ`: float32, between -1 and 1, silent at both ends."""
    tones = _TONES[chime]
    whole = np.zeros(round(max(at_s + for_s for _hz, at_s, for_s in tones) * SAMPLE_RATE_HZ), np.float32)
    for frequency_hz, at_s, for_s in tones:
        time_s = np.arange(round(for_s * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
        swell = np.minimum(time_s / _ATTACK_S, 1.0) * (1 - time_s / for_s) ** 2
        tone = np.sin(2 * np.pi * frequency_hz * time_s) + 0.2 * np.sin(4 * np.pi * frequency_hz * time_s)
        start = round(at_s * SAMPLE_RATE_HZ)
        whole[start : start + len(tone)] += (_LOUDNESS * swell * tone).astype(np.float32)
    return whole


def play_chime(chime: Chime, library: Callable[[], Any] = sounddevice_library) -> None:
    """Blocking, for less than a second. Silent where there is no loudspeaker: the screen says it, too."""
    loudspeaker = Loudspeaker(library)
    try:
        loudspeaker.open()
        loudspeaker.finish(samples_of(chime))
    except SpeechError as error:
        _log.info("chime: %s", error.code)
    finally:
        loudspeaker.close()
