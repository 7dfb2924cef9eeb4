"""The papers on screen: one, or two side by side, of which the bars speak of one."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.ui.context import Context
from app.ui.reader.history import JumpHistory
from app.ui.reader.pages import CACHE_BYTES
from app.ui.reader.pane import ReaderPane

_LINE_PX = 8


class Halves(QWidget):
    """`connect` is called with each paper's pane as it comes."""

    def __init__(
        self, context: Context, sheets_over: Callable[[], QWidget], connect: Callable[[ReaderPane], None]
    ) -> None:
        super().__init__()
        self._papers, self._sheets_over, self._connect = context, sheets_over, connect
        self._active = 0
        self.panes: list[ReaderPane] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._line = QFrame()
        self._line.setProperty("kind", "footer")
        self._line.setFixedWidth(_LINE_PX)
        self._line.hide()
        self._row.addWidget(self._line)

    @property
    def pane(self) -> ReaderPane:
        """The paper that the bars speak of."""
        return self.panes[self._active]

    def add(
        self,
        document_id: UUID,
        page: int | None = None,
        *,
        at: int | None = None,
        history: JumpHistory | None = None,
    ) -> ReaderPane:
        """Its pane, not opened yet."""
        pane = ReaderPane(self._papers, document_id, self._sheets_over, page, history)
        number = len(self.panes) if at is None else at
        self.panes.insert(number, pane)
        # The line between two papers is in the layout always.
        self._row.insertWidget(0 if number == 0 else self._row.count(), pane, 1)
        self._connect(pane)
        return pane

    def activate(self, pane: ReaderPane) -> bool:
        """Whether the bars spoke of the other one."""
        if pane not in self.panes or self.pane is pane:
            return False
        self._active = self.panes.index(pane)
        return True

    def replace(self, document_id: UUID, page: int) -> ReaderPane:
        """Another paper in the place of the active one; not opened yet."""
        number = self._active
        self._drop(self.pane)
        pane = self.add(document_id, page, at=number)
        self._active = number
        return pane

    def open_second(self, document_id: UUID) -> ReaderPane:
        """Lay another paper beside the first one."""
        self.close_second()
        self._line.show()
        pane = self.add(document_id)
        for one in self.panes:
            one.loader.set_bound(CACHE_BYTES // 2)
        pane.open()
        return pane

    def close_second(self) -> bool:
        """Whether there was one."""
        if len(self.panes) < 2:
            return False
        self._active = 0
        self._drop(self.panes[1])
        self._line.hide()
        self.pane.loader.set_bound(CACHE_BYTES)
        return True

    def _drop(self, pane: ReaderPane) -> None:
        pane.leave()
        self.panes.remove(pane)
        self._row.removeWidget(pane)
        pane.hide()
        pane.deleteLater()
