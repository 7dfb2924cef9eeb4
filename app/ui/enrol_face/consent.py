"""The question whether a face may be used: read aloud or read alone, both answers of equal dignity."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from app.ui.theme.look import Look
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.widgets.basics import Button, Label, Scroll, column, row, wrap


class ConsentPanel(QWidget):
    """`lines`: the question first. `below`: what else can be done, under the answers."""

    def __init__(
        self,
        look: Look,
        about: str,
        lines: Sequence[str],
        on_answer: Callable[[bool], None],
        below: QWidget | None = None,
    ) -> None:
        super().__init__()
        question, *rest = lines
        words = column(
            Label(about, tone="ink_soft"),
            Label(question, Type.HEADING),
            *(Label(line) for line in rest),
            1,
            gap_px=16,
        )
        yes = Button(look, tr("Đồng ý"), "check", on_click=lambda: on_answer(True))
        self._longer = Button(
            look, tr("Không, dùng thẻ hoặc tên"), "identification-card", on_click=lambda: on_answer(False)
        )
        self._answers = row(yes, self._longer, gap_px=16)
        # Equal in size and looks: neither answer is the one that the screen hopes for.
        for place, button in enumerate((yes, self._longer)):
            button.setMinimumHeight(round(look.theme.touch_px * 1.4))
            self._answers.setStretch(place, 1)
        panel = column(Scroll(wrap(words)), self._answers, gap_px=16)
        panel.setStretch(0, 1)
        if below is not None:
            panel.addWidget(below)
        self.setLayout(panel)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_answers()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._set_answers()

    def _set_answers(self) -> None:
        """Side by side while both are as wide as the longer one, else one above the other: always equal."""
        self._longer.ensurePolished()
        fits = 2 * self._longer.sizeHint().width() + 16 <= self.width()
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._answers.setDirection(across if fits else down)
