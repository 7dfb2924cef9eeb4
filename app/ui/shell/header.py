"""The bar on top: the congress's title, how fresh the data is, text settings and the list of screens."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from app.ui.services import SyncStatus
from app.ui.theme.look import Look
from app.ui.theme.tokens import TOUCH_PX, Type
from app.ui.translation import tr
from app.ui.widgets.basics import Button, IconLabel, Label, column, row
from app.ui.words import sync_words

_TITLE_FROM_PX = 960
"""Width of the bar at normal text from which the congress's title fits in two lines."""
_WORDS_FROM_PX = 640


class SyncBadge(Button):
    """Sign, words and time of the link to the hall; tapping it opens the status screen."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, "", kind="quiet")
        self._is_roomy = True
        self._icon = IconLabel(look, "cloud-slash", "ink_soft")
        self._what = Label(kind=Type.SMALL, wraps=False)
        self._since = Label(kind=Type.SMALL, tone="ink_soft", wraps=False)
        words = column(self._what, self._since, gap_px=0)
        words.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        layout = row(self._icon, words)
        layout.setContentsMargins(12, 4, 12, 4)
        self.setLayout(layout)
        for part in (self._icon, self._what, self._since):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_status(self, status: SyncStatus) -> None:
        icon, tone, what, since = sync_words(status)
        self._icon.show_icon(icon, tone)
        self._what.set_tone(tone)
        self._what.setText(what)
        self._since.setText(since)
        self.show_words(self._is_roomy)
        self.setAccessibleName(f"{what}, {since}" if since else what)
        self.updateGeometry()

    def show_words(self, is_roomy: bool) -> None:
        """Without room the sign alone stands there; its words are read out and stand on the status screen."""
        for part in (self._what, self._since):
            part.setVisible(is_roomy and bool(part.text()))
        self._is_roomy = is_roomy
        # Said outright: beside labels that wrap the bar asks for heights, alone it keeps a button's.
        self.setMinimumHeight(self.sizeHint().height())
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        layout = self.layout()
        hint = layout.sizeHint() if layout else super().sizeHint()
        return hint.expandedTo(super().sizeHint())


class Header(QFrame):
    """Always the same, on every screen that has one."""

    home_asked = Signal()
    back_asked = Signal()
    status_asked = Signal()
    text_asked = Signal()
    menu_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setProperty("kind", "bar")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._back = Button(look, tr("Quay lại"), "arrow-left", on_click=self.back_asked.emit)
        self._title = Label(kind=Type.STRONG)
        self._title.setMinimumHeight(TOUCH_PX)
        self._title.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        self.sync = SyncBadge(look)
        self.sync.clicked.connect(lambda _checked=False: self.status_asked.emit())
        text = Button(look, "Aa", on_click=self.text_asked.emit)
        text.setAccessibleName(tr("Cỡ chữ và màu nền"))
        text.setToolTip(tr("Cỡ chữ và màu nền"))
        menu = Button(look, tr("Danh mục"), "list", on_click=self.menu_asked.emit)
        self.text_button, self.menu_button = text, menu
        layout = row(self._back, self._title, 0, self.sync, text, menu, gap_px=12)
        layout.setStretch(1, 1_000)
        layout.setStretch(2, 1)
        layout.setContentsMargins(24, 8, 24, 8)
        self.setLayout(layout)
        self._back.hide()

    def show_title(self, title: str) -> None:
        self._title.setText(title)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A gate stands upright: without room for all, the title goes, then the words of the link."""
        super().resizeEvent(event)
        scale = self._look.theme.scale
        self._title.setVisible(self.width() >= _TITLE_FROM_PX * scale)
        self.sync.show_words(self.width() >= _WORDS_FROM_PX * scale)

    def show_back(self, is_possible: bool) -> None:
        self._back.setVisible(is_possible)

    def focus_chain(self) -> tuple[QWidget, ...]:
        return (self._back, self.sync, self.text_button, self.menu_button)
