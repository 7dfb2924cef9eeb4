"""Writing the board's papers: which one, in which form, and where it lies afterwards."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from app.ui.context import Context
from app.ui.files import documents_folder, free_path
from app.ui.services import FORMATS, BoardPaper, BoardService, PaperFormat
from app.ui.shell.sheet import Sheet
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.widgets.basics import Button, Label, row

_STEMS = {BoardPaper.REPORT: "bao-cao-tham-tra", BoardPaper.ATTENDANCE: "danh-sach-diem-danh"}


def paper_name(paper: BoardPaper) -> str:
    return {
        BoardPaper.REPORT: tr("Báo cáo thẩm tra tư cách đại biểu"),
        BoardPaper.ATTENDANCE: tr("Danh sách điểm danh"),
    }[paper]


def format_name(form: PaperFormat) -> str:
    return {
        PaperFormat.DOCX: tr("Word"),
        PaperFormat.PDF: tr("PDF"),
        PaperFormat.XLSX: tr("Bảng tính"),
    }[form]


def _open(url: QUrl) -> None:
    QDesktopServices.openUrl(url)


class PapersSheet(Sheet):
    """One tap writes one paper; the sheet stays for the next."""

    def __init__(self, context: Context, parent: QWidget, service: BoardService) -> None:
        super().__init__(context.look, parent, tr("Xuất báo cáo"))
        self._board, self._service = context, service
        self._buttons: list[Button] = []
        for paper in BoardPaper:
            self.content.addWidget(Label(paper_name(paper), Type.STRONG))
            forms = row(gap_px=8)
            for form in FORMATS[paper]:
                button = Button(context.look, format_name(form), on_click=partial(self.write, paper, form))
                button.setAccessibleName(f"{paper_name(paper)}, {format_name(form)}")
                self._buttons.append(button)
                forms.addWidget(button)
            forms.addStretch(1)
            self.content.addLayout(forms)
            self.content.addSpacing(8)
        words = tr("Số liệu đúng lúc bấm nút. Tệp nằm trong thư mục Tài liệu của máy này.")
        self.content.addWidget(Label(words, Type.SMALL, "ink_soft"))
        words = tr("Báo cáo có dữ liệu cá nhân: chỉ giao cho người có trách nhiệm.")
        self.content.addWidget(Label(words, Type.SMALL, "ink_soft"))

    def write(self, paper: BoardPaper, form: PaperFormat, folder: Path | None = None) -> None:
        congress = self._board.session.congress.snapshot().state.congress
        day = congress.starts_on if congress else "dai-hoi"
        into = folder or documents_folder()
        service, notices = self._service, self._board.notices
        self._enable(False)

        def export(_job: object) -> Path:
            into.mkdir(parents=True, exist_ok=True)
            return service.export(paper, form, free_path(into, f"{_STEMS[paper]}-{day}", form.value))

        def written(path: Path) -> None:
            self._enable(True)
            url = QUrl.fromLocalFile(str(path))
            notices.done(
                tr("Đã ghi {name}.", name=path.name),
                str(path.parent),
                tr("Mở"),
                lambda: _open(url),
            )

        def failed(error: Exception) -> None:
            self._enable(True)
            notices.error(error)

        self._board.tasks.do(export).to_the_end().on_success(written).on_failure(failed).run()

    def _enable(self, is_free: bool) -> None:
        if not self.is_open:
            return
        for button in self._buttons:
            button.setEnabled(is_free)
