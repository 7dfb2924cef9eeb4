"""Whose copy this is: name and number, faint and aslant, over every page of a congress that asks for it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from app.ui.services import Snapshot
from app.ui.theme.look import Look
from app.ui.theme.tokens import WATERMARK_OPACITY, Type
from app.ui.translation import tr

_ANGLE_DEG = -30.0
_GAP_EM = 4


def watermark_text(snapshot: Snapshot) -> str:
    """What to write over pages; "" when the congress does not ask for it.

    The delegate's name and number; on a machine that is nobody's, its name and the end of its id.
    """
    state = snapshot.state
    if not state.settings.watermark:
        return ""
    person = state.persons.get(snapshot.person_id) if snapshot.person_id else None
    person = person or state.person_of(snapshot.device_id)
    if person is not None:
        return tr("{name}, số {number}", name=person.full_name, number=person.number)
    device = state.devices.get(snapshot.device_id)
    tail = str(snapshot.device_id)[-6:]
    return f"{device.name}, {tail}" if device else tr("Máy {number}", number=tail)


class Watermark:
    """The pattern, drawn once and then laid over pages. GUI thread."""

    def __init__(self, look: Look, text: str) -> None:
        self._brush = QBrush(_tile(look, text)) if text else None

    def paint(self, painter: QPainter, area: QRectF) -> None:
        """Cover `area`; the pattern moves with its corner, as ink on paper would."""
        if self._brush is not None:
            painter.save()
            painter.setBrushOrigin(area.topLeft())
            painter.fillRect(area, self._brush)
            painter.restore()


def _tile(look: Look, text: str) -> QPixmap:
    font = QFont(look.family)
    font.setPixelSize(look.theme.type_px(Type.BODY))
    font.setWeight(QFont.Weight.DemiBold)
    metrics = QFontMetrics(font)
    gap = _GAP_EM * metrics.height()
    width = metrics.horizontalAdvance(text) + gap
    tile = QPixmap(width, round(width * 0.75))
    tile.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(font)
    color = QColor(look.theme.palette.ink)
    color.setAlphaF(WATERMARK_OPACITY)
    painter.setPen(color)
    painter.translate(QPointF(tile.rect().center()))
    painter.rotate(_ANGLE_DEG)
    painter.drawText(QPointF(-metrics.horizontalAdvance(text) / 2, metrics.ascent() / 2), text)
    painter.end()
    return tile


class WatermarkVeil(QWidget):
    """Lies over another view and lets every touch through: for text that is not painted page by page."""

    def __init__(self, look: Look, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._mark = Watermark(look, text)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setVisible(bool(text))

    def paintEvent(self, _event: object) -> None:
        self._mark.paint(QPainter(self), QRectF(self.rect()))
