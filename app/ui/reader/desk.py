"""A reader's marks on one paper: made, changed, rubbed out, and taken back again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from app.domain.entities import Sharing
from app.ui.context import Context
from app.ui.services import Mark, MarkColor, MarkKind, MarkService, NewMark


@dataclass(slots=True)
class _Step:
    """What one action did to a mark; None where there was none. `after` is looked up when it is undone."""

    mark_id: UUID
    before: Mark | None
    after: Mark | None = None


class MarkDesk(QObject):
    """`changed`: other marks, or something to take back. Without a `MarkService` there is nothing to mark."""

    changed = Signal()
    done = Signal(str, object)
    """What was done ("made", "changed", "removed") to a mark of which kind."""

    def __init__(self, context: Context, document_id: UUID) -> None:
        super().__init__()
        self._context, self.document_id = context, document_id
        self._service: MarkService | None = context.session.marks
        self._done: list[_Step] = []
        self._undone: list[_Step] = []
        self.color = MarkColor.YELLOW
        self.marks: tuple[Mark, ...] = ()
        if self._service is not None:
            context.listen(self._service.subscribe, self._heard)

    @property
    def can_mark(self) -> bool:
        return self._service is not None

    @property
    def can_undo(self) -> bool:
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        return bool(self._undone)

    def bookmark_on(self, page: int) -> Mark | None:
        """One's own bookmark there."""
        found = (m for m in self.marks if m.kind is MarkKind.BOOKMARK and m.page_index == page and m.is_mine)
        return next(found, None)

    def find(self, mark_id: UUID) -> Mark | None:
        return next((mark for mark in self.marks if mark.id == mark_id), None)

    def place_now(self) -> None:
        """The paper was replaced: find where its marks belong now."""
        if (service := self._service) is not None:
            document_id = self.document_id
            self._context.tasks.do(lambda _job: service.place_now(document_id)).on_database().run()

    # --- doing ---

    def make(self, mark: NewMark) -> None:
        service = self._required()
        self._do(
            lambda: service.make(mark), lambda mark_id: self._note(_Step(mark_id, None), "made", mark.kind)
        )

    def change(
        self, mark: Mark, *, note: str | None = None, color: MarkColor | None = None,
        sharing: Sharing | None = None,
    ) -> None:  # fmt: skip
        service = self._required()
        self._do(
            lambda: service.change(mark.id, note=note, color=color, sharing=sharing),
            lambda _none: self._note(_Step(mark.id, mark), "changed", mark.kind),
        )

    def remove(self, mark: Mark) -> None:
        service = self._required()
        step = _Step(mark.id, mark)
        self._do(lambda: service.remove(mark.id), lambda _none: self._note(step, "removed", mark.kind))

    def toggle_bookmark(self, page: int) -> None:
        if mark := self.bookmark_on(page):
            self.remove(mark)
        else:
            self.make(NewMark(self.document_id, page, MarkKind.BOOKMARK, MarkColor.RED))

    def undo(self) -> None:
        if self._done:
            step = self._done.pop()
            step.after = self.find(step.mark_id)
            self._undone.append(step)
            self._bring(step.mark_id, step.before)

    def redo(self) -> None:
        if self._undone:
            step = self._undone.pop()
            self._done.append(step)
            self._bring(step.mark_id, step.after)

    def _bring(self, mark_id: UUID, mark: Mark | None) -> None:
        """Make the mark as it was, or not be at all."""
        service = self._required()
        if mark is not None:
            self._do(lambda: service.restore(mark), lambda _none: self.changed.emit())
        elif self.find(mark_id):
            self._do(lambda: service.remove(mark_id), lambda _none: self.changed.emit())

    def _note(self, step: _Step, what: str, kind: MarkKind) -> None:
        self._done.append(step)
        self._undone.clear()
        self.changed.emit()
        self.done.emit(what, kind)

    def _do(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        # What a reader has drawn is kept even when they leave at once.
        self._context.tasks.do(lambda _job: work()).on_database().to_the_end().on_success(done).run()

    def _required(self) -> MarkService:
        assert self._service is not None, "nothing offers to mark where there are no marks"
        return self._service

    def _heard(self, marks: tuple[Mark, ...]) -> None:
        self.marks = tuple(mark for mark in marks if mark.document_id == self.document_id)
        self.changed.emit()
