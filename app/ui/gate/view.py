"""The kiosk at the door: a mirror, one sentence, a welcome; and other ways of equal dignity."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QRect, QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication

from app.ui.context import Context, Screen
from app.ui.gate.mirror import Mirror
from app.ui.gate.other_ways import OtherWays
from app.ui.gate.presenter import (
    SHOWN_MS,
    OutcomeModel,
    counts,
    guidance_words,
    outcome_model,
)
from app.ui.services import (
    CheckInService,
    GateMode,
    GateOutcome,
    GateResult,
    GateStatus,
    Guidance,
    PreviewFrame,
    Snapshot,
    SyncStatus,
)
from app.ui.theme.look import Look
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.widgets.basics import Button, Card, IconLabel, Label, column, row
from app.ui.words import sync_words


class _OutcomeCard(Card):
    """Name, delegation, seat, and a tick with a word."""

    def __init__(self, look: Look) -> None:
        super().__init__("good", margin_px=36, gap_px=8)
        self._look = look
        self._icon = IconLabel(look, "check-circle", "good", round(56 * look.theme.scale))
        self._word = Label(kind=Type.HEADING)
        self._name = Label(kind=Type.DISPLAY)
        self._lines = Label(kind=Type.TITLE)
        head = row(self._icon, self._word, gap_px=16)
        head.setStretch(1, 1)
        self.column.addLayout(head)
        self.column.addWidget(self._name)
        self.column.addWidget(self._lines)

    def show_outcome(self, model: OutcomeModel) -> None:
        self.set_kind(model.kind)
        self._icon.show_icon(model.icon, model.kind)
        self._word.set_tone(model.kind)
        self._word.setText(model.word)
        self._name.set_text(model.name)
        self._lines.set_text("\n".join(model.lines))


class _CountsCard(Card):
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


class GateScreen(Screen):
    """Everything floats over the mirror; the panel of other ways slides in at the right."""

    has_header = False

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        if context.session.check_in is None:
            raise ValueError("this device has no gate")
        self._gate = context
        self._service: CheckInService = context.session.check_in
        look = context.look
        self._mirror = Mirror(look)
        self._mirror.setParent(self)
        self._counts = _CountsCard(look)
        self._guidance = Label(kind=Type.HEADING)
        self._guidance.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._guidance_card = Card("card", margin_px=16)
        self._guidance_card.column.addWidget(self._guidance)
        self._outcome = _OutcomeCard(look)
        self._trouble = self._trouble_card(look)
        self._other = Button(
            look, tr("Không dùng khuôn mặt"), "identification-card", "overlay", self.open_other_ways
        )
        self._menu = Button(look, tr("Danh mục"), "list", "overlay", context.open_menu)
        for floating in (
            self._counts,
            self._guidance_card,
            self._outcome,
            self._trouble,
            self._other,
            self._menu,
        ):
            floating.setParent(self)
        self._outcome.hide()
        self._trouble.hide()
        self._panel: OtherWays | None = None
        self._shown_for = QTimer(self)
        self._shown_for.setSingleShot(True)
        self._shown_for.timeout.connect(self._next_person)
        self._show_snapshot(context.session.congress.snapshot())
        self._counts.show_sync(context.session.sync.status())
        self._show_status(self._service.status())
        context.listen(context.session.congress.subscribe, self._show_snapshot)
        context.listen(context.session.sync.subscribe, self._show_sync)
        context.listen(self._service.subscribe, self._show_status)
        context.listen(self._service.subscribe_frames, self._show_frame)
        context.listen(self._service.subscribe_outcomes, self.show_outcome, latest_only=False)
        self._service.start(GateMode.FACE)

    def _trouble_card(self, look: Look) -> Card:
        card = Card("problem", margin_px=28)
        self._trouble_what = Label(kind=Type.TITLE)
        self._trouble_fix = Label()
        again = Button(look, tr("Thử lại"), "arrow-clockwise", "primary", self._restart)
        other = Button(
            look, tr("Điểm danh không dùng máy ảnh"), "identification-card", "", self.open_other_ways
        )
        head = row(IconLabel(look, "camera-slash", "accent_text", 40), self._trouble_what, gap_px=12)
        head.setStretch(1, 1)
        card.column.addLayout(head)
        card.column.addWidget(self._trouble_fix)
        card.column.addLayout(column(again, other))
        return card

    # --- news ---

    def _show_snapshot(self, snapshot: Snapshot) -> None:
        self._counts.show_snapshot(snapshot)
        self._arrange()

    def _show_sync(self, status: SyncStatus) -> None:
        self._counts.show_sync(status)
        self._arrange()

    def _show_status(self, status: GateStatus) -> None:
        self._guidance.setText(guidance_words(status, has_picture=self._mirror.has_picture))
        self._mirror.show_aim(status.mode, is_holding=status.guidance is Guidance.HOLD_STILL)
        self._trouble.setVisible(status.error is not None)
        if status.error is not None:
            words = self._gate.notices.messages.of(status.error)
            self._trouble_what.setText(words.what)
            self._trouble_fix.setText(words.fix)
            self._mirror.clear()
        self._arrange()

    def _show_frame(self, frame: PreviewFrame) -> None:
        is_first = not self._mirror.has_picture
        self._mirror.show_frame(frame)
        if is_first:
            self._show_status(self._service.status())

    def show_outcome(self, outcome: GateOutcome) -> None:
        """An attempt has ended. The next one's end replaces it."""
        model = outcome_model(outcome, self._gate.session.congress.snapshot().state)
        self._outcome.show_outcome(model)
        self._outcome.show()
        self._outcome.raise_()
        if self._panel is not None:
            self._panel.raise_()
        if outcome.result is GateResult.CHECKED_IN and self._gate.settings.sounds:
            QApplication.beep()
        self._shown_for.start(SHOWN_MS[outcome.result])
        self._arrange()

    def _next_person(self) -> None:
        self._outcome.hide()
        self._arrange()

    def _restart(self) -> None:
        self._service.start(GateMode.FACE)

    # --- other ways ---

    def open_other_ways(self) -> OtherWays:
        if self._panel is None:
            panel = OtherWays(
                self._gate.look,
                self,
                lambda: self._gate.session.congress.snapshot().state,
                on_badge=self._use_badge,
                on_person=self._vouch,
                on_closed=self._panel_closed,
            )
            self._panel = panel
            panel.open_sheet()
        return self._panel

    def _panel_closed(self) -> None:
        self._panel = None

    def _use_badge(self) -> None:
        self._service.start(GateMode.BADGE)
        self._other.set_text(tr("Dùng khuôn mặt"))
        self._other.clicked.disconnect()
        self._other.clicked.connect(lambda _checked=False: self._use_face())
        self._arrange()

    def _use_face(self) -> None:
        self._service.start(GateMode.FACE)
        self._other.set_text(tr("Không dùng khuôn mặt"))
        self._other.clicked.disconnect()
        self._other.clicked.connect(lambda _checked=False: self.open_other_ways())
        self._arrange()

    def _vouch(self, person_id: UUID, reason: str) -> None:
        service = self._service
        work = self._gate.tasks.do(lambda _job: service.check_in_by_hand(person_id, reason))
        work.on_database().to_the_end().on_success(self.show_outcome).run()

    # --- where things float ---

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Now, and once more when what has just appeared wears its style and knows its size."""
        self._place()
        QTimer.singleShot(0, self, self._place)

    def _place(self) -> None:
        """Corners and middle, by hand: they lie over the mirror and over no layout."""
        width, height, edge = self.width(), self.height(), 24
        self._mirror.setGeometry(self.rect())
        corner = self._counts.sizeHint()
        self._counts.setGeometry(edge, edge, corner.width(), corner.height())
        menu, other = self._menu.sizeHint(), self._other.sizeHint()
        self._menu.setGeometry(width - edge - menu.width(), edge, menu.width(), menu.height())
        self._other.setGeometry(
            (width - other.width()) // 2, height - edge - other.height(), other.width(), other.height()
        )
        bottom = self._other.y() - 16
        self._other.setVisible(not self._trouble.isVisibleTo(self))
        is_free = not self._outcome.isVisibleTo(self) and not self._trouble.isVisibleTo(self)
        self._guidance_card.setVisible(is_free)
        self._place_above(self._guidance_card, bottom, min(900, width - 2 * edge))
        self._place_above(self._outcome, bottom, min(1000, width - 2 * edge))
        size = self._fit(self._trouble, min(720, width - 2 * edge))
        # Beside the counts, not over them, on a small screen with very large text.
        middle = QRect(
            (width - size.width()) // 2, (height - size.height()) // 2, size.width(), size.height()
        )
        if middle.intersects(self._counts.geometry()):
            middle.moveLeft(min(self._counts.geometry().right() + 16, width - edge - size.width()))
        self._trouble.setGeometry(middle)

    def _place_above(self, card: Card, bottom: int, width: int) -> None:
        size = self._fit(card, width)
        card.setGeometry(
            (self.width() - size.width()) // 2, bottom - size.height(), size.width(), size.height()
        )

    @staticmethod
    def _fit(card: Card, width: int) -> QSize:
        return QSize(width, card.column.totalHeightForWidth(width))

    def dispose(self) -> None:
        self._shown_for.stop()
        self._service.stop()
        super().dispose()
