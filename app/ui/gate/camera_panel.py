"""One person before the camera: the mirror, and beside or below it what to do and how far it is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.ui.gate.mirror import Mirror
from app.ui.gate.steps import StepDots
from app.ui.services import GateMode, Guidance, PreviewFrame
from app.ui.theme.look import Look
from app.ui.theme.tokens import Type
from app.ui.widgets.basics import Card, IconLabel, Label, column, row

_WORDS_PX = 380


class CameraPanel(QWidget):
    """`below`: what can be tapped. A face is taller than wide: on a screen that lies across, the words go
    beside it."""

    def __init__(self, look: Look, title: str, below: QWidget, *, is_across: bool) -> None:
        super().__init__()
        self._mirror = Mirror(look)
        self._sign = IconLabel(look, "eye", "accent_text", round(52 * look.theme.scale))
        self._guidance = Label(kind=Type.HEADING)
        self._guidance.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._dots = StepDots(look)
        self._progress = Label()
        self._progress.setAlignment(Qt.AlignmentFlag.AlignCenter)
        card = Card("card", margin_px=16)
        card.column.addWidget(Label(title, Type.TITLE))
        card.column.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignHCenter)
        card.column.addWidget(self._guidance)
        counting = column(self._dots, self._progress, below, gap_px=16)
        counting.setAlignment(self._dots, Qt.AlignmentFlag.AlignHCenter)
        card.column.addLayout(counting)
        if is_across:
            card.setFixedWidth(round(_WORDS_PX * min(look.theme.scale, 1.4)))
            card.column.addStretch(1)
        panel = row(self._mirror, card, gap_px=16) if is_across else column(self._mirror, card, gap_px=16)
        panel.setStretch(0, 1)
        self.setLayout(panel)
        self._sign.hide()
        self._progress.hide()

    @property
    def has_picture(self) -> bool:
        return self._mirror.has_picture

    def show_frame(self, frame: PreviewFrame) -> bool:
        """True for the first one: the words may change with it."""
        is_first = not self._mirror.has_picture
        self._mirror.show_frame(frame)
        return is_first

    def say(self, sentence: str, guidance: Guidance, sign: str = "") -> None:
        """`sign`: an icon that says the same, or nothing."""
        self._guidance.setText(sentence)
        self._mirror.show_aim(GateMode.FACE, is_holding=guidance is Guidance.HOLD_STILL)
        if sign:
            self._sign.show_icon(sign, "accent_text")
        self._sign.setVisible(bool(sign))

    def count(self, done: int, total: int, words: str = "") -> None:
        self._dots.show_steps(done, total)
        self._progress.set_text(words)
