"""Writing the paper with one's marks to a PDF, where the congress allows it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from PySide6.QtWidgets import QFileDialog, QProgressBar, QWidget

from app.runtime.tasks import Handle, Job
from app.ui.context import Context
from app.ui.services import Progress
from app.ui.shell.sheet import Sheet
from app.ui.translation import tr
from app.ui.widgets.basics import Button, Label

AskPath = Callable[[QWidget, str], str]


def ask_pdf_path(parent: QWidget, title: str) -> str:
    """The file to write, "" when the reader thought better of it."""
    name = "".join(letter for letter in title if letter not in '\\/:*?"<>|').strip() or "tai-lieu"
    path, _filter = QFileDialog.getSaveFileName(
        parent, tr("Xuất PDF có ghi chú"), f"{name}.pdf", "PDF (*.pdf)"
    )
    return path


class ExportSheet(Sheet):
    """How far it is, and a button to stop. Closing the sheet stops it too."""

    def __init__(self, context: Context, parent: QWidget, document_id: UUID, path: Path) -> None:
        super().__init__(context.look, parent, tr("Xuất PDF có ghi chú"))
        self._export, self._path = context, path
        self._bar = QProgressBar()
        self._bar.setAccessibleName(tr("Đang xuất"))
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self.content.addWidget(Label(tr("Đang ghi {name}…", name=path.name)))
        self.content.addWidget(self._bar)
        self.content.addWidget(Button(context.look, tr("Dừng"), "x", on_click=self.close_sheet))
        documents = context.session.documents

        def work(job: Job) -> bool:
            documents.export_annotated(document_id, path, job.report, job.is_cancelled)
            return not job.is_cancelled()

        operation = context.tasks.do(work).with_progress(self._show_progress)
        operation.on_success(self._finished).on_failure(self._failed)
        self._handle: Handle | None = operation.run()
        self.open_sheet()

    def _show_progress(self, progress: Progress) -> None:
        if progress.total:
            self._bar.setRange(0, progress.total)
            self._bar.setValue(progress.done)

    def _finished(self, is_whole: bool) -> None:
        self._handle = None
        self.close_sheet()
        if is_whole:
            self._export.notices.done(tr("Đã xuất {name}.", name=self._path.name))

    def _failed(self, error: Exception) -> None:
        self._handle = None
        self.close_sheet()
        self._export.notices.error(error)

    def close_sheet(self) -> None:
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None
        super().close_sheet()
