"""What is being played, and where the next playing begins; the waveform around it."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QObject, Signal

from app.domain.transcript import Segment
from app.ui.context import Context
from app.ui.services import SPEEDS, Playback, Progress, TranscriptService, Waveform

BACK_MS = 3_000


class SoundDesk(QObject):
    """The loudspeaker's buttons, without buttons. Everything returns at once. GUI thread.

    `changed`: playing, pausing, speed, loop, another recording, or its sound has come. `moved`: the place.
    """

    changed = Signal()
    moved = Signal()
    fetching = Signal(object)
    """`Progress` of the sound that comes from the hall; None when that is over."""

    def __init__(self, context: Context, service: TranscriptService) -> None:
        super().__init__()
        self._context, self._service = context, service
        self._playback = Playback()
        self._told = self._playback.error
        self._waveforms: dict[UUID, Waveform] = {}
        self._asked: set[UUID] = set()
        self.recording_id: UUID | None = None
        self.position_ms = 0
        context.listen(service.subscribe_playback, self._took)

    # --- what is ---

    @property
    def is_playing(self) -> bool:
        return self._playback.is_playing

    @property
    def is_looping(self) -> bool:
        return self._playback.loop is not None and self.is_playing

    @property
    def speed(self) -> float:
        return self._playback.speed

    @property
    def can_hear(self) -> bool:
        return self.recording_id is not None and self._service.can_hear(self.recording_id)

    @property
    def waveform(self) -> Waveform | None:
        """None until it has been worked out; `changed` then."""
        recording_id = self.recording_id
        if recording_id is None or not self.can_hear:
            return None
        if recording_id not in self._waveforms and recording_id not in self._asked:
            self._ask_waveform(recording_id)
        return self._waveforms.get(recording_id)

    def want_until(self, recording_id: UUID, end_ms: int) -> None:
        """The recording goes on: what is drawn must reach to here."""
        known = self._waveforms.get(recording_id)
        is_short = known is not None and len(known.peaks) * known.step_ms < end_ms
        if is_short and recording_id == self.recording_id and recording_id not in self._asked:
            self._ask_waveform(recording_id)

    # --- what is asked ---

    def stand_at(self, recording_id: UUID, at_ms: int) -> None:
        """Where the next playing begins; nothing changes for what is being heard."""
        if self.is_playing or (recording_id, at_ms) == (self.recording_id, self.position_ms):
            return
        is_other = recording_id != self.recording_id
        self.recording_id, self.position_ms = recording_id, at_ms
        self.moved.emit()
        if is_other:
            self.changed.emit()

    def play_from(self, recording_id: UUID, at_ms: int) -> None:
        self._play(recording_id, max(0, at_ms))

    def toggle(self) -> None:
        if self.is_playing:
            self._service.pause()
        elif self.recording_id is not None:
            self._play(self.recording_id, self.position_ms)

    def jump(self, by_ms: int) -> None:
        """Back or forth, playing on where it was playing."""
        if self.recording_id is None:
            return
        at_ms = max(0, self.position_ms + by_ms)
        if self.is_playing:
            self._play(self.recording_id, at_ms)
        else:
            self.stand_at(self.recording_id, at_ms)

    def seek(self, at_ms: int) -> None:
        self.jump(at_ms - self.position_ms)

    def change_speed(self, by: int) -> None:
        """One step slower (-1) or faster (1)."""
        at = min(range(len(SPEEDS)), key=lambda number: abs(SPEEDS[number] - self.speed))
        self._service.set_speed(SPEEDS[min(max(at + by, 0), len(SPEEDS) - 1)])

    def toggle_loop(self, segment: Segment | None) -> None:
        """This segment over and over, until it is asked for again."""
        if self.is_looping:
            self._service.pause()
        elif segment is not None:
            self.recording_id = segment.recording_id
            if self._may_hear():
                self._service.play(segment.recording_id, segment.start_ms, segment.end_ms, loop=True)

    def fetch(self) -> None:
        """Bring the sound from the hall."""
        recording_id = self.recording_id
        if recording_id is None:
            return
        service = self._service
        self.fetching.emit(Progress("sound", 0))

        def over(_done: object = None) -> None:
            self.fetching.emit(None)
            self._asked.discard(recording_id)
            self.changed.emit()

        def failed(error: Exception) -> None:
            over()
            self._context.notices.error(error)

        work = self._context.tasks.do(
            lambda job: service.fetch_sound(recording_id, job.report, job.is_cancelled)
        )
        work.with_progress(self.fetching.emit).on_success(over).on_failure(failed).run()

    def stop(self) -> None:
        if self.is_playing:
            self._service.pause()

    # --- inside ---

    def _may_hear(self) -> bool:
        if not self.can_hear:
            self.changed.emit()  # the bar offers to bring the sound
        return self.can_hear

    def _play(self, recording_id: UUID, at_ms: int) -> None:
        self.recording_id, self.position_ms = recording_id, at_ms
        if self._may_hear():
            self._service.play(recording_id, at_ms)

    def _ask_waveform(self, recording_id: UUID) -> None:
        self._asked.add(recording_id)
        work = self._context.tasks.do(lambda _job: self._service.waveform(recording_id))
        work.on_success(lambda found: self._keep_waveform(recording_id, found)).run()

    def _keep_waveform(self, recording_id: UUID, found: Waveform) -> None:
        self._asked.discard(recording_id)
        self._waveforms[recording_id] = found
        self.changed.emit()

    def _took(self, now: Playback) -> None:
        before, self._playback = self._playback, now
        if now.recording_id is not None and (now.is_playing or before.is_playing):
            self.recording_id, self.position_ms = now.recording_id, now.position_ms
        if now.error is not None and now.error is not self._told:
            self._context.notices.error(now.error)
        self._told = now.error
        same = (before.is_playing, before.speed, before.loop, before.recording_id)
        if same != (now.is_playing, now.speed, now.loop, now.recording_id):
            self.changed.emit()
        self.moved.emit()
