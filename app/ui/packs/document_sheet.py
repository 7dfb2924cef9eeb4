"""Everything that can be corrected about one file, in big controls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QWidget

from app.domain.entities import DocumentKind
from app.ui.packs.choices import Stepper, Toggle, choose, titled
from app.ui.packs.presenter import GRAVITY_LOOKS, item_words
from app.ui.services import Finding, PackPlan, PlannedDocument
from app.ui.shell.sheet import Sheet
from app.ui.theme.look import Look
from app.ui.theme.tokens import TOUCH_GAP_PX, Type
from app.ui.translation import tr
from app.ui.widgets.basics import Button, Card, Field, Label, column, row
from app.ui.widgets.rows import Row
from app.ui.words import SHELVES, shelf_name

_LAST_POSITION = 9_999
_LAST_NUMBER = 99_999


class DocumentSheet(Sheet):
    """Works on a draft; `left(document)` once when it closes, by whatever way, so nothing typed is lost.

    `unlocked(password)` comes after it where a password for a locked file was typed.
    """

    left = Signal(object)
    unlocked = Signal(str)
    stepped = Signal(int)
    """Before (-1) or after (+1) this file in the table; comes after `left`."""

    def __init__(
        self, look: Look, parent: QWidget, document: PlannedDocument, plan: PackPlan, titles: dict[UUID, str]
    ) -> None:
        super().__init__(look, parent, document.file)
        self._screen = parent
        self._plan = plan
        self._titles = titles
        self._draft = document
        steps = row(
            Button(look, tr("Tệp trước"), "caret-left", on_click=lambda: self._step(-1)),
            Button(look, tr("Tệp sau"), "caret-right", on_click=lambda: self._step(1)),
            1,
        )
        self.content.addLayout(steps)
        self.content.setSpacing(16)
        cards = [finding_card(finding) for finding in document.findings]
        for card in cards[:1]:
            self.content.addWidget(card)
        self._password = _password_field()
        if document.is_locked:
            unlock = Button(look, tr("Mở khóa"), "key", "primary", self.close_sheet)
            self._password.returnPressed.connect(self.close_sheet)
            self.content.addWidget(titled(tr("Mật khẩu"), self._password, unlock))
        for card in cards[1:]:
            self.content.addWidget(card)
        for part in self._parts():
            self.content.addWidget(part)

    def draft(self) -> PlannedDocument:
        """The file as corrected so far; an emptied title stays what it was."""
        title = self._title.text().strip() or self._draft.title
        number = self._author.text().strip()
        return replace(self._draft, title=title, author_number=int(number) if number else None)

    def close_sheet(self) -> None:
        super().close_sheet()
        self.left.emit(self.draft())
        if self._password.text():
            self.unlocked.emit(self._password.text())

    def _step(self, by: int) -> None:
        self.close_sheet()
        self.stepped.emit(by)

    # --- controls ---

    def _parts(self) -> tuple[QWidget, ...]:
        look, document = self._look, self._draft
        self._title = Field(tr("Tên văn bản"))
        self._title.setText(document.title)
        self._title.setMaxLength(200)
        self._title.setCursorPosition(0)
        self._author = Field(tr("Số của đại biểu phát biểu"), tr("Để trống nếu không có"))
        self._author.setValidator(QIntValidator(1, _LAST_NUMBER, self._author))
        self._author.setText(str(document.author_number or ""))
        order = Stepper(look, tr("Thứ tự"), document.position, 0, _LAST_POSITION)
        order.changed.connect(lambda position: self._become(position=position))
        guests = Toggle(look, tr("Khách mời được đọc"), document.guests_may_read)
        guests.switched.connect(lambda is_on: self._become(guests_may_read=is_on))
        one_sitting = Toggle(look, tr("Chỉ phát cho một phiên, rồi thu hồi"), document.one_sitting)
        one_sitting.switched.connect(lambda is_on: self._become(one_sitting=is_on))
        left_out = Toggle(look, tr("Không đưa vào gói"), document.is_left_out)
        left_out.switched.connect(lambda is_on: self._become(is_left_out=is_on))
        self._item = self._opener(self._choose_item)
        self._readers = self._opener(self._choose_delegations)
        self._replaces = self._opener(self._choose_replaced)
        self._show_choices()
        return (
            titled(tr("Tên văn bản"), self._title),
            titled(tr("Loại"), self._kinds()),
            titled(tr("Mục của chương trình"), self._item),
            titled(tr("Thứ tự trong loại"), order),
            titled(tr("Tham luận của đại biểu số"), self._author),
            titled(tr("Ai được đọc"), self._readers, guests, one_sitting),
            titled(tr("Thay cho văn bản đã phát"), self._replaces),
            left_out,
        )

    def _opener(self, on_click: Callable[[], object]) -> Button:
        return Button(self._look, "", "caret-down", "tile", on_click)

    def _kinds(self) -> QWidget:
        box, grid, group = QWidget(), QGridLayout(), QButtonGroup(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(TOUCH_GAP_PX)
        for number, kind in enumerate(SHELVES):
            button = Button(self._look, shelf_name(kind), on_click=partial(self._become_kind, kind))
            button.setCheckable(True)
            button.setChecked(kind is self._draft.kind)
            group.addButton(button)
            grid.addWidget(button, number // 2, number % 2)
        box.setLayout(grid)
        return box

    def _become_kind(self, kind: DocumentKind) -> None:
        self._become(kind=kind)

    def _become(self, **changes: Any) -> None:
        self._draft = replace(self._draft, **changes)
        self._show_choices()

    def _show_choices(self) -> None:
        document = self._draft
        self._item.set_text(_short(item_words(self._plan, document.agenda_position)))
        self._readers.set_text(_short(", ".join(document.delegations) or tr("Mọi đoàn")))
        replaced = self._titles.get(document.replaces, "") if document.replaces else ""
        self._replaces.set_text(_short(replaced) if document.replaces else tr("Không thay văn bản nào"))

    def _choose_item(self) -> Sheet:
        now = self._draft.agenda_position
        rows = [Row(None, tr("Không thuộc mục nào"), is_current=now is None)]
        rows += [
            Row(one.position, one.title, leading=str(one.position), is_current=one.position == now)
            for one in self._plan.agenda
        ]
        return choose(
            self._look,
            self._screen,
            tr("Mục của chương trình"),
            rows,
            lambda position: self._become(agenda_position=position),
        )

    def _choose_replaced(self) -> Sheet:
        now = self._draft.replaces
        rows = [Row(None, tr("Không thay văn bản nào"), is_current=now is None)]
        rows += [Row(one, title, is_current=one == now) for one, title in self._titles.items()]
        return choose(
            self._look,
            self._screen,
            tr("Thay cho văn bản đã phát"),
            rows,
            lambda one: self._become(replaces=one),
        )

    def _choose_delegations(self) -> Sheet:
        """Any number of them; none chosen means everybody."""
        sheet = Sheet(self._look, self._screen, tr("Đoàn được đọc"))
        words = tr("Không chọn đoàn nào thì mọi đoàn đều đọc được.")
        sheet.content.addWidget(Label(words, tone="ink_soft"))
        for name in self._plan.delegations:
            toggle = Toggle(self._look, name, name in self._draft.delegations)
            toggle.switched.connect(partial(self._switch_delegation, name))
            sheet.content.addWidget(toggle)
        sheet.open_sheet()
        return sheet

    def _switch_delegation(self, name: str, is_on: bool) -> None:
        chosen = {*self._draft.delegations, name} if is_on else set(self._draft.delegations) - {name}
        self._become(delegations=tuple(one for one in self._plan.delegations if one in chosen))


def _password_field() -> Field:
    """What is typed can be seen: it comes from a colleague's letter, and a field that hides it would not take
    Vietnamese marks from an input method."""
    field = Field(tr("Mật khẩu"))
    hints = Qt.InputMethodHint
    field.setInputMethodHints(hints.ImhSensitiveData | hints.ImhNoPredictiveText | hints.ImhNoAutoUppercase)
    return field


def finding_card(finding: Finding) -> Card:
    """What was found and the way out, in the colour of its gravity."""
    _icon, tone, kind = GRAVITY_LOOKS[finding.gravity]
    card = Card(kind, margin_px=14, gap_px=4)
    card.column.addLayout(column(Label(finding.what, Type.STRONG, tone if tone != "ink_soft" else "ink")))
    if finding.fix:
        card.column.addWidget(Label(finding.fix))
    return card


def _short(text: str, most: int = 34) -> str:
    """For a button in a narrow panel; the whole text stands in the list that it opens."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
