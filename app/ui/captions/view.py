"""The speeches to read along, for those who hear badly: large, live, with the speaker's name."""

from __future__ import annotations

from app.ui.captions.lines import SaidList
from app.ui.captions.live_timer import LIVE_STAYS_MS, SETTLING_MS, live_timer
from app.ui.captions.presenter import CaptionLines, is_running
from app.ui.context import Context, Screen
from app.ui.services import LiveText, Snapshot
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.widgets.basics import Button, IconLabel, Label, column, row
from app.ui.words import speaker_line

_MOST = 300
"""About an hour of speech to scroll back in; all of it stands in the minutes."""


class CaptionsScreen(Screen):
    """Shows nothing of its own: settled words come from the log, so a device that was cut off catches up."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._captions = context
        look = context.look
        self._said = CaptionLines(_MOST)
        self._live_timer = live_timer(self, self._forget_live)
        self._speaker = Label(kind=Type.TITLE)
        self._state_icon = IconLabel(look, "microphone", "ink_soft", 32)
        self._hint = Label(tone="ink_soft")
        self._empty = Label(kind=Type.TITLE, tone="ink_soft")
        self._list = SaidList(look)
        self._to_end = Button(look, tr("Về lời đang nói"), "arrow-down", "primary", self._list.go_to_end)
        self._to_end.hide()
        self._list.follows.connect(lambda is_following: self._to_end.setVisible(not is_following))
        head = row(self._state_icon, column(self._speaker, self._hint, gap_px=2), self._to_end, gap_px=16)
        head.setStretch(1, 1)
        body = column(head, self._empty, self._list, gap_px=12)
        body.setStretch(2, 1)
        body.setContentsMargins(24, 16, 24, 16)
        self.setLayout(body)
        self._is_allowed = True
        context.listen(context.session.congress.subscribe, self._refresh)
        if context.session.live_text is not None:
            context.listen(context.session.live_text.subscribe_live, self._show_live)

    def _refresh(self, snapshot: Snapshot) -> None:
        state = snapshot.state
        self._is_allowed = state.settings.live_text
        running = is_running(state)
        self._said.follow(state)
        self._speaker.setText(speaker_line(state))
        self._state_icon.show_icon(
            "microphone" if running else "microphone-slash", "accent_text" if running else "ink_soft"
        )
        self._hint.setText(
            tr("Chữ do máy nghe và ghi, có thể chưa đúng. Chữ xám là lời đang nghe.")
            if running
            else tr("Hiện không ghi âm. Lời phát biểu sẽ hiện ở đây khi Đoàn thư ký bắt đầu ghi.")
        )
        self._show()

    def _show_live(self, live: LiveText) -> None:
        self._live_timer.start(LIVE_STAYS_MS if self._said.hear(live) else SETTLING_MS)
        self._show()

    def _forget_live(self) -> None:
        self._said.forget_live()
        self._show()

    def _show(self) -> None:
        lines = self._said.lines if self._is_allowed else ()
        self._list.show_lines(lines)
        self._list.setVisible(bool(lines))
        self._hint.setVisible(self._is_allowed)
        if not self._is_allowed:
            self._empty.set_text(tr("Đại hội này không chiếu lời phát biểu lên máy tính bảng."))
        else:
            self._empty.set_text("" if lines else tr("Chưa có lời phát biểu nào được ghi."))
