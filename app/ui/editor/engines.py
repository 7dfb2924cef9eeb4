"""Hearing a stretch again with another engine, and choosing which hearing is read."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QButtonGroup, QProgressBar, QWidget

from app.domain.payloads import RecordingRetranscribed
from app.domain.state import CongressState
from app.domain.transcript import Segment
from app.runtime.tasks import Handle
from app.ui.context import Context
from app.ui.editor.page import Page, turn_from
from app.ui.services import EngineChoice, Progress, TranscriptService
from app.ui.shell.sheet import Sheet
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.widgets.basics import Button, Label

Stretch = tuple[int, int]


def stretches(state: CongressState, page: Page, row: int) -> tuple[tuple[str, Stretch], ...]:
    """What can be heard again: this paragraph, what this speaker says from here on, the whole recording."""
    segment = page.lines[row].segment
    last = turn_from(page, row)[-1]
    recording = state.recordings.get(segment.recording_id)
    ends = [one.end_ms for one in state.segments.values() if one.recording_id == segment.recording_id]
    length = (recording.duration_ms if recording else None) or max(ends)
    return (
        (tr("Đoạn này"), (segment.start_ms, segment.end_ms)),
        (tr("Đến chỗ đổi người"), (segment.start_ms, max(last.end_ms, segment.end_ms))),
        (tr("Cả bản ghi"), (0, length)),
    )


def runs_over(state: CongressState, segment: Segment) -> list[tuple[UUID | None, str]]:
    """Hearings of this segment's stretch that can be read, and their engines: live first."""
    found: dict[UUID | None, str] = {}
    recording = state.recordings.get(segment.recording_id)
    chosen = {choice.run_id for choice in recording.choices} if recording else set()
    for one in state.segments.values():
        overlaps = one.start_ms < segment.end_ms and segment.start_ms < one.end_ms
        is_whole = one.run_id is None or one.run_id in chosen  # an unfinished run has never been chosen
        if one.recording_id == segment.recording_id and overlaps and is_whole:
            found.setdefault(one.run_id, one.engine)
    return sorted(found.items(), key=lambda run: (run[0] is not None, str(run[0])))


class EnginesSheet(Sheet):
    """Stays open while it works; closing it cancels, and what was read before is read on."""

    def __init__(
        self, context: Context, parent: QWidget, service: TranscriptService, page: Page, row: int
    ) -> None:
        super().__init__(context.look, parent, tr("Nghe bằng máy khác"))
        self._editor, self._service = context, service
        self._segment = page.lines[row].segment
        self._state = context.session.congress.snapshot().state
        self._stretches = stretches(self._state, page, row)
        self._handle: Handle | None = None
        self._buttons: list[Button] = []
        self._scope = QButtonGroup(self)
        self._build_versions()
        self._build_engines()
        self._progress = QProgressBar()
        self._progress.setAccessibleName(tr("Đang nghe lại"))
        self._progress.setTextVisible(False)
        self._doing = Label(kind=Type.SMALL, tone="ink_soft")
        self._cancel = Button(context.look, tr("Thôi"), "x", on_click=self.close_sheet)
        for part in (self._doing, self._progress, self._cancel):
            self.content.addWidget(part)
            part.hide()

    def _build_versions(self) -> None:
        runs = runs_over(self._state, self._segment)
        if len(runs) < 2:
            return
        self.content.addWidget(Label(tr("Bản chữ của đoạn này"), Type.STRONG))
        for run_id, engine in runs:
            word = tr("Nghe lúc họp ({engine})", engine=engine) if run_id is None else engine
            is_read = run_id == self._segment.run_id
            button = Button(
                self._editor.look,
                tr("{name}, đang đọc", name=word) if is_read else word,
                "check" if is_read else "text-align-left",
                "row",
                partial(self._read, run_id, engine),
            )
            button.setEnabled(not is_read)
            self._add(button)

    def _build_engines(self) -> None:
        self.content.addWidget(Label(tr("Nghe lại phần nào?"), Type.STRONG))
        for number, (word, _stretch) in enumerate(self._stretches):
            button = Button(self._editor.look, word)
            button.setCheckable(True)
            button.setChecked(number == 0)
            self._scope.addButton(button, number)
            self._add(button)
        self.content.addWidget(Label(tr("Bằng máy nào?"), Type.STRONG))
        for engine in self._service.engines():
            word = f"{engine.name} ({engine.model_name})" if engine.model_name != engine.name else engine.name
            self._add(Button(self._editor.look, word, "ear", on_click=partial(self._hear, engine)))
        note = tr("Bản chữ cũ được giữ; anh/chị đổi lại lúc nào cũng được.")
        self.content.addWidget(Label(note, Type.SMALL, "ink_soft"))

    def _add(self, button: Button) -> None:
        self._buttons.append(button)
        self.content.addWidget(button)

    def _read(self, run_id: UUID | None, engine: str) -> None:
        start_ms, end_ms = self._segment.start_ms, self._segment.end_ms
        self._editor.say(
            RecordingRetranscribed(
                recording_id=self._segment.recording_id,
                run_id=run_id,
                engine=engine,
                start_ms=start_ms,
                end_ms=end_ms,
            )
        )
        self.close_sheet()

    def _hear(self, engine: EngineChoice) -> None:
        stretch = self._stretches[self._scope.checkedId()][1]
        recording_id, service = self._segment.recording_id, self._service
        for button in self._buttons:
            button.setEnabled(False)
        self._doing.set_text(tr("Đang nghe lại bằng {engine}…", engine=engine.name))
        self._progress.show()
        self._cancel.show()
        work = self._editor.tasks.do(
            lambda job: service.hear_again(recording_id, engine.name, stretch, job.report, job.is_cancelled)
        )
        work.with_progress(self._show_progress).on_success(self._heard).on_failure(self._failed)
        self._handle = work.run()

    def _show_progress(self, progress: Progress) -> None:
        self._progress.setRange(0, progress.total or 0)
        self._progress.setValue(progress.done)

    def _heard(self, _nothing: object) -> None:
        self._handle = None
        self.close_sheet()
        self._editor.notices.done(tr("Đã nghe lại. Bản chữ mới đang hiện trên trang."))

    def _failed(self, error: Exception) -> None:
        self._handle = None
        self.close_sheet()
        self._editor.notices.error(error)

    def close_sheet(self) -> None:
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None
        super().close_sheet()
