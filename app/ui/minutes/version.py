"""One version of the minutes before the presidium: read, compared, approved or returned."""

from __future__ import annotations

import hashlib
from uuid import UUID

from PySide6.QtWidgets import QFrame

from app.domain.payloads import MinutesApproved, MinutesReturned
from app.domain.transcript import MinutesVersion
from app.ui.compare.rows import CompareModel
from app.ui.compare.view import CompareList
from app.ui.context import Context, Screen
from app.ui.minutes.presenter import version_before, version_words
from app.ui.minutes.rows import MinutesList
from app.ui.minutes.sheets import ReturnSheet
from app.ui.services import Comparison, LineKind, MinutesLine, MinutesService, Snapshot
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.widgets.basics import Button, Label, Switch, column, row, wrap


class MinutesVersionScreen(Screen):
    """Nothing is approved unread: the whole text stands first, the differences one tap away."""

    def __init__(self, context: Context, version_id: UUID) -> None:
        super().__init__(context)
        if context.session.minutes is None:
            raise ValueError("this device keeps no minutes")
        self._chair = context
        self._minutes: MinutesService = context.session.minutes
        self._version_id = version_id
        self._model: CompareModel | None = None
        look = context.look
        self._title = Label(kind=Type.TITLE)
        self._whole = MinutesList(look, tr("Toàn văn biên bản"))
        self._differences = CompareList(look)
        self._none = Label(tone="ink_soft")
        compared = column(self._none, self._differences)
        compared.setStretch(1, 1)
        panels = ((tr("Toàn văn"), self._whole), (tr("Chỗ khác bản trước"), wrap(compared)))
        self._switch = Switch(look, panels)
        body = column(self._title, self._switch, gap_px=12)
        body.setStretch(1, 1)
        body.setContentsMargins(24, 16, 24, 0)
        self._bar = self._foot()
        layout = column(body, self._bar, gap_px=0)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        context.listen(context.session.congress.subscribe, self._refresh)
        self._compare()

    def _foot(self) -> QFrame:
        look = self._chair.look
        bar = QFrame()
        bar.setProperty("kind", "footer")
        self._approve = Button(look, tr("Duyệt biên bản"), "check-circle", "primary", self.approve)
        self._return = Button(look, tr("Trả lại để sửa"), "arrow-u-up-left", on_click=self.ask_return)
        layout = row(1, self._return, self._approve)
        layout.setContentsMargins(24, 8, 24, 8)
        bar.setLayout(layout)
        return bar

    def _version(self) -> MinutesVersion | None:
        state = self._chair.session.congress.snapshot().state
        return next((one for one in state.minutes_versions if one.id == self._version_id), None)

    def _refresh(self, _snapshot: Snapshot) -> None:
        version = self._version()
        if version is None:
            self._title.setText(tr("Bản biên bản này chưa về đến máy."))
            self._bar.setEnabled(False)
            return
        self._bar.setEnabled(True)
        self._title.setText(version_words(version))
        self._whole.lines.set_lines(
            tuple(MinutesLine(LineKind.TEXT, line) for line in version.text.splitlines() if line.strip())
        )
        is_open = version.approved_at_utc_ms is None and version.returned_at_utc_ms is None
        self._approve.setVisible(is_open)
        self._return.setVisible(is_open)

    # --- differences ---

    def _compare(self) -> None:
        versions = self._chair.session.congress.snapshot().state.minutes_versions
        if version_before(versions, self._version_id) is None:
            self._show_none(tr("Đây là bản trình đầu tiên, chưa có bản nào trước để so."))
            return
        minutes, version_id = self._minutes, self._version_id
        self._show_none(tr("Đang so sánh hai bản…"))
        work = self._chair.tasks.do(lambda _job: minutes.differences(version_id))
        work.on_success(self._compared).on_failure(self._not_compared).run()

    def _compared(self, comparison: Comparison) -> None:
        if not comparison.changes_count:
            self._show_none(tr("Bản này không khác bản trước một chữ nào."))
            return
        self._show_none("")
        self._model = CompareModel(comparison.paragraphs)
        self._differences.setModel(self._model)

    def _not_compared(self, error: Exception) -> None:
        self._show_none(self._chair.notices.messages.of(error).text)

    def _show_none(self, words: str) -> None:
        self._none.set_text(words)
        self._differences.setVisible(not words)

    # --- the presidium's word ---

    def approve(self) -> None:
        """What is approved is exactly what was shown: its hash goes with the verdict."""
        version = self._version()
        if version is None:
            return
        state = self._chair.session.congress.snapshot()
        person = state.state.persons.get(state.person_id) if state.person_id else None
        said = MinutesApproved(
            version_id=version.id,
            text_sha256=hashlib.sha256(version.text.encode()).hexdigest(),
            approved_by=person.full_name if person else tr("Đoàn Chủ tịch"),
        )
        self._chair.say(said, tr("Đã duyệt biên bản."))

    def ask_return(self) -> ReturnSheet:
        sheet = ReturnSheet(self._chair.look, self, self._give_back)
        sheet.open_sheet()
        return sheet

    def _give_back(self, reason: str) -> None:
        self._chair.say(
            MinutesReturned(version_id=self._version_id, reason=reason), tr("Đã trả lại biên bản.")
        )
