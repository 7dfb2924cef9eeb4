"""The secretariat's workbench: a folder is checked, corrected, signed, and put into the hall."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from app.runtime.tasks import Handle, Job
from app.ui.context import Context, Screen
from app.ui.packs.choices import choose
from app.ui.packs.document_sheet import DocumentSheet
from app.ui.packs.panels import BusyPanel, DonePanel, StartPanel, Steps
from app.ui.packs.photos import PhotoSheet, unseen
from app.ui.packs.presenter import Desk, pack_summary, with_document
from app.ui.packs.recent import RecentFolders
from app.ui.packs.review import FILES, ROSTER, ReviewPanel
from app.ui.packs.roster import field_rows, remapped
from app.ui.packs.signing import open_sign_sheet
from app.ui.services import BuiltPack, PackPlan, PackService, PlannedDocument
from app.ui.shell.sheet import Sheet
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.widgets.basics import Label, column
from app.ui.widgets.rows import Row


def open_workbench(context: Context) -> Screen:
    """The workbench with what lies on it; words in its place on a device that builds no packs."""
    if context.session.packs is None:
        return _NoWorkbench(context)
    return PacksScreen(context, context.session.packs, context.kept.setdefault("packs", Desk()))


class _NoWorkbench(Screen):
    def __init__(self, context: Context) -> None:
        super().__init__(context)
        words = Label(tr("Máy này không dựng gói tài liệu được."), Type.TITLE)
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setLayout(column(1, words, 1, margin_px=24))


class PacksScreen(Screen):
    """One screen for all steps. Rules are in the presenter, files and keys behind `PackService`."""

    def __init__(self, context: Context, packs: PackService, desk: Desk) -> None:
        super().__init__(context)
        self._packs, self._service, self._desk = context, packs, desk
        self._recent = RecentFolders()
        self._has_key = False
        self._saving = 0
        self._to_unlock: tuple[str, str] | None = None
        self._running: Handle | None = None
        self._sheet: DocumentSheet | None = None
        look = context.look
        self._steps = Steps(look)
        self._start = StartPanel(look, self._choose_folder, self.read_folder)
        self._busy = BusyPanel(look, self._stop)
        self._review = ReviewPanel(
            look,
            on_finding=self._go_to_finding,
            on_file=self.open_file,
            on_column=self._choose_field,
            on_photo=self.open_photo,
            confirm_photos=self._confirm_photos,
            sign=self.ask_to_sign,
            read_again=self._read_again,
            other_folder=self._show_start,
        )
        self._done = DonePanel(
            look,
            publish=self._publish,
            show_file=self._show_file,
            edit=self._edit_on,
            to_papers=lambda: context.go("papers"),
        )
        panels = (self._start, self._busy, self._review, self._done)
        body = column(self._steps, *panels, gap_px=12)
        for number in range(1, len(panels) + 1):
            body.setStretch(number, 1)
        body.setContentsMargins(24, 14, 24, 12)
        self.setLayout(body)
        self._show_where_we_were()
        context.tasks.do(lambda _job: packs.has_signing_key()).on_success(self._key_known).run()

    # --- where we are ---

    def _show_where_we_were(self) -> None:
        if self._desk.built is not None:
            self._show_done()
        elif self._desk.plan is not None:
            self._edit_on()
        else:
            self._show_start()

    def _show(self, panel: QWidget, step: int) -> None:
        for one in (self._start, self._busy, self._review, self._done):
            one.setVisible(one is panel)
        self._steps.show_step(step)

    def _show_start(self) -> None:
        self._start.show_recent(self._recent.folders())
        self._show(self._start, 0)

    def _show_done(self) -> None:
        self._done.show_desk(self._desk)
        self._show(self._done, 3)

    def _edit_on(self) -> None:
        self._refresh()
        self._show(self._review, 1)

    def _key_known(self, has_key: bool) -> None:
        self._has_key = has_key
        self._refresh()

    def _refresh(self) -> None:
        if self._desk.plan is not None:
            self._review.show_plan(self._desk.plan, self._desk.withdraw, self._titles(), self._has_key)

    def _titles(self) -> dict[UUID, str]:
        """Papers that are in the hall, for "replaces"."""
        state = self._packs.session.congress.snapshot().state
        return {document.id: document.title for document in state.documents_on_shelf()}

    # --- step 1: the folder ---

    def _choose_folder(self) -> None:
        before = self._recent.folders()
        name = QFileDialog.getExistingDirectory(
            self, tr("Chọn thư mục tài liệu"), str(before[0]) if before else ""
        )
        if name:
            self.read_folder(Path(name))

    def read_folder(self, folder: Path) -> None:
        """Check everything in the folder; the screen shows how far it is."""
        self._recent.remember(folder)
        service = self._service

        def read(plan: PackPlan) -> None:
            self._desk.lay(plan)
            self._review.open_on(plan)
            self._edit_on()

        self._work(
            tr("Đang kiểm tra thư mục “{name}”", name=folder.name),
            0,
            lambda job: service.inspect(folder, job.report, job.is_cancelled),
            read,
        )

    def _read_again(self) -> None:
        if self._desk.plan is not None:
            self.read_folder(self._desk.plan.folder)

    # --- long work ---

    def _work(
        self,
        title: str,
        step: int,
        work: Callable[[Job], Any],
        done: Callable[[Any], None],
        *,
        can_stop: bool = True,
    ) -> None:
        self._busy.begin(title, can_stop=can_stop)
        self._show(self._busy, step)

        def finished(value: Any) -> None:
            self._running = None
            done(value)

        def failed(error: Exception) -> None:
            self._running = None
            self._packs.notices.error(error)
            self._show_where_we_were()

        operation = self._packs.tasks.do(work).with_progress(self._busy.show_progress)
        operation = operation if can_stop else operation.to_the_end()
        self._running = operation.on_success(finished).on_failure(failed).run()

    def _stop(self) -> None:
        if self._running is not None:
            self._running.cancel()
            self._running = None
        self._show_where_we_were()

    # --- step 2: looking over and correcting ---

    def _go_to_finding(self, key: tuple[str, Any]) -> None:
        kind, what = key
        if kind == "file":
            self.open_file(what)
        elif kind == "roster":
            self._review.show_panel(ROSTER)
        elif kind == "missing":
            self._decide_missing(what)

    def open_file(self, file: str) -> None:
        """Everything that can be corrected about one file."""
        plan = self._desk.plan
        document = next((one for one in plan.documents if one.file == file), None) if plan else None
        if plan is None or document is None:
            return
        self._review.table.select_file(file)
        sheet = DocumentSheet(self._packs.look, self, document, plan, self._titles())
        sheet.left.connect(self._correct)
        sheet.unlocked.connect(lambda password: self._unlock(file, password))
        sheet.stepped.connect(lambda by: self._step(file, by))
        self._sheet = sheet
        sheet.open_sheet()

    def _step(self, file: str, by: int) -> None:
        neighbour = self._review.table.neighbour(file, by)
        if neighbour and self._running is None and self._to_unlock is None:
            self._review.show_panel(FILES)
            self.open_file(neighbour)

    def _correct(self, fresh: PlannedDocument) -> None:
        """Shown at once; kept in the folder in the background, one after the other."""
        self._sheet = None
        plan = self._desk.plan
        if plan is None or fresh in plan.documents:
            return
        corrected = with_document(plan, fresh)
        self._desk.plan = corrected
        self._refresh()
        service = self._service
        self._saving += 1

        def kept(checked: PackPlan) -> None:
            self._saving -= 1
            if not self._saving:
                self._desk.plan = checked
                self._refresh()
                self._unlock_now()

        def failed(error: Exception) -> None:
            self._saving -= 1
            self._to_unlock = None
            self._packs.notices.error(error)

        work = self._packs.tasks.do(lambda _job: service.correct(corrected, corrected.documents))
        # One lane: corrections are written in the order in which they were made, also after leaving.
        work.on_database().to_the_end().on_success(kept).on_failure(failed).run()

    def _unlock(self, file: str, password: str) -> None:
        """After what was corrected is kept in the folder: the whole of it is checked again."""
        self._to_unlock = (file, password)
        if not self._saving:
            self._unlock_now()

    def _unlock_now(self) -> None:
        plan, service = self._desk.plan, self._service
        if plan is None or self._to_unlock is None:
            return
        (file, password), self._to_unlock = self._to_unlock, None

        def checked(fresh: PackPlan) -> None:
            self._desk.plan = fresh
            self._edit_on()
            self.open_file(file)

        self._work(
            tr("Đang mở khóa “{name}”", name=file),
            1,
            lambda job: service.unlock(plan, file, password, job.report, job.is_cancelled),
            checked,
        )

    def _decide_missing(self, document_id: UUID) -> None:
        plan = self._desk.plan
        if plan is None:
            return
        title = next(title for one, title in plan.missing if one == document_id)
        gone = document_id in self._desk.withdraw
        keep = tr("Đại biểu vẫn đọc được bản đã phát.")
        call_back = tr("Khi gói được đưa lên, văn bản biến mất khỏi mọi máy tính bảng.")
        rows = (
            Row(False, tr("Giữ lại"), keep, icon="files", is_current=not gone),
            Row(True, tr("Thu hồi"), call_back, icon="prohibit", is_current=gone),
        )

        def decided(is_called_back: bool) -> None:
            others = self._desk.withdraw - {document_id}
            self._desk.withdraw = others | {document_id} if is_called_back else others
            self._refresh()

        choose(self._packs.look, self, title, rows, decided)

    def _choose_field(self, index: int) -> None:
        plan = self._desk.plan
        if plan is None:
            return
        header = next(one.header for one in plan.roster.columns if one.index == index)
        title = tr("Cột “{header}” là gì?", header=header)

        def chosen(field: str) -> None:
            self._map_roster(plan, remapped(plan.roster, index, field))

        choose(self._packs.look, self, title, field_rows(plan.roster, index), chosen)

    def _map_roster(self, plan: PackPlan, fields: dict[int, str]) -> None:
        service = self._service

        def mapped(fresh: PackPlan) -> None:
            self._desk.plan = fresh
            self._edit_on()

        title = tr("Đang đọc lại danh sách đại biểu")
        self._work(title, 1, lambda _job: service.map_roster(plan, fields), mapped, can_stop=False)

    def open_photo(self, file: str) -> PhotoSheet | None:
        """Whose photograph is it?"""
        plan = self._desk.plan
        photo = next((one for one in plan.photos if one.file == file), None) if plan else None
        if plan is None or photo is None:
            return None
        sheet = PhotoSheet(
            self._packs.look, self, photo, plan, lambda name, number: self._give_photos({name: number})
        )
        sheet.open_sheet()
        return sheet

    def _confirm_photos(self) -> None:
        if self._desk.plan is not None:
            self._give_photos(unseen(self._desk.plan.photos))

    def _give_photos(self, numbers: dict[str, int | None]) -> None:
        plan, service = self._desk.plan, self._service
        if plan is None:
            return

        def given(fresh: PackPlan) -> None:
            self._desk.plan = fresh
            self._refresh()

        work = self._packs.tasks.do(lambda _job: service.give_photos(plan, numbers))
        work.on_database().to_the_end().on_success(given).on_failure(self._packs.notices.error).run()

    # --- step 3: signing ---

    def ask_to_sign(self) -> Sheet | None:
        plan = self._desk.plan
        if plan is None:
            return None
        lines = pack_summary(plan, self._desk.withdraw, self._titles())
        return open_sign_sheet(
            self._packs.look, self, plan.congress_title, lines, lambda: self._choose_place(plan)
        )

    def _choose_place(self, plan: PackPlan) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        proposed = Path(folder or ".") / f"{plan.folder.name}.pack"
        name, _filter = QFileDialog.getSaveFileName(
            self, tr("Lưu gói"), str(proposed), tr("Gói tài liệu (*.pack)")
        )
        if name:
            self.sign_to(Path(name))

    def sign_to(self, path: Path) -> None:
        """Write the signed pack. Stopping leaves nothing at `path`."""
        plan, withdraw, service = self._desk.plan, self._desk.withdraw, self._service
        if plan is None:
            return

        def signed(pack: BuiltPack) -> None:
            self._desk.built, self._desk.published = pack, None
            self._show_done()

        self._work(
            tr("Đang ký gói"),
            2,
            lambda job: service.build(plan, path, withdraw, job.report, job.is_cancelled),
            signed,
        )

    def _show_file(self) -> None:
        if self._desk.built is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._desk.built.path.parent)))

    # --- step 4: into the hall ---

    def _publish(self) -> None:
        pack, service = self._desk.built, self._service
        if pack is None:
            return

        def published(count: int) -> None:
            self._desk.published = count
            self._show_done()

        self._work(
            tr("Đang đưa lên hội trường"),
            3,
            lambda job: service.publish(pack, job.report, job.is_cancelled),
            published,
        )

    def dispose(self) -> None:
        if self._sheet is not None:
            # The header stays above the sheet: leaving through it keeps what was typed, too.
            self._correct(self._sheet.draft())
        super().dispose()
