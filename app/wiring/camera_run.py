"""A device's camera among those who use it: opened, looked through and let go, off the caller's thread."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from app.camera.capture import CameraThread
from app.camera.errors import CameraStuck
from app.camera.frames import Frame, FrameSource, LatestFrameSlot
from app.domain.clock import Clock
from app.domain.errors import NghisuError
from app.ui.services import PreviewFrame
from app.wiring.lane import Lane
from app.wiring.listeners import Listeners

_STOP_DEADLINE_S = 3.0
_RETRY_S = 2.0
"""How often a camera that was pulled out is looked for: soon enough that nobody taps "again"."""

OnState = Callable[[bool, NghisuError | None], None]
"""Told whether the camera is in use, and what keeps it from giving pictures."""


class Frames(Iterator[Frame]):
    """The newest frames of a run, one after another, until it ends. For one thread."""

    def __init__(self, ending: threading.Event) -> None:
        self.slot = LatestFrameSlot()
        self._ending = ending

    def __next__(self) -> Frame:
        frame = None if self.is_over else self.slot.take()
        if frame is None:
            raise StopIteration
        return frame

    @property
    def is_over(self) -> bool:
        """Whether nobody wants to hear any more what comes of a frame."""
        return self._ending.is_set()


Look = Callable[[Frames], None]


@dataclass(frozen=True, slots=True)
class CameraParts:
    """A device's one camera. `pace` plays recorded frames at their own speed; `retry_s`: how often a camera
    that is away is looked for, None to give up at once; `stop_deadline_s`: for each thread. `lane` is shared
    by all who use the camera."""

    make_source: Callable[[], FrameSource]
    pace: Clock | None = None
    retry_s: float | None = _RETRY_S
    stop_deadline_s: float = _STOP_DEADLINE_S
    lane: Lane = field(default_factory=lambda: Lane("camera lane"))


class CameraUser:
    """One service's use of the camera: at most one run at a time. Safe from any thread; returns at once.

    The next run of whichever service begins when the one before has let go of the camera. `on_state` is
    called in the caller's, the camera's or a looking thread.
    """

    def __init__(self, parts: CameraParts, on_state: OnState) -> None:
        self._parts = parts
        self._on_state = on_state
        self._lock = threading.Lock()
        self._run: _Run | None = None

    def start(self, lookers: Mapping[str, Look]) -> None:
        """Give every looker (by the name of its thread) the camera's frames. A run under way ends."""
        run = _Run(self._parts, lookers, self._on_state)
        with self._lock:
            before, self._run = self._run, run
        if before is not None:
            self._let_go(before)
        self._on_state(True, None)
        self._parts.lane.do(run.begin)

    def stop(self) -> None:
        """Let go of the camera. What a looker is just finding is not told any more."""
        with self._lock:
            run, self._run = self._run, None
        if run is not None:
            self._let_go(run)
            self._on_state(False, None)

    def _let_go(self, run: _Run) -> None:
        run.cancel()
        self._parts.lane.do(partial(self._end, run))

    def _end(self, run: _Run) -> None:
        try:
            run.end()
        except CameraStuck as stuck:
            # Its thread holds nothing but the camera; the screen says so, and badges and names still work.
            with self._lock:
                is_newest = self._run is None
            if is_newest:
                self._on_state(False, stuck)


class _Run:
    """The threads between one start and its end: one owns the camera, others look at its newest frames."""

    def __init__(self, parts: CameraParts, lookers: Mapping[str, Look], on_state: OnState) -> None:
        self._parts = parts
        self._lookers = lookers
        self._on_state = on_state
        self._ending = threading.Event()
        self._camera: CameraThread | None = None
        self._frames: list[Frames] = []
        self._threads: list[threading.Thread] = []

    def begin(self) -> None:
        """Open the camera, unless that is not wanted any more. In the lane."""
        if self._ending.is_set():
            return
        for name, look in self._lookers.items():
            frames = Frames(self._ending)
            self._frames.append(frames)
            self._threads.append(
                threading.Thread(target=self._look, args=(look, frames), name=name, daemon=True)
            )
        self._camera = CameraThread(
            self._parts.make_source(),
            [frames.slot for frames in self._frames],
            on_stopped=partial(self._tell, False),
            on_trouble=partial(self._tell, True),
            pace=self._parts.pace,
            retry_s=self._parts.retry_s,
        )
        for thread in self._threads:
            thread.start()
        self._camera.start()

    def cancel(self) -> None:
        """Nothing more is told from here on. Any thread."""
        self._ending.set()
        if self._camera is not None:
            self._camera.ask_to_stop()
        for frames in self._frames:
            frames.slot.close()

    def end(self) -> None:
        """Wait for the threads. Raises `CameraStuck` where the driver hangs. In the lane."""
        if self._camera is None:
            return
        self.cancel()
        try:
            self._camera.stop(self._parts.stop_deadline_s)
        finally:
            for thread in self._threads:
                thread.join(self._parts.stop_deadline_s)

    def _look(self, look: Look, frames: Frames) -> None:
        try:
            look(frames)
        except NghisuError as error:
            self._tell(False, error)
            self.cancel()

    def _tell(self, is_running: bool, error: NghisuError | None) -> None:
        if not self._ending.is_set():
            self._on_state(is_running, error)


def show_to(listeners: Listeners[PreviewFrame]) -> Look:
    """Gives listeners every frame for their mirror."""

    def show(frames: Frames) -> None:
        for frame in frames:
            height, width = frame.image.shape[:2]
            listeners.tell(PreviewFrame(width, height, frame.image.strides[0], frame.image.tobytes()))

    return show
