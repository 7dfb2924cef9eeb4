"""What floats over the mirror: the sentence, the welcome, the counts, and what to do without a camera."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout

from app.domain.state import CongressState
from app.runtime.messages import Words
from app.ui.gate.presenter import OutcomeModel, counts, guidance_icon, guidance_words
from app.ui.gate.seat_spot import SeatSpot
from app.ui.gate.steps import StepDots
from app.ui.services import GateStatus, Guidance, Snapshot, SyncStatus
from app.ui.theme.look import Look
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.widgets.basics import Button, Card, IconLabel, Label, column, row
from app.ui.words import sync_words

_BESIDE_FROM_PX = 760


class GuidanceCard(Card):
    """One sentence; an arrow on the side to turn to; dots for what is asked and done."""

    def __init__(self, look: Look) -> None:
        super().__init__("card", margin_px=16, gap_px=8)
        side = round(52 * look.theme.scale)
        self._left = IconLabel(look, "arrow-left", "accent_text", side)
        self._right = IconLabel(look, "arrow-right", "accent_text", side)
        self._eye = IconLabel(look, "eye", "accent_text", side)
        self._sentence = Label(kind=Type.HEADING)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._dots = StepDots(look)
        words = row(self._left, self._eye, self._sentence, self._right, gap_px=16)
        words.setStretch(2, 1)
        self.column.addLayout(words)
        self.column.addWidget(self._dots, 0, Qt.AlignmentFlag.AlignHCenter)

    def show_status(self, status: GateStatus, *, has_picture: bool) -> None:
        self._sentence.setText(guidance_words(status, has_picture=has_picture))
        icon = guidance_icon(status) if has_picture else ""
        for name, label in (("arrow-left", self._left), ("arrow-right", self._right), ("eye", self._eye)):
            label.setVisible(icon == name)
        self._dots.show_steps(status.steps_done, status.steps_total)


class OutcomeCard(Card):
    """Name, delegation, seat with its place in the hall, and a tick with a word."""

    def __init__(self, look: Look, on_steward: Callable[[], object]) -> None:
        super().__init__("good", margin_px=36, gap_px=8)
        self._look = look
        self._icon = IconLabel(look, "check-circle", "good", round(56 * look.theme.scale))
        self._word = Label(kind=Type.HEADING)
        self._name = Label(kind=Type.DISPLAY)
        self._lines = Label(kind=Type.TITLE)
        self._seat = SeatSpot(look)
        self._steward = Button(look, tr("Người phụ trách xác nhận"), "identification-badge", "", on_steward)
        head = row(self._icon, self._word, gap_px=16)
        head.setStretch(1, 1)
        said = column(head, self._name, self._lines)
        self._both = row(said, self._seat, gap_px=24)
        self._both.setStretch(0, 1)
        self.column.addLayout(self._both)
        self.column.addWidget(self._steward)

    def fit(self, width: int) -> None:
        """Beside the name, or below it where a name would have to break."""
        is_narrow = width < _BESIDE_FROM_PX * min(self._look.theme.scale, 1.25)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._both.setDirection(down if is_narrow else across)

    def show_outcome(self, model: OutcomeModel, state: CongressState) -> None:
        self.set_kind(model.kind)
        self._icon.show_icon(model.icon, model.kind)
        self._word.set_tone(model.kind)
        self._word.setText(model.word)
        self._name.set_text(model.name)
        self._lines.set_text("\n".join(model.lines))
        self._seat.show_seat(state.seats, model.seat)
        self._steward.setVisible(model.needs_steward)


class CountsCard(Card):
    """How many are in, small, in a corner; and whether the hall knows."""

    def __init__(self, look: Look) -> None:
        super().__init__("card", margin_px=16, gap_px=2)
        self._present = Label(kind=Type.HEADING, wraps=False)
        self._guests = Label(kind=Type.SMALL, tone="ink_soft", wraps=False)
        self._quorum_icon = IconLabel(look, "circle", "absent", round(18 * look.theme.scale))
        self._quorum = Label(kind=Type.SMALL, wraps=False)
        self._sync_icon = IconLabel(look, "cloud", "ink_soft", round(18 * look.theme.scale))
        self._sync = Label(kind=Type.SMALL, tone="ink_soft", wraps=False)
        self.column.addWidget(Label(tr("Đại biểu có mặt"), Type.SMALL, "ink_soft", wraps=False))
        self.column.addWidget(self._present)
        self.column.addLayout(row(self._quorum_icon, self._quorum, 1))
        self.column.addWidget(self._guests)
        self.column.addLayout(row(self._sync_icon, self._sync, 1))

    def show_snapshot(self, snapshot: Snapshot) -> None:
        found = counts(snapshot.state)
        tone = "good" if found.has_quorum else "absent"
        self._present.setText(found.present)
        self._guests.setText(found.guests)
        self._quorum.setText(found.quorum)
        self._quorum.set_tone(tone)
        self._quorum_icon.show_icon("check-circle" if found.has_quorum else "circle", tone)

    def show_sync(self, status: SyncStatus) -> None:
        icon, tone, what, _since = sync_words(status)
        self._sync_icon.show_icon(icon, tone)
        self._sync.setText(what)


class TroubleCard(Card):
    """The camera cannot be used: why, and two ways on."""

    def __init__(self, look: Look, on_again: Callable[[], object], on_other: Callable[[], object]) -> None:
        super().__init__("problem", margin_px=28)
        self._what = Label(kind=Type.TITLE)
        self._fix = Label()
        again = Button(look, tr("Thử lại"), "arrow-clockwise", "primary", on_again)
        other = Button(look, tr("Điểm danh không dùng máy ảnh"), "identification-card", "", on_other)
        head = row(IconLabel(look, "camera-slash", "accent_text", 40), self._what, gap_px=12)
        head.setStretch(1, 1)
        self.column.addLayout(head)
        self.column.addWidget(self._fix)
        self.column.addLayout(column(again, other))

    def show_words(self, words: Words) -> None:
        self._what.setText(words.what)
        self._fix.setText(words.fix)


def is_waiting_green(status: GateStatus) -> bool:
    """Whether the oval says "stay as you are"."""
    return status.guidance is Guidance.HOLD_STILL
