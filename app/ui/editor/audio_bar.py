"""The bar at the bottom: play, back, slower and faster, loop, and the sound around the place."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QWidget

from app.domain.transcript import Segment
from app.ui.editor.page import Page
from app.ui.editor.sound import BACK_MS, SoundDesk
from app.ui.editor.wave import SHOWN_MS, WaveView
from app.ui.services import Progress
from app.ui.theme.look import Look
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.widgets.basics import Button, Card, Label, column, row, wrap


class AudioBar(Card):
    """Shows a `SoundDesk`."""

    def __init__(self, look: Look, desk: SoundDesk, page: Page) -> None:
        super().__init__("footer", margin_px=12, gap_px=8)
        self._desk, self._page = desk, page
        self._segment: Segment | None = None
        self.play = Button(look, tr("Phát"), "play", "primary", desk.toggle)
        # As wide with either word, so that nothing beside it moves.
        self.play.setMinimumWidth(max(self._width_of(tr("Phát")), self._width_of(tr("Tạm dừng"))))
        self._back = Button(
            look, tr("Lùi {n} giây", n=BACK_MS // 1000), "rewind", on_click=lambda: desk.jump(-BACK_MS)
        )
        self._slower = Button(look, "", "minus", on_click=lambda: desk.change_speed(-1))
        self._slower.setAccessibleName(tr("Chậm hơn"))
        self._slower.setToolTip(tr("Chậm hơn"))
        self._faster = Button(look, "", "plus", on_click=lambda: desk.change_speed(1))
        self._faster.setAccessibleName(tr("Nhanh hơn"))
        self._faster.setToolTip(tr("Nhanh hơn"))
        self._speed = Label(kind=Type.STRONG, wraps=False)
        self._speed.setMinimumWidth(round(64 * look.theme.scale))
        self._speed.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._loop = Button(look, tr("Lặp đoạn"), "repeat", on_click=lambda: desk.toggle_loop(self._segment))
        self._loop.setCheckable(True)
        self._wave = WaveView(look)
        self._wave.sought.connect(desk.seek)
        self._fetch = Button(look, tr("Lấy âm thanh về"), "cloud-arrow-down", "primary", desk.fetch)
        self._coming = QProgressBar()
        self._coming.setAccessibleName(tr("Đang lấy âm thanh về"))
        self._coming.setTextVisible(False)
        self._buttons = self._arrange(look)
        line = row(self._buttons, column(self._wave, self._coming), self._fetch, gap_px=16)
        line.setStretch(1, 1)
        self.column.addLayout(line)
        self._coming.hide()
        desk.changed.connect(self.refresh)
        desk.moved.connect(self._move)
        desk.fetching.connect(self._show_fetching)
        self.refresh()

    def _arrange(self, look: Look) -> QWidget:
        speed = wrap(row(self._slower, self._speed, self._faster, gap_px=0))
        if look.theme.scale > 1:
            return wrap(column(row(self.play, self._back), row(speed, self._loop)))
        return wrap(row(self.play, self._back, speed, self._loop))

    def _width_of(self, word: str) -> int:
        before = self.play.text()
        self.play.set_text(word)
        width = self.play.sizeHint().width()
        self.play.set_text(before)
        return width

    def show_segment(self, segment: Segment | None) -> None:
        """The current paragraph."""
        self._segment = segment
        self._show_borders()

    def refresh(self) -> None:
        desk = self._desk
        can_hear = desk.can_hear
        self.play.set_text(tr("Tạm dừng") if desk.is_playing else tr("Phát"))
        self.play.set_icon("pause" if desk.is_playing else "play")
        self._speed.setText(f"{round(desk.speed * 100)}%")
        self._loop.setChecked(desk.is_looping)
        self._buttons.setVisible(can_hear or desk.recording_id is None)
        for button in (self.play, self._back, self._slower, self._faster, self._loop):
            button.setEnabled(can_hear)
        self._fetch.setVisible(desk.recording_id is not None and not can_hear and self._coming.isHidden())
        if desk.recording_id is None:
            message = tr("Bấm vào một từ để nghe lại từ đó.")
        elif not can_hear:
            message = tr("Đoạn này ghi trên máy khác, âm thanh chưa có ở máy này.")
        else:
            message = tr("Đang chuẩn bị âm thanh…")
        self._wave.show_sound(desk.waveform, message)
        self._move()

    def _move(self) -> None:
        self._wave.show_position(self._desk.position_ms)
        self._show_borders()

    def _show_borders(self) -> None:
        recording_id, lines = self._desk.recording_id, self._page.lines
        start_ms, end_ms = self._wave.shown_ms
        at = self._page.row_at(recording_id, max(0, start_ms - SHOWN_MS)) if recording_id else None
        borders = []
        if recording_id is not None:
            for line in lines[at or 0 :]:
                segment = line.segment
                if segment.recording_id == recording_id and segment.start_ms > end_ms:
                    break
                if segment.recording_id == recording_id:
                    borders.append((segment.start_ms, segment.end_ms))
        current = self._segment
        is_here = current is not None and current.recording_id == recording_id
        self._wave.show_segments(borders, (current.start_ms, current.end_ms) if current and is_here else None)

    def _show_fetching(self, progress: Progress | None) -> None:
        self._coming.setVisible(progress is not None)
        if progress is not None:
            self._coming.setRange(0, progress.total or 0)
            self._coming.setValue(progress.done)
        self.refresh()
