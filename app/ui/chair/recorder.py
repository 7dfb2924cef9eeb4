"""The recorder's corner: a button whose state is seen from five metres, and the level."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QSizePolicy, QWidget

from app.ui.chair.presenter import RecorderModel
from app.ui.services import InputMeter, RecordingAlarm, RecordingPhase, RecordingStatus
from app.ui.theme.look import Look
from app.ui.theme.tokens import CORNER_PX, Type
from app.ui.translation import tr
from app.ui.widgets.basics import Button, Card, Label, column

_FLOOR_DBFS = -60.0
_RING_PX = 6


class RecordButton(QAbstractButton):
    """A red-ringed disc that says GHI ÂM; the whole field turns red and says ĐANG GHI while it records."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._model: RecorderModel | None = None
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(240, round(88 + 56 * self._look.theme.scale))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def show_model(self, model: RecorderModel) -> None:
        if model == self._model:
            return
        self._model = model
        self.setEnabled(not model.is_busy)
        action = tr("bấm để dừng") if model.is_on else tr("bấm để bắt đầu")
        self.setText(model.word)
        self.setAccessibleName(f"{model.word}, {action}")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._model is None:
            return
        palette = self._look.theme.palette
        is_on = self._model.is_on
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        field = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        painter.setBrush(QColor(palette.accent if is_on else palette.surface))
        painter.setPen(QPen(QColor(palette.focus if self.hasFocus() else palette.accent), 3))
        painter.drawRoundedRect(field, CORNER_PX, CORNER_PX)
        side = min(field.height() - 48, 76.0)
        disc = QRectF(field.left() + 16, field.center().y() - side / 2, side, side)
        ring = QColor(palette.on_accent if is_on else palette.accent)
        painter.setPen(QPen(ring, _RING_PX))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(disc.adjusted(3, 3, -3, -3))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ring)
        inner = side * (0.20 if is_on else 0.26)
        middle = QRectF(disc.center().x() - inner, disc.center().y() - inner, 2 * inner, 2 * inner)
        if is_on:
            painter.drawRoundedRect(middle, 4, 4)
        else:
            painter.drawEllipse(middle)
        words = field.adjusted(side + 32, 8, -8, -8)
        painter.setPen(QColor(palette.on_accent if is_on else palette.ink))
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        lines = [part for part in (self._model.word, self._model.time) if part]
        font.setPixelSize(self._fitting_px(font, lines, words.width()))
        painter.setFont(font)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, "\n".join(lines))

    def _fitting_px(self, font: QFont, lines: list[str], room: float) -> int:
        """As large as the longest line allows: the state is read from afar and must not be cut."""
        wish = self._look.theme.type_px(Type.TITLE) + 4
        font.setPixelSize(wish)
        widest = max((QFontMetricsF(font).horizontalAdvance(line) for line in lines), default=1.0)
        return max(Type.SMALL.px, min(wish, int(wish * room / max(widest, 1.0))))


class LevelMeter(QWidget):
    """How loud it is, -60 to 0 dBFS, with a mark for the highest peak. The word below says if it is right."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._rms = self._peak = -90.0
        self.setAccessibleName(tr("Mức âm thanh"))
        self.setFixedHeight(20)

    def show_level(self, rms_dbfs: float, peak_dbfs: float) -> None:
        self._rms, self._peak = rms_dbfs, peak_dbfs
        self.update()

    @staticmethod
    def _share(dbfs: float) -> float:
        return min(max((dbfs - _FLOOR_DBFS) / -_FLOOR_DBFS, 0.0), 1.0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        palette = self._look.theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(self.rect()).adjusted(0.5, 2.5, -0.5, -2.5)
        painter.setPen(QColor(palette.edge))
        painter.setBrush(QColor(palette.raised))
        painter.drawRoundedRect(track, 7, 7)
        tone = palette.unsure if self._peak > -3 else palette.good
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tone))
        filled = QRectF(track)
        filled.setWidth(track.width() * self._share(self._rms))
        painter.drawRoundedRect(filled, 7, 7)
        painter.setBrush(QColor(palette.ink))
        mark = track.left() + track.width() * self._share(self._peak)
        if self._peak > _FLOOR_DBFS:
            painter.drawRect(QRectF(min(mark, track.right() - 3), track.top(), 3, track.height()))


class RecorderPanel(Card):
    """Button, level, what is safe, how far the text is, and what is wrong."""

    toggled = Signal()
    pause_toggled = Signal()
    microphones_wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(margin_px=16, gap_px=8)
        self._look = look
        self.button = RecordButton(look)
        self.button.clicked.connect(lambda _checked=False: self.toggled.emit())
        self._pause = Button(look, "", "pause", on_click=self.pause_toggled.emit)
        self._microphones = Button(look, tr("Micro"), "microphone", on_click=self.microphones_wanted.emit)
        self._alarm = Card("unsure", margin_px=12, gap_px=4)
        self._alarm_words = Label(kind=Type.STRONG)
        self._alarm.column.addWidget(self._alarm_words)
        self._meters = column(gap_px=4)
        self._named: list[NamedMeter] = []
        self._safe = Label(kind=Type.SMALL, tone="good")
        self._lag = Label(kind=Type.SMALL, tone="ink_soft")
        self._disk = Label(kind=Type.SMALL, tone="ink_soft")
        self._armed = Label(
            tr("Đang nghe sẵn: khi bấm ghi, 10 giây trước đó cũng được giữ."), Type.SMALL, "ink_soft"
        )
        for part in (self._alarm, self.button, self._safe, self._pause, self._microphones):
            self.column.addWidget(part)
        self.column.addLayout(self._meters)
        for line in (self._armed, self._lag, self._disk):
            self.column.addWidget(line)

    def show_model(self, model: RecorderModel) -> None:
        self.button.show_model(model)
        self._safe.set_text(model.safe)
        self._lag.set_text(model.lag)
        self._disk.set_text(model.disk)
        self._pause.setVisible(model.is_on)
        self._pause.setEnabled(not model.is_busy)
        word, icon = (tr("Ghi tiếp"), "play") if model.is_paused else (tr("Tạm dừng"), "pause")
        if self._pause.text() != word:
            self._pause.set_text(word)
            self._pause.set_icon(icon)
        self._microphones.setVisible(not model.is_on)
        self._armed.setVisible(model.is_armed and not model.is_on)
        if self._alarm_words.text() != model.alarm:
            self._alarm_words.setText(model.alarm)
        self._alarm.setVisible(bool(model.alarm) and (model.is_on or model.is_armed))

    def show_levels(self, status: RecordingStatus) -> None:
        """One meter an input, while something listens."""
        is_listening = status.is_armed or status.phase is not RecordingPhase.IDLE
        meters = level_meters(status) if is_listening else ()
        show_meters(self._look, self._meters, self._named, meters)


class NamedMeter(QWidget):
    """An input's name where there are several, its level, and whether that is right."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._name = Label(kind=Type.SMALL)
        self._meter = LevelMeter(look)
        self._word = Label(kind=Type.SMALL, tone="ink_soft")
        self.setLayout(column(self._name, self._meter, self._word, gap_px=2))

    def show_meter(self, meter: InputMeter) -> None:
        self._name.set_text(meter.name)
        self._meter.show_level(meter.rms_dbfs, meter.peak_dbfs)
        if meter.alarm is RecordingAlarm.UNPLUGGED:
            word = tr("Đã bị rút ra")
        elif meter.peak_dbfs > -3:
            word = tr("To quá, xin để micro xa hơn")
        elif meter.rms_dbfs < -50:
            word = tr("Chưa nghe thấy tiếng")
        else:
            word = tr("Nghe rõ")
        if self._word.text() != word:
            self._word.setText(word)


def level_meters(status: RecordingStatus) -> tuple[InputMeter, ...]:
    """Of each input, or of all of it where there is one."""
    if len(status.inputs) > 1:
        return status.inputs
    alarm = status.inputs[0].alarm if status.inputs else RecordingAlarm.NONE
    return (InputMeter("", status.rms_dbfs, status.peak_dbfs, alarm),)


def show_meters(look: Look, into: QBoxLayout, shown: list[NamedMeter], meters: Sequence[InputMeter]) -> None:
    """As many meters as there are inputs."""
    while len(shown) > len(meters):
        gone = shown.pop()
        into.removeWidget(gone)
        gone.deleteLater()
    while len(shown) < len(meters):
        shown.append(NamedMeter(look))
        into.addWidget(shown[-1])
    for widget, meter in zip(shown, meters, strict=True):
        widget.show_meter(meter)
