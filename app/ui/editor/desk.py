"""Steps are said one after the other, each on what the one before has left; and taken back the same way."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from app.domain.payloads import Payload
from app.domain.state import CongressState
from app.ui.context import Context
from app.ui.editor.editing import Editing, Obstacle, Step

Think = Callable[[CongressState], Step | None]
"""A step, thought out on the state as it is when its turn comes; None where there is nothing to do."""


class EditDesk(QObject):
    """`changed`: what can be taken back or done again, or whether something is being said. GUI thread."""

    changed = Signal()
    in_the_way = Signal(object, object)
    """`Step`, `Obstacle`: it is not taken back, because somebody has changed the same meanwhile."""
    said = Signal(object)
    """`Step`: the hall will hear of it."""

    def __init__(self, context: Context, editing: Editing) -> None:
        super().__init__()
        self._context, self._editing = context, editing
        self._waiting: deque[Callable[[], None]] = deque()
        self._is_busy = False

    @property
    def last(self) -> Step | None:
        return self._editing.last

    @property
    def next(self) -> Step | None:
        return self._editing.next

    @property
    def is_busy(self) -> bool:
        return self._is_busy

    def do(self, think: Think) -> None:
        def run() -> None:
            step = think(self._state)
            if step is None:
                self._go_on()
            else:
                self._say(step, lambda: self._editing.did(step))

        self._queue(run)

    def undo(self) -> None:
        self._queue(self._undo)

    def redo(self) -> None:
        self._queue(self._redo)

    def finish(self) -> None:
        """The screen is being left: whatever waits is still said."""
        waiting, self._waiting = tuple(self._waiting), deque()
        for run in waiting:
            self._is_busy = False
            run()

    # --- inside ---

    @property
    def _state(self) -> CongressState:
        return self._context.session.congress.snapshot().state

    def _queue(self, run: Callable[[], None]) -> None:
        self._waiting.append(run)
        if not self._is_busy:
            self._go_on()

    def _go_on(self) -> None:
        self._is_busy = bool(self._waiting)
        if self._waiting:
            self._waiting.popleft()()
        else:
            self.changed.emit()

    def _undo(self) -> None:
        step = self._editing.last
        if step is None:
            self._go_on()
            return
        back = step.inverse()
        if obstacle := back.obstacle(self._state):
            self._editing.forget_last()
            self._refuse(step, obstacle)
        else:
            self._say(back, self._editing.took_back)

    def _redo(self) -> None:
        step = self._editing.next
        if step is None:
            self._go_on()
            return
        if obstacle := step.obstacle(self._state):
            self._editing.forget_next()
            self._refuse(step, obstacle)
        else:
            self._say(step, self._editing.did_again)

    def _refuse(self, step: Step, obstacle: Obstacle) -> None:
        self.in_the_way.emit(step, obstacle)
        self._go_on()

    def _say(self, step: Step, when_said: Callable[[], None]) -> None:
        payloads = step.payloads(self._state)
        say = self._context.session.congress.say

        def done(_ids: object) -> None:
            when_said()
            self.said.emit(step)
            self._go_on()

        def failed(error: Exception) -> None:
            self._context.notices.error(error)
            self._go_on()

        self.changed.emit()
        work = self._context.tasks.do(lambda _job: _say_all(say, payloads))
        work.on_database().to_the_end().on_success(done).on_failure(failed).run()


def _say_all(say: Callable[[Payload], object], payloads: Sequence[Payload]) -> None:
    for payload in payloads:
        say(payload)
