"""The minutes as they stand: read like the paper, mended where one taps, put before the presidium."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from app.domain.entities import MinutesDetails
from app.domain.payloads import MinutesDetailed, OutcomeNoted, Payload, SummaryWritten
from app.domain.state import CongressState
from app.ui.context import Context, Screen
from app.ui.minutes.exports import ExportSheet
from app.ui.minutes.presenter import latest_words, proposed_details, to_do, version_rows
from app.ui.minutes.rows import MinutesList
from app.ui.minutes.sheets import DetailsSheet, TextSheet, summary_sheet
from app.ui.services import LineKind, MinutesLine, MinutesPage, MinutesService, Snapshot
from app.ui.shell.sheet import Sheet
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.votes.sheet import VotesSheet
from app.ui.widgets.basics import Button, Card, Label, Scroll, column, row, wrap
from app.ui.widgets.rows import RowList

REST_MS = 2_000
"""While somebody records there is news every second, and the minutes of a day take half a second to build."""


class MinutesScreen(Screen):
    """The paper on the left; on the right what is still to do, the versions and the files."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        if context.session.minutes is None:
            raise ValueError("this device keeps no minutes")
        self._chair = context
        self._minutes: MinutesService = context.session.minutes
        self._page: MinutesPage | None = None
        self._is_loading = self._is_stale = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._catch_up)
        look = context.look
        self._state = Label(tr("Đang lập biên bản…"), tone="ink_soft")
        self._retry = Button(look, tr("Thử lại"), "arrow-clockwise", on_click=self._load)
        self._retry.hide()
        self._list = MinutesList(look, tr("Biên bản"))
        self._list.chosen.connect(self._open_line)
        sheet = Card(margin_px=8, gap_px=0)
        sheet.column.addWidget(self._list, 1)
        self._sheet = sheet
        left = column(Label(tr("Biên bản"), Type.HEADING), self._state, row(self._retry, 1), sheet, gap_px=8)
        left.setStretch(3, 1)
        body = row(wrap(left), Scroll(self._right()), gap_px=20)
        body.setStretch(0, 17)
        body.setStretch(1, 10)
        body.setContentsMargins(24, 16, 24, 12)
        self.setLayout(body)
        sheet.hide()
        context.listen(context.session.congress.subscribe, self._changed)

    def _right(self) -> QWidget:
        look = self._chair.look
        self._to_do = Label(kind=Type.BODY)
        self._ready = Label(tr("Biên bản đã đủ, có thể trình."), Type.STRONG, "good")
        self._presidium = Label(kind=Type.STRONG)
        work = Card(margin_px=16, gap_px=10)
        work.column.addWidget(Label(tr("Việc còn lại"), Type.TITLE))
        work.column.addWidget(self._to_do)
        work.column.addWidget(self._ready)
        self._clashes = Button(look, tr("Mở lời ghi"), "pencil-line", on_click=self._open_editor)
        work.column.addWidget(self._clashes)
        work.column.addWidget(
            Button(look, tr("Thông tin biên bản"), "identification-card", on_click=self.open_details)
        )
        work.column.addWidget(Button(look, tr("Kết quả biểu quyết"), "hand-palm", on_click=self.open_votes))
        given = Card(margin_px=16, gap_px=10)
        given.column.addWidget(Label(tr("Đoàn Chủ tịch"), Type.TITLE))
        given.column.addWidget(self._presidium)
        self._submit = Button(
            look, tr("Trình Đoàn Chủ tịch"), "paper-plane-tilt", "primary", on_click=self.submit
        )
        given.column.addWidget(self._submit)
        self._versions = RowList(look, tr("Các bản đã trình"), is_framed=False)
        self._versions.chosen.connect(self._open_version)
        self._versions.setMinimumHeight(150)
        given.column.addWidget(self._versions)
        export = Button(look, tr("Xuất biên bản"), "export", on_click=self.open_exports)
        layout = column(work, given, export, 1, gap_px=12)
        return wrap(layout)

    # --- news ---

    def _changed(self, _snapshot: Snapshot) -> None:
        self._is_stale = True
        self._catch_up()

    def _catch_up(self) -> None:
        """Build the page anew if there is news, and it was not done a moment ago."""
        if self._is_stale and not self._is_loading and not self._rest.isActive():
            self._load()

    def _load(self) -> None:
        self._is_loading, self._is_stale = True, False
        self._retry.hide()
        minutes = self._minutes
        work = self._chair.tasks.do(lambda _job: minutes.page())
        work.on_success(self._show).on_failure(self._show_failure).run()

    def _loaded(self) -> None:
        self._is_loading = False
        self._rest.start()

    def _show_failure(self, error: Exception) -> None:
        self._loaded()
        self._state.set_text(self._chair.notices.messages.of(error).text)
        self._retry.show()
        self._sheet.hide()

    def _show(self, page: MinutesPage) -> None:
        self._loaded()
        self._page = page
        self._state.set_text("" if page.lines else tr("Chưa có gì để ghi: phiên họp chưa mở."))
        self._sheet.setVisible(bool(page.lines))
        self._list.lines.set_lines(page.lines)
        work = to_do(page)
        self._to_do.set_text("\n".join(work))
        self._ready.setVisible(not work and bool(page.lines))
        self._clashes.setVisible(page.clashes_count > 0)
        state = self._congress
        words, tone = latest_words(state, is_changed=page.changed_since_approval)
        self._presidium.setText(words)
        self._presidium.set_tone(tone)
        rows = version_rows(state.minutes_versions)
        self._versions.set_rows(rows)
        self._versions.setVisible(bool(rows))
        self._submit.setEnabled(bool(page.lines) and not page.clashes_count)

    @property
    def _congress(self) -> CongressState:
        return self._chair.session.congress.snapshot().state

    # --- mending ---

    def _open_line(self, line: MinutesLine) -> None:
        anchor_id = line.anchor_id
        if anchor_id is None:
            return
        if line.kind is LineKind.SPEECH:
            summary_sheet(self._chair.look, self, line, self._keep_summary)
        elif line.kind is LineKind.VOTE:
            self.open_votes(anchor_id)
        else:
            self._open_outcome(anchor_id)

    def _keep_summary(self, anchor_id: UUID, text: str) -> None:
        self._say(SummaryWritten(anchor_id=anchor_id, text=text))

    def _open_outcome(self, item_id: UUID) -> None:
        times = self._congress.item_times.get(item_id)

        def keep(text: str) -> None:
            self._say(OutcomeNoted(item_id=item_id, outcome=text))

        title = tr("Kết luận của mục này")
        sheet = TextSheet(self._chair.look, self, title, times.outcome if times else "", keep)
        sheet.open_sheet()

    def open_details(self) -> Sheet:
        details = self._page.details if self._page else MinutesDetails()
        details = proposed_details(self._congress, details)
        sheet = DetailsSheet(self._chair.look, self, details, self._keep_details)
        sheet.open_sheet()
        return sheet

    def _keep_details(self, details: MinutesDetails) -> None:
        self._say(MinutesDetailed(details=details))

    def _say(self, payload: Payload) -> None:
        """What is written here is seen at once."""
        self._rest.stop()
        self._chair.say(payload, tr("Đã lưu."))

    def open_votes(self, vote_id: UUID | None = None) -> Sheet:
        sheet = VotesSheet(self._chair, self, vote_id)
        sheet.open_sheet()
        return sheet

    def _open_editor(self) -> None:
        self._chair.go("editor")

    # --- the presidium, files ---

    def submit(self) -> None:
        """Put the minutes as they stand before the presidium."""
        minutes = self._minutes
        self._submit.setEnabled(False)
        self._rest.stop()

        def submitted(_version_id: UUID) -> None:
            self._chair.notices.done(tr("Đã trình Đoàn Chủ tịch."))

        def failed(error: Exception) -> None:
            self._submit.setEnabled(True)
            self._chair.notices.error(error)

        work = self._chair.tasks.do(lambda _job: minutes.submit()).to_the_end()
        work.on_success(submitted).on_failure(failed).run()

    def _open_version(self, version_id: UUID) -> None:
        self._chair.go("minutes_version", version_id=version_id)

    def open_exports(self) -> Sheet:
        sheet = ExportSheet(self._chair, self, self._minutes)
        sheet.open_sheet()
        return sheet
