"""Several inputs as one: aligned by their samples, mixed so that whoever speaks is heard without clipping."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from app.domain.entities import GapReason
from app.speech.audio import SAMPLE_RATE_HZ, SAMPLES_PER_MS, AudioBlock, AudioSource, Pcm

MAX_INPUTS = 4

PATIENCE_SAMPLES = 250 * SAMPLES_PER_MS
"""So far an input may be ahead of the first one, or behind it, before it is corrected: no two clocks tick
alike (up to 100 parts in a million: a quarter of a second after 40 minutes)."""

_GONE_SAMPLES = SAMPLE_RATE_HZ
_MIX_SAMPLES = SAMPLE_RATE_HZ // 10
_NUDGE_SAMPLES = SAMPLES_PER_MS
_AHEAD_MIXES = 20
_POLL_S = 0.02
_RELEASE = 0.7
_FLOOR = 1.0  # power of the last bit: silence everywhere gives equal weights

Float = npt.NDArray[np.float32]


class _Lane:
    """One source's sound that was not mixed yet, shape (samples, tracks), on the common count."""

    def __init__(self, source: AudioSource, tracks: int) -> None:
        self.source = source
        self.tracks = tracks
        self.waiting: npt.NDArray[np.int16] = np.empty((0, tracks), np.int16)
        self.first = 0
        self.held: AudioBlock | None = None  # came after a long hole: only when all before it is mixed
        self._ahead_count = 0
        self._shift = 0  # common count minus the source's own

    @property
    def end(self) -> int:
        return self.first + len(self.waiting)

    def take(self, block: AudioBlock, mixed_until: int) -> None:
        """Put a block behind what waits. One that comes too late is moved to where mixing stands: so a
        clock that runs slow, or an input that hung, costs a little silence and no sound."""
        position = block.first_sample + self._shift
        earliest = max(mixed_until, self.end)
        if position < earliest:
            self._shift += earliest - position
            position = earliest
        if len(self.waiting) and position > self.end + _GONE_SAMPLES:
            self.held = block
            return
        self.held = None
        pcm = np.stack(block.tracks or (block.pcm,) * self.tracks, axis=1)
        if not len(self.waiting):
            self.first, self.waiting = position, pcm
        else:
            hole = np.zeros((position - self.end, self.tracks), np.int16)
            self.waiting = np.concatenate((self.waiting, hole, pcm))

    def give(self, until: int, samples: int) -> npt.NDArray[np.int16]:
        """The `samples` before `until`; silence where nothing came."""
        given = np.zeros((samples, self.tracks), np.int16)
        begin = until - samples
        first, end = max(begin, self.first), min(until, self.end)
        if first < end:
            given[first - begin : end - begin] = self.waiting[first - self.first : end - self.first]
        self._forget(until)
        return given

    def note_ahead(self, is_ahead: bool) -> None:
        """Leave out a millisecond when this has been so for a while: the input's clock runs fast."""
        self._ahead_count = self._ahead_count + 1 if is_ahead else 0
        if self._ahead_count > _AHEAD_MIXES:
            self._shift -= _NUDGE_SAMPLES
            self.waiting = self.waiting[_NUDGE_SAMPLES:]

    def _forget(self, until: int) -> None:
        count = min(len(self.waiting), max(0, until - self.first))
        self.waiting = self.waiting[count:]
        self.first += count


class MixedSource:
    """Up to `MAX_INPUTS` tracks as one source whose blocks carry the mix and every track.

    The first input that gives sound sets the time. Weights follow each track's power and add up to one
    (a gain-sharing mixer, after Dugan 1975): the mix is never louder than the loudest track, so it cannot
    clip, and four open microphones do not add their noise up. An input that is gone is silence.
    """

    def __init__(self, sources: Sequence[AudioSource], tracks_each: Sequence[int]) -> None:
        self._lanes = [_Lane(source, tracks) for source, tracks in zip(sources, tracks_each, strict=True)]
        self._mixed_until = 0
        self._leader_end = 0
        total = sum(tracks_each)
        self._power = np.full(total, _FLOOR)
        self._weights: Float = np.full(total, 1 / total, np.float32)

    @property
    def ended(self) -> bool:
        return all(lane.source.ended and not len(lane.waiting) for lane in self._lanes)

    def start(self) -> None:
        """Open all. Raises the first `AudioError`, with all of them closed again."""
        try:
            for lane in self._lanes:
                lane.source.start()
        except BaseException:
            self.stop()
            raise

    def read(self, timeout_s: float) -> AudioBlock | None:
        self._gather()
        block = self._mix()
        if block is None and timeout_s > 0 and not self.ended:
            waiting = next((lane for lane in self._lanes if not lane.source.ended), self._lanes[0])
            self._read_one(waiting, min(timeout_s, _POLL_S))
            self._gather()
            block = self._mix()
        return block

    def stop(self) -> None:
        for lane in self._lanes:
            lane.source.stop()

    def _gather(self) -> None:
        """Take what every source has ready, up to a second."""
        for lane in self._lanes:
            if lane.held is not None and not len(lane.waiting):
                lane.take(lane.held, self._mixed_until)
            is_open = True
            while is_open and lane.held is None and len(lane.waiting) < _GONE_SAMPLES:
                is_open = not lane.source.ended and self._read_one(lane, 0)

    def _read_one(self, lane: _Lane, timeout_s: float) -> bool:
        block = lane.source.read(timeout_s)
        if block is not None:
            lane.take(block, self._mixed_until)
        return block is not None

    def _mix(self) -> AudioBlock | None:
        with_sound = [lane for lane in self._lanes if len(lane.waiting)]
        if not with_sound:
            return None
        hole = GapReason.OVERFLOW
        begins = min(lane.first for lane in with_sound)
        if begins > self._mixed_until + _GONE_SAMPLES:  # nobody heard anything for a while
            self._mixed_until, hole = begins, GapReason.UNPLUGGED
        until = min(self._ready_until(with_sound), self._mixed_until + _MIX_SAMPLES)
        samples = until - self._mixed_until
        if samples <= 0:
            return None
        tracks = np.concatenate([lane.give(until, samples) for lane in self._lanes], axis=1)
        block = AudioBlock(self._blend(tracks), self._mixed_until, tuple(tracks.T.copy()), hole)
        self._mixed_until = until
        return block

    def _ready_until(self, with_sound: list[_Lane]) -> int:
        """How far can be mixed: as far as the first input goes, and for the others we wait a little."""
        leading = max(lane.end for lane in with_sound)
        leader = next(lane for lane in self._lanes if lane.end > leading - _GONE_SAMPLES)
        if leader.end != self._leader_end:  # it goes on: whoever is ahead of it is too fast
            self._leader_end = leader.end
            for lane in with_sound:
                lane.note_ahead(lane.end > leader.end + PATIENCE_SAMPLES and not leader.source.ended)
        awaited = [lane.end for lane in self._lanes if not lane.source.ended and lane.held is None]
        if leader.source.ended or leader.held is not None or not awaited:
            return leading
        slowest = min(awaited)
        return max(min(slowest, leader.end), leader.end - PATIENCE_SAMPLES)

    def _blend(self, tracks: npt.NDArray[np.int16]) -> Pcm:
        """Mix shape (samples, tracks) down to (samples,)."""
        sound = tracks.astype(np.float32)
        power = np.maximum(np.mean(sound**2, axis=0), _FLOOR)
        self._power = np.maximum(power, self._power * _RELEASE)
        weights = (self._power / self._power.sum()).astype(np.float32)
        ramp = np.linspace(0, 1, len(sound), dtype=np.float32)[:, None]
        mixed = np.sum(sound * (self._weights * (1 - ramp) + weights * ramp), axis=1)
        self._weights = weights
        rounded: Pcm = np.clip(np.rint(mixed), -32768, 32767).astype(np.int16)
        return rounded
