"""The camera's picture as a mirror, with the oval that shows where to stand."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.ui.services import GateMode, PreviewFrame
from app.ui.theme.look import Look
from app.ui.theme.tokens import MIRROR_GROUND, MIRROR_HOLD, MIRROR_LINE

_OVAL_ASPECT = 0.76
"""Width over height of the oval: a little rounder than a head, so that nobody has to fit exactly."""


class Mirror(QWidget):
    """Fills itself with the newest picture, cut at the sides rather than squeezed."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._image: QImage | None = None
        self._mode = GateMode.FACE
        self._is_holding = False
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def sizeHint(self) -> QSize:
        return QSize(640, 480)

    def show_frame(self, frame: PreviewFrame) -> None:
        """The bytes are copied: the camera may use its own again."""
        picture = QImage(
            frame.bgr, frame.width_px, frame.height_px, frame.stride, QImage.Format.Format_BGR888
        )
        self._image = picture.flipped(Qt.Orientation.Horizontal)
        self.update()

    @property
    def has_picture(self) -> bool:
        return self._image is not None

    def clear(self) -> None:
        self._image = None
        self.update()

    def show_aim(self, mode: GateMode, *, is_holding: bool) -> None:
        """Oval for a face, square for a badge; green while the person need only wait."""
        if (mode, is_holding) != (self._mode, self._is_holding):
            self._mode, self._is_holding = mode, is_holding
            self.update()

    def aim(self) -> QRectF:
        height = min(self.height() * 0.62, self.width() * 0.9 / _OVAL_ASPECT)
        width = height * _OVAL_ASPECT if self._mode is GateMode.FACE else height * 0.8
        height = height if self._mode is GateMode.FACE else width
        centre = QPointF(self.width() / 2, self.height() * 0.46)
        return QRectF(centre.x() - width / 2, centre.y() - height / 2, width, height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        # Dark around the picture in every theme: it is a mirror, and glare tires whoever stands there.
        painter.fillRect(self.rect(), QColor(MIRROR_GROUND))
        if self._image is None:
            return
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatioByExpanding)
        place = QRectF(
            (self.width() - size.width()) / 2,
            (self.height() - size.height()) / 2,
            size.width(),
            size.height(),
        )
        painter.drawImage(place, self._image)
        aim = self.aim()
        veil, hole = QPainterPath(), QPainterPath()
        veil.addRect(QRectF(self.rect()))
        if self._mode is GateMode.FACE:
            hole.addEllipse(aim)
        else:
            hole.addRoundedRect(aim, 24, 24)
        painter.fillPath(veil.subtracted(hole), QColor(0, 0, 0, 96))
        pen = QPen(QColor(MIRROR_HOLD if self._is_holding else MIRROR_LINE), 6)
        if not self._is_holding:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawPath(hole)
