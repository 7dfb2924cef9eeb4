"""The two threads of a gate: one owns the camera, one recognises."""

from __future__ import annotations

import threading
from abc import abstractmethod
from collections.abc import Callable, Sequence

from app.camera.errors import CameraStuck
from app.camera.frames import Frame, FrameSource, LatestFrameSlot
from app.camera.pipeline import CheckInPipeline, CheckInResult
from app.domain.clock import Clock
from app.domain.errors import NghisuError


class _Stoppable:
    """A thread that ends when asked to, within a deadline. Subclasses say what it runs."""

    def __init__(self, name: str, thread_name: str) -> None:
        self._name = name
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=thread_name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    @property
    def running(self) -> bool:
        return self._thread.is_alive()

    def stop(self, deadline_s: float = 3.0) -> None:
        """Ask the thread to end and wait for it. Raises `CameraStuck` when it does not come to an end."""
        self._stop.set()
        if self._thread.ident is None:
            return
        self._thread.join(deadline_s)
        if self._thread.is_alive():
            raise CameraStuck(name=self._name, deadline_s=deadline_s)

    @abstractmethod
    def _run(self) -> None: ...


class CameraThread(_Stoppable):
    """Reads a source into slots (one for the preview, one for recognition) until it ends or is stopped.

    `on_stopped` is called once, in the capture thread, with the error that ended it, or None after an
    end of file or `stop`. The slots are closed first, so that their readers finish too. Recorded
    sources are played at their own speed when `pace` is given, else as fast as they decode.
    """

    def __init__(
        self,
        source: FrameSource,
        slots: Sequence[LatestFrameSlot],
        *,
        on_stopped: Callable[[NghisuError | None], None] = lambda _error: None,
        pace: Clock | None = None,
    ) -> None:
        super().__init__(source.name, "camera")
        self._source = source
        self._slots = tuple(slots)
        self._on_stopped = on_stopped
        self._pace = pace

    def _run(self) -> None:
        error: NghisuError | None = None
        try:
            self._source.open()
            self._read_all()
        except NghisuError as caught:
            error = caught
        finally:
            self._source.close()
            for slot in self._slots:
                slot.close()
        self._on_stopped(error)

    def _read_all(self) -> None:
        started_s = self._pace.monotonic_s() if self._pace else 0.0
        while not self._stop.is_set():
            frame = self._source.read()
            if frame is None or self._wait_until_due(frame, started_s):
                return
            for slot in self._slots:
                slot.put(frame)

    def _wait_until_due(self, frame: Frame, started_s: float) -> bool:
        """Hold a recorded frame back until its time; True when asked to stop meanwhile."""
        if self._pace is None:
            return False
        early_s = started_s + frame.captured_at_ms / 1000 - self._pace.monotonic_s()
        return early_s > 0 and self._stop.wait(early_s)


class RecognitionThread(_Stoppable):
    """Looks at the newest frame of a slot until the slot is closed or `stop` is called.

    `make_pipeline` runs in the thread, because models load for a second; the pipeline is closed there too.
    `on_result` and `on_stopped` (once, with the error that ended it or None) are called in the thread.
    """

    def __init__(
        self,
        slot: LatestFrameSlot,
        make_pipeline: Callable[[], CheckInPipeline],
        *,
        on_result: Callable[[CheckInResult], None],
        on_stopped: Callable[[NghisuError | None], None] = lambda _error: None,
    ) -> None:
        super().__init__("recognition", "recognition")
        self._slot = slot
        self._make_pipeline = make_pipeline
        self._on_result = on_result
        self._on_stopped = on_stopped

    def stop(self, deadline_s: float = 3.0) -> None:
        """End after the frame at hand. Raises `CameraStuck` when that takes too long."""
        self._slot.close()
        super().stop(deadline_s)

    def _run(self) -> None:
        error: NghisuError | None = None
        try:
            with self._make_pipeline() as pipeline:
                while not self._stop.is_set() and (frame := self._slot.take()) is not None:
                    self._on_result(pipeline.process(frame))
        except NghisuError as caught:
            error = caught
        self._on_stopped(error)
