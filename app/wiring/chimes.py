"""The gate's sounds, off the screen's thread."""

from __future__ import annotations

from app.ui.services import GateSound
from app.wiring.lane import Lane


class GateChimes:
    """`Session.sound`: plays at once or not at all; a sound that comes too late would be another's."""

    def __init__(self) -> None:
        self._lane = Lane("chimes")

    def __call__(self, sound: GateSound) -> None:
        if self._lane.is_idle:
            self._lane.do(lambda: self._play(sound))

    def stop(self, deadline_s: float) -> None:
        """Let the last one fade."""
        self._lane.wait(deadline_s)

    def _play(self, sound: GateSound) -> None:
        # PortAudio is loaded here: the gate's first picture does not wait for it.
        from app.speech.chime import Chime, play_chime

        play_chime(Chime(sound.value))
