"""Looking a folder over: what was found, the files, the delegates, the programme."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.ui.packs.photos import photo_rows, photo_summary, unseen
from app.ui.packs.presenter import (
    GRAVITY_LOOKS,
    agenda_rows,
    finding_rows,
    headline,
    in_order,
    matching,
    obstacle,
)
from app.ui.packs.roster import (
    column_rows,
    count_words,
    error_rows,
    lacking_fields,
    person_rows,
)
from app.ui.packs.table import DocumentTable
from app.ui.services import PackPlan
from app.ui.theme.look import Look
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.widgets.basics import Button, Card, Field, IconLabel, Label, Switch, column, row, wrap
from app.ui.widgets.rows import RowList

FINDINGS, FILES, ROSTER, AGENDA, PHOTOS = range(5)
_ROOMY_SCALE = 1.3
"""Above it the lists need the height that explanations would take."""
_FEW_FILES = 12
"""So many are found by looking."""


class ReviewPanel(QWidget):
    """Shows a plan and says what was tapped; the screen decides what follows."""

    def __init__(
        self,
        look: Look,
        *,
        on_finding: Callable[[Any], None],
        on_file: Callable[[str], None],
        on_column: Callable[[int], None],
        on_photo: Callable[[str], object],
        confirm_photos: Callable[[], None],
        sign: Callable[[], object],
        read_again: Callable[[], None],
        other_folder: Callable[[], None],
    ) -> None:
        super().__init__()
        self._look = look
        self._plan: PackPlan | None = None
        self._titles: dict[UUID, str] = {}
        self.table = DocumentTable(look)
        self.table.chosen.connect(on_file)
        self._findings = RowList(look, tr("Điều cần xem"))
        self._findings.chosen.connect(on_finding)
        self.roster = RosterPanel(look, on_column)
        self._agenda = RowList(look, tr("Chương trình"))
        self._photos = PhotosPanel(look, on_photo, confirm_photos)
        self._switch = Switch(
            look,
            (
                (tr("Cần xem"), self._findings),
                (tr("Tài liệu"), self._files_panel()),
                (tr("Đại biểu"), self.roster),
                (tr("Chương trình"), self._agenda),
                (tr("Ảnh"), self._photos),
            ),
        )
        self.sign = Button(look, tr("Ký và lưu gói"), "key", "primary", sign)
        again = Button(look, tr("Kiểm tra lại"), "arrows-clockwise", on_click=read_again)
        other = Button(look, tr("Thư mục khác"), "folder", on_click=other_folder)
        body = column(self._head(again, other), self._switch, gap_px=12)
        body.setStretch(1, 1)
        self.setLayout(body)

    def _head(self, again: Button, other: Button) -> Card:
        self._card = Card("note", margin_px=14, gap_px=8)
        self._icon = IconLabel(self._look, "info", size_px=round(28 * self._look.theme.scale))
        self._headline = Label(kind=Type.STRONG)
        self._folder = Label(kind=Type.SMALL, tone="ink_soft")
        self._obstacle = Label(kind=Type.SMALL)
        words = column(self._headline, self._folder, self._obstacle, gap_px=2)
        line = row(self._icon, words, gap_px=12)
        line.setStretch(1, 1)
        line.setAlignment(self._icon, Qt.AlignmentFlag.AlignTop)
        buttons = row(again, other, self.sign)
        if self._look.theme.scale > 1:
            # Large text: the words need the whole width.
            buttons.insertStretch(2, 1)
            self._card.column.addLayout(line)
            self._card.column.addLayout(buttons)
        else:
            line.addLayout(buttons)
            self._card.column.addLayout(line)
        return self._card

    def _files_panel(self) -> QWidget:
        self._find = Field(tr("Tìm theo tên văn bản"), tr("Tìm theo tên văn bản…"))
        self._find.textChanged.connect(lambda _text: self._show_files())
        panel = column(self._find, self.table, gap_px=8)
        panel.setStretch(1, 1)
        return wrap(panel)

    # --- what is shown ---

    def open_on(self, plan: PackPlan) -> None:
        """A folder that was just read: findings first, else the files."""
        self._switch.show_panel(FINDINGS if headline(plan)[0] else FILES)

    def show_panel(self, number: int) -> None:
        self._switch.show_panel(number)

    def show_plan(
        self, plan: PackPlan, withdraw: frozenset[UUID], titles: dict[UUID, str], has_key: bool
    ) -> None:
        self._plan, self._titles = plan, titles
        gravity, words = headline(plan)
        icon, tone, kind = GRAVITY_LOOKS[gravity] if gravity else ("check-circle", "good", "good")
        self._card.set_kind(kind)
        self._icon.show_icon(icon, tone)
        self._headline.setText(words)
        self._folder.setText(tr("Thư mục “{name}”", name=plan.folder.name))
        what, fix = obstacle(plan, has_key)
        is_roomy = self._look.theme.scale <= _ROOMY_SCALE
        self._folder.setVisible(is_roomy)
        self._obstacle.set_text(f"{what} {fix}".strip() if is_roomy else what)
        self.sign.setEnabled(not what)
        self._findings.set_rows(finding_rows(plan, withdraw))
        self.roster.show_roster(plan)
        self._agenda.set_rows(agenda_rows(plan))
        self._photos.show_photos(plan)
        self._show_files()

    def _show_files(self) -> None:
        if self._plan is not None:
            self._find.setVisible(len(self._plan.documents) > _FEW_FILES)
            found = matching(in_order(self._plan), self._find.text())
            self.table.files.show_documents(found, self._plan, self._titles)


class PhotosPanel(QWidget):
    """Every photograph with whose it is; one tap says that somebody has looked at all those matched."""

    def __init__(self, look: Look, on_photo: Callable[[str], object], confirm: Callable[[], None]) -> None:
        super().__init__()
        self._summary = Label(kind=Type.STRONG)
        self._rows = RowList(look, tr("Ảnh đại biểu"))
        self._rows.chosen.connect(on_photo)
        self._confirm = Button(look, tr("Đã xem, đúng cả"), "checks", on_click=confirm)
        head = row(self._summary, self._confirm)
        head.setStretch(0, 1)
        panel = column(head, self._rows, gap_px=8)
        panel.setStretch(1, 1)
        self.setLayout(panel)

    def show_photos(self, plan: PackPlan) -> None:
        none = tr("Thư mục không có ảnh đại biểu (thư mục con “anh”).")
        self._summary.setText(photo_summary(plan.photos) or none)
        self._rows.set_rows(photo_rows(plan.photos))
        self._rows.setVisible(bool(plan.photos))
        self._confirm.setVisible(bool(unseen(plan.photos)))


class RosterPanel(QWidget):
    """Columns on the left; on the right what is wrong and the first persons."""

    def __init__(self, look: Look, on_column: Callable[[int], None]) -> None:
        super().__init__()
        self._lacking = Label(tone="unsure")
        self._columns = RowList(look, tr("Các cột của bảng"), is_framed=False)
        self._columns.chosen.connect(on_column)
        self._errors = RowList(look, tr("Dòng cần sửa"), is_framed=False)
        self._no_errors = Label(tr("Mọi dòng đều đọc được."), tone="good")
        self._people = RowList(look, tr("Những người đầu tiên"), is_framed=False)
        self._count = Label(kind=Type.STRONG)
        left = Card(margin_px=16, gap_px=8)
        hint = Label(tr("Chạm vào cột để chọn cột ấy là gì."), Type.SMALL, "ink_soft")
        for part in (Label(tr("Các cột của bảng"), Type.STRONG), hint, self._lacking):
            left.column.addWidget(part)
        left.column.addWidget(self._columns, 1)
        people = column(self._count, self._people)
        people.setStretch(1, 1)
        errors = column(self._no_errors, self._errors)
        errors.setStretch(1, 1)
        self._found = Switch(
            look, ((tr("Dòng cần sửa"), wrap(errors)), (tr("Những người đầu tiên"), wrap(people)))
        )
        right = Card(margin_px=16, gap_px=8)
        right.column.addWidget(self._found, 1)
        body = row(left, right, gap_px=16)
        body.setStretch(0, 1)
        body.setStretch(1, 1)
        self.setLayout(body)
        self._was_shown = False

    def show_roster(self, plan: PackPlan) -> None:
        roster = plan.roster
        lacking = lacking_fields(roster)
        self._lacking.set_text(
            tr("Chưa biết cột nào là: {fields}", fields=", ".join(lacking)) if lacking else ""
        )
        self._columns.set_rows(column_rows(roster))
        errors = error_rows(roster)
        self._errors.set_rows(errors)
        self._errors.setVisible(bool(errors))
        self._no_errors.setVisible(not errors)
        self._count.setText(count_words(roster))
        self._people.set_rows(person_rows(roster))
        if not self._was_shown:
            self._found.show_panel(0 if errors else 1)
            self._was_shown = True
