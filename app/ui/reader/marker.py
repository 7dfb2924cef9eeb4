"""From a selection, a pen or a tap to a mark: what is offered, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QObject, QPointF, QRectF, QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.ui.context import Context
from app.ui.reader.canvas import PageCanvas
from app.ui.reader.desk import MarkDesk
from app.ui.reader.ink import InkTool
from app.ui.reader.lazy import LazyPages
from app.ui.reader.mark_sheets import MarkSheet, kind_name, note_sheet
from app.ui.reader.overlay import MarkLayer
from app.ui.reader.paper import PagePainter
from app.ui.reader.popup import MarkPopup
from app.ui.reader.selection import Words
from app.ui.reader.selector import Selector
from app.ui.services import Mark, MarkColor, MarkKind, NewMark
from app.ui.translation import tr
from app.ui.widgets.spoken import announce

_REST_MS = 300
"""After the last movement, before the choices for a selection are offered again."""


class Marker(QObject):
    """Selection, ink and existing marks on one canvas. `tapped`: a tap that meant none of them.

    `sheets_over` is the widget that sheets cover: the screen, not the half of it that one paper has.
    """

    tapped = Signal()
    changed = Signal()

    def __init__(
        self,
        context: Context,
        document_id: UUID,
        canvas: PageCanvas,
        painter: PagePainter,
        sheets_over: Callable[[], QWidget],
    ) -> None:
        super().__init__(canvas)
        self._context, self._document_id, self._canvas = context, document_id, canvas
        self._sheets_over = sheets_over
        documents, look = context.session.documents, context.look
        nothing: Words = ()
        self.words: LazyPages[Words] = LazyPages(
            context.tasks, lambda page: documents.words(document_id, page), nothing
        )
        self.desk = MarkDesk(context, document_id)
        self.selector = Selector(look, canvas, self.words)
        self.ink = InkTool(look, canvas, self.desk, document_id, context.clock)
        self.layer = MarkLayer(look, self._name_of)
        self._popup: MarkPopup | None = None
        painter.layers += [self.layer.paint, self.selector.paint, self.ink.paint]
        canvas.claims = self._claims
        self._connect()

    def _connect(self) -> None:
        self.desk.changed.connect(self._show_marks)
        self.desk.done.connect(self._say_done)
        self.ink.changed.connect(self.changed)
        self.selector.changed.connect(self._close_popup)
        self.selector.chosen.connect(self._offer)
        self.selector.confirmed.connect(self._offer_by_key)
        self._canvas.tapped.connect(self._tap)
        self._canvas.place_changed.connect(self._moved)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._offer_again)

    # --- for the bars ---

    def set_color(self, color: MarkColor) -> None:
        self.ink.keep()
        self.desk.color = color
        self._canvas.viewport().update()

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

    def escape(self) -> bool:
        """Let go of the selection; whether there was one."""
        had = not self.selector.is_empty
        self._rest.stop()
        self.selector.clear()
        self._close_popup()
        self._canvas.viewport().update()
        return had

    def leave(self) -> None:
        self._rest.stop()
        self.ink.keep()
        self._close_popup()

    # --- inside ---

    def _claims(self, point: QPointF) -> bool:
        return self.selector.claims(point) or self.ink.claims(point)

    def _name_of(self, owner_id: UUID) -> str:
        state = self._context.session.congress.snapshot().state
        if person := state.persons.get(owner_id):
            return person.full_name
        device = state.devices.get(owner_id)
        return device.name if device else ""

    def _show_marks(self) -> None:
        self.layer.show(self.desk.marks)
        self._canvas.viewport().update()
        self.changed.emit()

    def _say_done(self, what: str, kind: MarkKind) -> None:
        name = kind_name(kind)
        words = {
            "made": tr("Đã thêm: {what}", what=name),
            "changed": tr("Đã sửa: {what}", what=name),
            "removed": tr("Đã xóa: {what}", what=name),
        }
        announce(self._canvas, words[what])

    def marks_on(self, page: int) -> list[Mark]:
        """In reading order."""
        return [mark for mark in self.desk.marks if mark.page_index == page]

    def _tap(self, point: QPointF) -> None:
        if self.escape():
            return
        view = self._canvas.view_at(point)
        mark = self.layer.mark_at(view, point) if view else None
        if mark is not None:
            self.open_mark(mark)
        elif not self.ink.is_on:
            self.tapped.emit()

    def open_mark(self, mark: Mark) -> MarkSheet:
        parent, name = self._sheets_over(), self._name_of(mark.owner_id)
        sheet = MarkSheet(self._context.look, parent, self.desk, mark, name)
        sheet.open_sheet()
        return sheet

    def _offer(self) -> None:
        """The reader let go of a selection."""
        if not self.desk.can_mark:
            self.escape()
            return
        self._close_popup()
        popup = MarkPopup(
            self._context.look, self._canvas, self.desk.color, has_words=self.selector.selection is not None
        )
        popup.kind_chosen.connect(self._mark_as)
        popup.color_chosen.connect(self._choose_color)
        popup.stand_by(self.selector.rects(), self._canvas.viewport().geometry())
        self._popup = popup

    def _offer_by_key(self) -> None:
        """The choices take the keys."""
        self._offer()
        if self._popup is not None:
            self._popup.first.setFocus()

    def _moved(self) -> None:
        """The choices must not hang over other words; they come back when the pages rest."""
        if self._popup is not None or self._rest.isActive():
            self._close_popup()
            self._rest.start()

    def _offer_again(self) -> None:
        window = QRectF(self._canvas.viewport().rect())
        is_seen = any(window.intersects(rect) for rect in self.selector.rects())
        if is_seen and not self.selector.is_held and self._popup is None:
            self._offer()

    def _choose_color(self, color: MarkColor) -> None:
        self.desk.color = color

    def _close_popup(self) -> None:
        if self._popup is not None:
            had_focus = self._popup.isAncestorOf(self._popup.window().focusWidget() or self._popup)
            self._popup.hide()
            self._popup.deleteLater()
            self._popup = None
            if had_focus:
                self._canvas.setFocus()

    def _mark_as(self, kind: MarkKind) -> None:
        boxes, quote, page = self.selector.boxes, self.selector.text, self.selector.page_index
        self.escape()
        if page is None:
            return
        if kind is MarkKind.INK:
            self.ink.set_on(True)
        elif kind is MarkKind.NOTE:
            color = self.desk.color
            note_sheet(
                self._context.look,
                self._sheets_over(),
                quote,
                lambda text: self.desk.make(
                    NewMark(
                        self._document_id, page, MarkKind.NOTE, color, boxes=boxes[:1], note=text, quote=quote
                    )
                ),
            )
        else:
            self.desk.make(NewMark(self._document_id, page, kind, self.desk.color, boxes=boxes, quote=quote))
