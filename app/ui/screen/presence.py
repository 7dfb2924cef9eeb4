"""While people come in, the hall's screen tells how many are here: one large number and what is needed."""

from __future__ import annotations

from PySide6.QtCore import Qt

from app.credentials.attendance import figures
from app.domain.state import CongressState
from app.ui.board.standing import quorum_words
from app.ui.theme.look import Look
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.widgets.basics import Card, IconLabel, Label, row


class PresenceTile(Card):
    """Present of convened, the quorum with its denominators, in words and with a sign."""

    def __init__(self, look: Look) -> None:
        super().__init__("card", margin_px=28, gap_px=8)
        self._number = Label(kind=Type.DISPLAY, wraps=False)
        self._icon = IconLabel(look, "circle", "absent", 40)
        self._state = Label(kind=Type.HEADING)
        self._needed = Label(kind=Type.TITLE, tone="ink_soft")
        head = row(Label(tr("Đại biểu có mặt"), Type.HEADING, "ink_soft"), self._number, gap_px=24)
        head.setStretch(0, 1)
        state = row(self._icon, self._state, gap_px=16)
        state.setStretch(1, 1)
        state.setAlignment(self._icon, Qt.AlignmentFlag.AlignVCenter)
        self.column.addLayout(head)
        self.column.addLayout(state)
        self.column.addWidget(self._needed)

    def show_state(self, state: CongressState) -> None:
        found = figures(state)
        tone = "good" if found.has_quorum else "absent"
        self._number.setText(f"{found.quorum.present} / {found.quorum.convened}")
        self._icon.show_icon("check-circle" if found.has_quorum else "circle", tone)
        words = tr("Đủ số đại biểu cần thiết") if found.has_quorum else tr("Chưa đủ số đại biểu cần thiết")
        self._state.setText(words)
        self._state.set_tone(tone)
        self._needed.setText(quorum_words(found))
