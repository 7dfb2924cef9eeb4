"""Hearing a recording again: from any moment, slower or faster, a stretch over and over."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from app.domain.errors import NghisuError
from app.speech.audio import SAMPLE_RATE_HZ, SAMPLES_PER_MS
from app.speech.errors import NoLoudspeaker
from app.speech.microphone import sounddevice_library
from app.speech.sound import OpenSound, Samples, Sound, SoundWindow
from app.speech.stretch import TimeStretch

LATENCY_S = 0.06
"""Sound given to the system ahead of what is heard: a tap must answer at once, and a pause stop at once."""

_TELL_EVERY_BLOCKS = 2


@dataclass(frozen=True, slots=True)
class PlayerStatus:
    """What is being heard. `position_ms` is of the recording, at the loudspeaker; `key` names the sound."""

    key: Hashable = None
    is_playing: bool = False
    position_ms: int = 0
    speed: float = 1.0
    loop: tuple[int, int] | None = None
    problem: NghisuError | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Wish:
    """Something to do. Two are never equal: the later one ends the one before."""

    key: Hashable
    open_sound: OpenSound
    start_ms: int = 0
    end_ms: int | None = None
    is_loop: bool = False
    is_silent: bool = False  # only open the sound


class Player:
    """Plays one sound at a time, in a thread of its own. All methods return at once, from any thread.

    Between two plays the loudspeaker stays open, and so does the sound: the next tap is heard at once.
    `library` gives the sounddevice module; tests give one that writes down what would be heard.
    `on_status` is called in the player's thread.
    """

    def __init__(
        self, on_status: Callable[[PlayerStatus], None], library: Callable[[], Any] = sounddevice_library
    ) -> None:
        self._on_status = on_status
        self._loudspeaker = Loudspeaker(library)
        self._changed = threading.Condition()
        self._wish: _Wish | None = None
        self._is_new = False
        self._is_busy = False
        self._is_closed = False
        self._speed = 1.0
        self._status = PlayerStatus()
        self._thread = threading.Thread(target=self._run, name="player", daemon=True)
        self._key: Hashable = None
        self._sound: Sound | None = None

    @property
    def status(self) -> PlayerStatus:
        return self._status

    def prepare(self, key: Hashable, open_sound: OpenSound) -> None:
        """Open a sound before it is asked for; a long one takes a while. Nothing while another plays."""
        with self._changed:
            if not self._is_new and not self._is_busy:
                self._set(_Wish(key, open_sound, is_silent=True))

    def play(
        self,
        key: Hashable,
        open_sound: OpenSound,
        start_ms: int,
        end_ms: int | None = None,
        *,
        loop: bool = False,
    ) -> None:
        """Play to `end_ms` or the end; with `loop` again and again. What was playing ends."""
        self._do(_Wish(key, open_sound, max(0, start_ms), end_ms, loop))

    def pause(self) -> None:
        self._do(None)

    def set_speed(self, speed: float) -> None:
        """1.0 is as it was said."""
        with self._changed:
            self._speed = speed
            is_idle = not self._status.is_playing
        if is_idle:
            self._tell(speed=speed)

    def close(self, deadline_s: float) -> bool:
        """End the thread; False when it did not end in time."""
        with self._changed:
            self._is_closed, self._wish = True, None
            self._changed.notify_all()
        if self._thread.ident is not None:
            self._thread.join(deadline_s)
        return not self._thread.is_alive()

    def _do(self, wish: _Wish | None) -> None:
        with self._changed:
            self._set(wish)

    def _set(self, wish: _Wish | None) -> None:
        if self._is_closed:
            return
        self._wish, self._is_new = wish, wish is not None
        self._changed.notify_all()
        if wish is not None and self._thread.ident is None:
            self._thread.start()

    # ---- the player's thread

    def _run(self) -> None:
        while (wish := self._next_wish()) is not None:
            try:
                sound = self._open(wish)
                if not wish.is_silent:
                    self._play(wish, sound)
            except NghisuError as error:
                self._loudspeaker.close()
                self._let_go()
                self._tell(key=wish.key, is_playing=False, position_ms=wish.start_ms, problem=error)
        self._loudspeaker.close()
        self._let_go()

    def _next_wish(self) -> _Wish | None:
        with self._changed:
            self._is_busy = False
            self._changed.wait_for(lambda: self._is_new or self._is_closed)
            self._is_new, self._is_busy = False, True
            return None if self._is_closed else self._wish

    def _open(self, wish: _Wish) -> Sound:
        if self._sound is None or self._key != wish.key:
            self._let_go()
            self._sound, self._key = wish.open_sound(), wish.key
        self._sound.refresh()
        return self._sound

    def _let_go(self) -> None:
        if self._sound is not None:
            self._sound.close()
            self._sound = None

    def _play(self, wish: _Wish, sound: Sound) -> None:
        end_ms = sound.samples // SAMPLES_PER_MS
        if wish.end_ms is not None:
            end_ms = min(wish.end_ms, end_ms)
        start_ms = min(wish.start_ms, end_ms)
        is_loop = wish.is_loop and end_ms > start_ms
        self._loudspeaker.open()
        self._tell(
            key=wish.key,
            is_playing=True,
            position_ms=start_ms,
            speed=self._speed,
            loop=(start_ms, end_ms) if is_loop else None,
            problem=None,
        )
        stretch = TimeStretch(SoundWindow(sound), start_ms * SAMPLES_PER_MS)
        is_whole = self._play_out(wish, stretch, (start_ms, end_ms), is_loop=is_loop)
        self._loudspeaker.finish(stretch.last() if is_whole else None)
        if is_whole:
            self._tell(is_playing=False, speed=self._speed, position_ms=end_ms)
        elif not self._is_new:
            self._tell(is_playing=False, speed=self._speed)

    def _play_out(
        self, wish: _Wish, stretch: TimeStretch, stretch_ms: tuple[int, int], *, is_loop: bool
    ) -> bool:
        """Whether the end was reached; False when something else is wanted."""
        start_ms, end_ms = stretch_ms
        blocks = 0
        while self._wish is wish:
            if stretch.position >= end_ms * SAMPLES_PER_MS:
                if not is_loop:
                    return True
                stretch.jump(start_ms * SAMPLES_PER_MS)
            stretch.speed = self._speed
            self._loudspeaker.write(stretch.next())
            blocks += 1
            if blocks % _TELL_EVERY_BLOCKS == 0:
                behind_ms = self._loudspeaker.latency_s * 1000 * stretch.speed
                heard_ms = round(stretch.position / SAMPLES_PER_MS - behind_ms)
                self._tell(position_ms=max(start_ms, heard_ms), speed=stretch.speed)
        return False

    def _tell(self, **changes: Any) -> None:
        self._status = replace(self._status, **changes)
        self._on_status(self._status)


class Loudspeaker:
    """The system's own output, through PortAudio. For one thread.

    Raises `NoLoudspeaker`, and `NoAudioSystem` on opening.
    """

    def __init__(self, library: Callable[[], Any]) -> None:
        self._library = library
        self._stream: Any = None
        self._resampler: Any = None
        self._rate_hz = SAMPLE_RATE_HZ

    @property
    def latency_s(self) -> float:
        """From here to the ear."""
        return float(self._stream.latency)

    def open(self) -> None:
        """Be ready to play; at our rate, else at the device's own, which some drivers insist on."""
        sounddevice = self._library()
        try:
            if self._stream is None:
                self._stream = self._open_stream(sounddevice)
            self._stream.start()
        except (sounddevice.PortAudioError, ValueError) as error:
            raise NoLoudspeaker from error
        if self._rate_hz != SAMPLE_RATE_HZ:
            import soxr

            self._resampler = soxr.ResampleStream(SAMPLE_RATE_HZ, self._rate_hz, 1, dtype="float32")

    def write(self, block: Samples) -> None:
        """Returns when there is room for more."""
        if self._resampler is not None:
            block = self._resampler.resample_chunk(np.ascontiguousarray(block))
        try:
            self._stream.write(np.repeat(block[:, None], self._stream.channels, axis=1))
        except self._library().PortAudioError as error:
            raise NoLoudspeaker from error

    def finish(self, last: Samples | None) -> None:
        """Play what was given, with `last` after it; None: be quiet at once."""
        try:
            if last is None:
                self._stream.abort()
            else:
                self.write(last)
                self._stream.stop()
        except self._library().PortAudioError as error:
            raise NoLoudspeaker from error

    def close(self) -> None:
        if self._stream is not None:
            self._stream.close(ignore_errors=True)
            self._stream = None

    def _open_stream(self, sounddevice: Any) -> Any:
        info = sounddevice.query_devices(None, "output")
        common = {"dtype": "float32", "latency": LATENCY_S}
        try:
            self._rate_hz = SAMPLE_RATE_HZ
            return sounddevice.OutputStream(samplerate=SAMPLE_RATE_HZ, channels=1, **common)
        except sounddevice.PortAudioError:
            self._rate_hz = int(info["default_samplerate"])
            channels = min(2, info["max_output_channels"])
            return sounddevice.OutputStream(samplerate=self._rate_hz, channels=channels, **common)
