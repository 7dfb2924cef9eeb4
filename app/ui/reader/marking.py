"""From a selection or a tap to a mark, on pages and on large text: what is offered, what comes of it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import QObject, QPointF, QRectF, QSizeF, QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.ui.context import Context
from app.ui.reader.desk import MarkDesk
from app.ui.reader.faces import MarkedArea
from app.ui.reader.large_text_words import WordPlaces
from app.ui.reader.lazy import LazyPages
from app.ui.reader.mark_sheets import MarkSheet, kind_name, note_sheet
from app.ui.reader.overlay import MarkLayer
from app.ui.reader.popup import MarkPopup, Popup
from app.ui.reader.selection import Words
from app.ui.reader.selector import Selector
from app.ui.services import Mark, MarkColor, MarkKind, NewMark
from app.ui.translation import tr
from app.ui.widgets.spoken import announce

_REST_MS = 300
"""After the last movement, before the choices for a selection are offered again."""


class Marking(QObject):
    """Selection and existing marks on pages or on their large text; what is offered differs.

    `tapped`: a tap that meant none of them. `sheets_over` is the widget that sheets cover: the screen, not
    the half of it that one paper has.
    """

    tapped = Signal()
    changed = Signal()
    has_ink = False

    def __init__(
        self,
        context: Context,
        area: MarkedArea,
        words: LazyPages[Words] | WordPlaces,
        desk: MarkDesk,
        sheets_over: Callable[[], QWidget],
    ) -> None:
        super().__init__(area)
        self._context, self._area = context, area
        self._sheets_over, self.desk = sheets_over, desk
        self.selector = Selector(context.look, area, words)
        self.layer = MarkLayer(context.look, self._name_of, has_ink=self.has_ink)
        self.layer.show(desk.marks)
        self._popup: Popup | None = None
        self._connect()

    def _connect(self) -> None:
        self.desk.changed.connect(self._show_marks)
        self.desk.done.connect(self._say_done)
        self.selector.changed.connect(self._close_popup)
        self.selector.chosen.connect(self._offer)
        self.selector.confirmed.connect(self._offer_by_key)
        self._area.tapped.connect(self._tap)
        self._area.place_changed.connect(self._moved)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._offer_again)

    def escape(self) -> bool:
        """Let go of the selection; whether there was one."""
        had = not self.selector.is_empty
        self._rest.stop()
        self.selector.clear()
        self._close_popup()
        self._area.viewport().update()
        return had

    def leave(self) -> None:
        self._rest.stop()
        self._close_popup()

    # --- inside ---

    @abstractmethod
    def _choices(self) -> Popup:
        """What can be done with what is selected."""

    def _name_of(self, owner_id: UUID) -> str:
        state = self._context.session.congress.snapshot().state
        if person := state.persons.get(owner_id):
            return person.full_name
        device = state.devices.get(owner_id)
        return device.name if device else ""

    def _show_marks(self) -> None:
        self.layer.show(self.desk.marks)
        self._area.viewport().update()
        self.changed.emit()

    def _say_done(self, what: str, kind: MarkKind) -> None:
        if not self._area.isVisible():
            return  # the other face of the paper says it
        name = kind_name(kind)
        words = {
            "made": tr("Đã thêm: {what}", what=name),
            "changed": tr("Đã sửa: {what}", what=name),
            "removed": tr("Đã xóa: {what}", what=name),
        }
        announce(self._area, words[what])

    def marks_on(self, page: int) -> list[Mark]:
        """In reading order."""
        return [mark for mark in self.desk.marks if mark.page_index == page]

    def _tap(self, point: QPointF) -> None:
        if self.escape():
            return
        view = self._area.view_at(point)
        mark = self.layer.mark_at(view, point) if view else None
        if mark is not None:
            self.open_mark(mark)
        else:
            self._tap_on_nothing()

    def _tap_on_nothing(self) -> None:
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
        popup = self._choices()
        rects = self.selector.rects() or [QRectF(self.selector.held_at, QSizeF(1, 1))]
        popup.stand_by(rects, self._area.viewport().geometry())
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
        window = QRectF(self._area.viewport().rect())
        is_seen = any(window.intersects(rect) for rect in self.selector.rects())
        if is_seen and not self.selector.is_held and self._popup is None:
            self._offer()

    def _mark_choices(self, *, has_words: bool) -> MarkPopup:
        look, area = self._context.look, self._area
        popup = MarkPopup(look, area, self.desk.color, has_words=has_words, has_ink=self.has_ink)
        popup.kind_chosen.connect(self._mark_as)
        popup.color_chosen.connect(self._choose_color)
        return popup

    def _choose_color(self, color: MarkColor) -> None:
        self.desk.color = color

    def _close_popup(self) -> None:
        if self._popup is not None:
            had_focus = self._popup.isAncestorOf(self._popup.window().focusWidget() or self._popup)
            self._popup.hide()
            self._popup.deleteLater()
            self._popup = None
            if had_focus:
                self._area.setFocus()

    def _mark_as(self, kind: MarkKind) -> None:
        boxes, quote, page = self.selector.boxes, self.selector.text, self.selector.page_index
        self.escape()
        if page is None:
            return
        new = NewMark(self.desk.document_id, page, kind, self.desk.color, boxes=boxes, quote=quote)
        if kind is not MarkKind.NOTE:
            self.desk.make(new)
            return
        new = replace(new, boxes=boxes[:1])
        note_sheet(
            self._context.look,
            self._sheets_over(),
            quote,
            lambda text: self.desk.make(replace(new, note=text)),
        )
