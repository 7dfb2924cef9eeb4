"""The kiosk at the door: a mirror, one sentence, a welcome; and other ways of equal dignity."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QRect, QSize, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent

from app.ui.context import Context, Screen
from app.ui.gate.cards import CountsCard, GuidanceCard, OutcomeCard, TroubleCard, is_waiting_green
from app.ui.gate.mirror import Mirror
from app.ui.gate.other_ways import OtherWays
from app.ui.gate.presenter import SHOWN_MS, outcome_model, sound_of
from app.ui.services import (
    CheckInService,
    GateMode,
    GateOutcome,
    GateStatus,
    PreviewFrame,
    Snapshot,
    SyncStatus,
)
from app.ui.translation import tr
from app.ui.widgets.basics import Button, Card


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
        self._counts = CountsCard(look)
        self._guidance_card = GuidanceCard(look)
        self._outcome = OutcomeCard(look, self.open_other_ways)
        self._trouble = TroubleCard(look, self._restart, self.open_other_ways)
        self._candidate_id: UUID | None = None
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

    # --- news ---

    def _show_snapshot(self, snapshot: Snapshot) -> None:
        self._counts.show_snapshot(snapshot)
        self._arrange()

    def _show_sync(self, status: SyncStatus) -> None:
        self._counts.show_sync(status)
        self._arrange()

    def _show_status(self, status: GateStatus) -> None:
        self._guidance_card.show_status(status, has_picture=self._mirror.has_picture)
        self._mirror.show_aim(status.mode, is_holding=is_waiting_green(status))
        self._trouble.setVisible(status.error is not None)
        if status.error is not None:
            self._trouble.show_words(self._gate.notices.messages.of(status.error))
            self._mirror.clear()
        self._arrange()

    def _show_frame(self, frame: PreviewFrame) -> None:
        is_first = not self._mirror.has_picture
        self._mirror.show_frame(frame)
        if is_first:
            self._show_status(self._service.status())

    def show_outcome(self, outcome: GateOutcome) -> None:
        """An attempt has ended. The next one's end replaces it."""
        state = self._gate.session.congress.snapshot().state
        self._candidate_id = outcome.candidate_id
        self._outcome.show_outcome(outcome_model(outcome, state), state)
        self._outcome.show()
        self._outcome.raise_()
        if self._panel is not None:
            self._panel.raise_()
        if self._gate.session.sound is not None and self._gate.settings.sounds:
            self._gate.session.sound(sound_of(outcome.result))
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
                self._gate,
                self,
                on_badge=self._use_badge,
                on_outcome=self.show_outcome,
                on_closed=self._panel_closed,
                candidate_id=self._candidate_id,
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
        self._outcome.fit(min(1000, width - 2 * edge))
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
