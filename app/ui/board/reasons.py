"""Why a person at the door decided something: reasons ready to tap, or a few words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QButtonGroup, QWidget

from app.ui.theme.look import Look
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.widgets.basics import Button, Field, Label, column


def hand_reasons() -> tuple[str, ...]:
    """For a check-in by name; none of them asks anybody to explain themselves."""
    return (
        tr("Không dùng khuôn mặt"),
        tr("Quên thẻ"),
        tr("Máy chưa nhận ra"),
        tr("Chưa có ảnh hoặc thẻ"),
        tr("Máy ảnh hỏng"),
    )


def undo_reasons() -> tuple[str, ...]:
    return (tr("Nhầm người"), tr("Bấm nhầm"), tr("Người này không có mặt"))


def absence_reasons() -> tuple[str, ...]:
    return (tr("Ốm"), tr("Đi công tác"), tr("Việc gia đình"))


class ReasonForm(QWidget):
    """Chips, a field for other words, and the one button that does it.

    `is_required`: whether the button waits for a reason.
    """

    def __init__(
        self,
        look: Look,
        question: str,
        reasons: Sequence[str],
        deed: str,
        on_given: Callable[[str], object],
        *,
        is_required: bool = True,
    ) -> None:
        super().__init__()
        self._on_given, self._is_required, self._reason = on_given, is_required, ""
        layout = column(Label(question, Type.STRONG))
        self._group = QButtonGroup(self)
        for reason in reasons:
            button = Button(look, reason)
            button.setCheckable(True)
            self._group.addButton(button)
            layout.addWidget(button)
        self._group.buttonClicked.connect(self._choose)
        self.other = Field(tr("Lý do khác"), tr("Lý do khác…"))
        self.other.textEdited.connect(self._write)
        self.confirm = Button(look, deed, "check", "primary", self._confirm)
        layout.addWidget(self.other)
        layout.addSpacing(8)
        layout.addWidget(self.confirm)
        self.setLayout(layout)
        self._set("")

    def _choose(self, button: Button) -> None:
        self.other.clear()
        self._set(button.text())

    def _write(self, text: str) -> None:
        # An exclusive group always keeps one checked; written words take its place.
        self._group.setExclusive(False)
        for button in self._group.buttons():
            button.setChecked(False)
        self._group.setExclusive(True)
        self._set(text.strip())

    def _set(self, reason: str) -> None:
        self._reason = reason
        self.confirm.setEnabled(bool(reason) or not self._is_required)

    def _confirm(self) -> None:
        self._on_given(self._reason)
