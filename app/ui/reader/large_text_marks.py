"""Marks on the large text: the page's under the same words, and new ones that the page gets as well."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.ui.context import Context
from app.ui.reader.desk import MarkDesk
from app.ui.reader.large_text_area import LargeTextArea
from app.ui.reader.large_text_words import WordPlaces
from app.ui.reader.marking import Marking
from app.ui.reader.popup import NoWordPopup, Popup


class LargeMarking(Marking):
    """`page_asked(page_index)`: what was touched is no word of the page; show the page."""

    page_asked = Signal(int)

    def __init__(
        self,
        context: Context,
        area: LargeTextArea,
        places: WordPlaces,
        desk: MarkDesk,
        sheets_over: Callable[[], QWidget],
    ) -> None:
        super().__init__(context, area, places, desk, sheets_over)
        area.places = places
        area.layers += [self.layer.paint, self.selector.paint]
        area.claims = self.selector.claims
        places.changed.connect(self._words_came)

    def _words_came(self, _page: int) -> None:
        self._area.viewport().update()

    def _choices(self) -> Popup:
        if self.selector.selection is not None:
            return self._mark_choices(has_words=True)
        popup = NoWordPopup(self._context.look, self._area)
        popup.page_asked.connect(self._ask_page)
        return popup

    def _ask_page(self) -> None:
        page = self.selector.page_index
        self.escape()
        if page is not None:
            self.page_asked.emit(page)
