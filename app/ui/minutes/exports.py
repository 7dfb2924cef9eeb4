"""Writing the minutes out, and the secretariat's own Word template."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from app.ui.context import Context
from app.ui.files import documents_folder, free_path
from app.ui.minutes.presenter import format_name
from app.ui.services import ExportedMinutes, MinutesFormat, MinutesService
from app.ui.shell.sheet import Sheet
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.widgets.basics import Button, Label, row


class ExportSheet(Sheet):
    """One tap writes one file; the sheet stays for the next."""

    def __init__(self, context: Context, parent: QWidget, minutes: MinutesService) -> None:
        super().__init__(context.look, parent, tr("Xuất biên bản"))
        self._chair, self._minutes = context, minutes
        self._buttons: list[Button] = []
        self._is_stopped = False
        self._part(tr("Biên bản"), (MinutesFormat.DOCX, MinutesFormat.PDF, MinutesFormat.TEXT))
        self._part(tr("Phụ đề của bản ghi âm"), (MinutesFormat.SRT, MinutesFormat.VTT))
        self._stop = Button(context.look, tr("Dừng"), "x", on_click=self._cancel)
        self._stop.hide()
        self.content.addWidget(self._stop)
        words = tr("Tệp nằm trong thư mục Tài liệu của máy này.")
        self.content.addWidget(Label(words, Type.SMALL, "ink_soft"))
        self.content.addSpacing(12)
        self.content.addWidget(Label(tr("Mẫu Word của Đoàn Thư ký"), Type.STRONG))
        self._template = Label(tone="ink_soft")
        self.content.addWidget(self._template)
        look = context.look
        self._own = Button(look, tr("Dùng mẫu khác"), "file-text", on_click=self.choose_template)
        self._write = Button(look, tr("Ghi mẫu để sửa"), "download-simple", on_click=self.write_template)
        self._none = Button(look, tr("Về mẫu của Đại hội"), "arrow-counter-clockwise", on_click=self._forget)
        for button in (self._own, self._write, self._none):
            self.content.addWidget(button)
        self._none.hide()
        self._ask_for_template()

    def _part(self, title: str, forms: tuple[MinutesFormat, ...]) -> None:
        self.content.addWidget(Label(title, Type.STRONG))
        buttons = row(gap_px=8)
        for form in forms:
            button = Button(self._chair.look, format_name(form), on_click=partial(self.write, form))
            button.setAccessibleName(f"{title}, {format_name(form)}")
            self._buttons.append(button)
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.content.addLayout(buttons)
        self.content.addSpacing(8)

    # --- files ---

    def write(self, form: MinutesFormat, folder: Path | None = None) -> None:
        congress = self._chair.session.congress.snapshot().state.congress
        day = congress.starts_on if congress else "dai-hoi"
        into, minutes = folder or documents_folder(), self._minutes
        stem = "bien-ban" if form not in (MinutesFormat.SRT, MinutesFormat.VTT) else "phu-de"
        self._is_stopped = False
        self._enable(False)

        def export(_job: object) -> ExportedMinutes:
            into.mkdir(parents=True, exist_ok=True)
            path = free_path(into, f"{stem}-{day}", form.value)
            return minutes.export(form, path, lambda _progress: None, lambda: self._is_stopped)

        work = self._chair.tasks.do(export).to_the_end()
        work.on_success(self._written).on_failure(self._failed).run()

    def _cancel(self) -> None:
        self._is_stopped = True

    def _written(self, exported: ExportedMinutes) -> None:
        self._enable(True)
        url = QUrl.fromLocalFile(str(exported.path))
        self._chair.notices.done(
            tr("Đã ghi {name}.", name=exported.path.name),
            str(exported.path.parent),
            tr("Mở"),
            lambda: _open(url),
        )

    def _failed(self, error: Exception) -> None:
        self._enable(True)
        if not self._is_stopped:
            self._chair.notices.error(error)

    def _enable(self, is_free: bool) -> None:
        if not self.is_open:
            return
        for button in (*self._buttons, self._own, self._write, self._none):
            button.setEnabled(is_free)
        self._stop.setVisible(not is_free)

    # --- the template ---

    def _ask_for_template(self) -> None:
        minutes = self._minutes
        self._chair.tasks.do(lambda _job: minutes.template()).on_success(self._show_template).run()

    def _show_template(self, name: str) -> None:
        if not self.is_open:
            return
        self._template.setText(
            tr("Đang dùng: {name}", name=name) if name else tr("Đang dùng thể thức của Đại hội.")
        )
        self._none.setVisible(bool(name))

    def choose_template(self, path: Path | None = None) -> None:
        """Ask for a file unless one is given; it is used only when filling it in works."""
        if path is None:
            chosen, _kind = QFileDialog.getOpenFileName(
                self, tr("Chọn mẫu Word"), str(documents_folder()), "Word (*.docx)"
            )
            if not chosen:
                return
            path = Path(chosen)
        self._use(path)

    def _forget(self) -> None:
        self._use(None)

    def _use(self, path: Path | None) -> None:
        minutes = self._minutes
        self._enable(False)

        def used(_nothing: object) -> None:
            self._enable(True)
            self._ask_for_template()

        work = self._chair.tasks.do(lambda _job: minutes.use_template(path)).to_the_end()
        work.on_success(used).on_failure(self._failed).run()

    def write_template(self, folder: Path | None = None) -> None:
        into, minutes = folder or documents_folder(), self._minutes
        self._enable(False)

        def write(_job: object) -> ExportedMinutes:
            into.mkdir(parents=True, exist_ok=True)
            path = free_path(into, "mau-bien-ban", "docx")
            minutes.write_template(path)
            return ExportedMinutes(path, 0, "")

        work = self._chair.tasks.do(write).to_the_end()
        work.on_success(self._written).on_failure(self._failed).run()


def _open(url: QUrl) -> None:
    QDesktopServices.openUrl(url)
