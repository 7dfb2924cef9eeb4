"""What to do with the words just selected: four big choices beside them, and the colour."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRect, QRectF, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QWidget

from app.ui.reader.bars import color_names
from app.ui.reader.overlay import mark_tone
from app.ui.services import MarkColor, MarkKind
from app.ui.theme.look import Look
from app.ui.theme.tokens import CORNER_PX, TOUCH_GAP_PX
from app.ui.translation import tr
from app.ui.widgets.basics import Button, Label, column, row

_GAP_PX = 30
"""Clear of the handles that hang below the selection."""
_WORDS_PX = 420


class ColorRow(QWidget):
    """The four colours of marks; each is said as well as shown."""

    chosen = Signal(object)

    def __init__(self, look: Look, color: MarkColor, *, has_words: bool) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(TOUCH_GAP_PX)
        group = QButtonGroup(self)
        for number, (value, word) in enumerate(color_names()):
            button = Button(look, word if has_words else "", on_click=partial(self.chosen.emit, value))
            button.setIcon(_swatch(look, value, gap_px=TOUCH_GAP_PX if has_words else 0))
            button.setIconSize(button.icon().availableSizes()[0])
            button.setAccessibleName(word)
            button.setToolTip(word)
            button.setCheckable(True)
            button.setChecked(value is color)
            group.addButton(button)
            grid.addWidget(button, number // 2 if has_words else 0, number % 2 if has_words else number)


def _swatch(look: Look, color: MarkColor, gap_px: int) -> QIcon:
    side, tone = look.theme.icon_px, mark_tone(look, color)
    picture = QPixmap(side + gap_px, side)
    picture.fill(QColor(0, 0, 0, 0))
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(tone.line))
    painter.setBrush(QColor(tone.fill))
    painter.drawRoundedRect(QRectF(1, 1, side - 2, side - 2), CORNER_PX / 2, CORNER_PX / 2)
    painter.end()
    return QIcon(picture)


class Popup(QFrame):
    """A card beside the selection. `first` takes the keys."""

    first: Button

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")

    def stand_by(self, rects: list[QRectF], window: QRect) -> None:
        """Below the selected lines where there is room, else above them, else over the middle."""
        size = self.sizeHint()
        bounds = QRectF()
        for rect in rects:
            bounds = bounds.united(rect)
        x = round(bounds.center().x() - size.width() / 2)
        x = min(max(x, window.left() + 8), window.right() - size.width() - 8)
        below, above = round(bounds.bottom() + _GAP_PX), round(bounds.top() - size.height() - 12)
        if below + size.height() <= window.bottom() - 8:
            y = below
        elif above >= window.top() + 8:
            y = above
        else:
            y = window.center().y() - size.height() // 2
        self.setGeometry(x, y, size.width(), size.height())
        self.show()
        self.raise_()


class MarkPopup(Popup):
    """`kind_chosen(MarkKind)`, `color_chosen(MarkColor)`."""

    kind_chosen = Signal(object)
    color_chosen = Signal(object)

    def __init__(
        self, look: Look, parent: QWidget, color: MarkColor, *, has_words: bool, has_ink: bool = True
    ) -> None:
        """`has_words`: words are selected; on bare paper one can only write or draw."""
        super().__init__(parent)
        kinds = (
            *(((MarkKind.HIGHLIGHT, tr("Tô màu"), "highlighter-circle"),) if has_words else ()),
            *(((MarkKind.UNDERLINE, tr("Gạch chân"), "text-underline"),) if has_words else ()),
            (MarkKind.NOTE, tr("Ghi chú"), "note-pencil"),
            *(((MarkKind.INK, tr("Vẽ tay"), "pencil-line"),) if has_ink else ()),
        )
        buttons = [
            Button(look, word, icon, on_click=partial(self.kind_chosen.emit, kind))
            for kind, word, icon in kinds
        ]
        colors = ColorRow(look, color, has_words=False)
        colors.chosen.connect(self.color_chosen)
        wide = sum(button.sizeHint().width() for button in buttons) + TOUCH_GAP_PX * 3 + 24
        lines = [buttons] if wide <= parent.width() else [buttons[:2], buttons[2:]]
        self.setLayout(column(*(row(*line) for line in lines), colors, margin_px=12))
        self.first = buttons[0]


class NoWordPopup(Popup):
    """Says of a place in the large text that it cannot be marked there. `page_asked`: show me the page."""

    page_asked = Signal()

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        words = Label(tr("Chưa đánh dấu được chỗ này trong chữ to. Anh/chị xem trang in để đánh dấu ở đó."))
        words.setFixedWidth(min(_WORDS_PX, parent.width() - 64))
        self.first = Button(look, tr("Xem trang in"), "file-text", on_click=self.page_asked.emit)
        self.setLayout(column(words, self.first, margin_px=12))
