"""Marks on the printed page: selected words, what a hand draws, and the marks that are there."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QWidget

from app.ui.context import Context
from app.ui.reader.canvas import PageCanvas
from app.ui.reader.desk import MarkDesk
from app.ui.reader.ink import InkTool
from app.ui.reader.lazy import LazyPages
from app.ui.reader.marking import Marking
from app.ui.reader.paper import PagePainter
from app.ui.reader.popup import Popup
from app.ui.reader.selection import Words
from app.ui.services import MarkColor, MarkKind


class Marker(Marking):
    """Selection, ink and existing marks on one canvas; what the bars do with them."""

    has_ink = True

    def __init__(
        self,
        context: Context,
        document_id: UUID,
        canvas: PageCanvas,
        painter: PagePainter,
        sheets_over: Callable[[], QWidget],
    ) -> None:
        documents = context.session.documents
        nothing: Words = ()
        self.words: LazyPages[Words] = LazyPages(
            context.tasks, lambda page: documents.words(document_id, page), nothing
        )
        desk = MarkDesk(context, document_id)
        super().__init__(context, canvas, self.words, desk, sheets_over)
        self.ink = InkTool(context.look, canvas, desk, document_id, context.clock)
        self.ink.changed.connect(self.changed)
        painter.layers += [self.layer.paint, self.selector.paint, self.ink.paint]
        canvas.claims = self._claims

    # --- for the bars ---

    def set_color(self, color: MarkColor) -> None:
        self.ink.keep()
        self.desk.color = color
        self._area.viewport().update()

    def set_ink(self, is_on: bool) -> None:
        self.escape()
        self.ink.set_on(is_on)

    def undo(self) -> None:
        if not self.ink.undo_stroke():
            self.desk.undo()

    def redo(self) -> None:
        self.desk.redo()

    @property
    def can_undo(self) -> bool:
        return self.ink.is_wet or self.desk.can_undo

    def leave(self) -> None:
        self.ink.keep()
        super().leave()

    # --- inside ---

    def _claims(self, point: QPointF) -> bool:
        return self.selector.claims(point) or self.ink.claims(point)

    def _choices(self) -> Popup:
        return self._mark_choices(has_words=self.selector.selection is not None)

    def _tap_on_nothing(self) -> None:
        if not self.ink.is_on:
            super()._tap_on_nothing()

    def _mark_as(self, kind: MarkKind) -> None:
        if kind is MarkKind.INK:
            self.escape()
            self.ink.set_on(True)
        else:
            super()._mark_as(kind)
