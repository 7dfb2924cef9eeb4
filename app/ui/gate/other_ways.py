"""Checking in without one's face: by badge, or by a steward who finds the name and gives a reason."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtWidgets import QButtonGroup, QWidget

from app.domain.state import CongressState
from app.ui.gate.presenter import hand_reasons
from app.ui.shell.sheet import Sheet
from app.ui.theme.look import Look
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.widgets.basics import Button, Field, Label, column, wrap
from app.ui.widgets.people import PeoplePicker
from app.ui.words import kind_of_person, person_line


class OtherWays(Sheet):
    """First badge or name; after a name the reason, then one button."""

    def __init__(
        self,
        look: Look,
        parent: QWidget,
        state: Callable[[], CongressState],
        *,
        on_badge: Callable[[], None],
        on_person: Callable[[UUID, str], None],
        on_closed: Callable[[], None],
    ) -> None:
        super().__init__(look, parent, tr("Điểm danh cách khác"), fills=True)
        self._look, self._state = look, state
        self._on_badge, self._on_person, self._on_closed = on_badge, on_person, on_closed
        self._reason = ""
        self._person_id: UUID | None = None
        badge = Button(look, tr("Quét mã trên thẻ"), "qr-code", "primary", self._badge)
        self.picker = PeoplePicker(look, state)
        self.picker.picked.connect(self.ask_reason)
        self._first = wrap(column(badge, Label(tr("Hoặc tìm theo tên"), Type.STRONG), self.picker, gap_px=16))
        self._reasons = column(gap_px=8)
        self._second = wrap(self._reasons)
        self._second.hide()
        self.content.addWidget(self._first, 1)
        self.content.addWidget(self._second)

    def _badge(self) -> None:
        self._on_badge()
        self.close_sheet()

    def ask_reason(self, person_id: UUID) -> None:
        """The person has been found: why by hand?"""
        person = self._state().persons.get(person_id)
        if person is None:
            return
        self._person_id = person_id
        self._first.hide()
        into = self._reasons
        into.addWidget(Label(person.full_name, Type.TITLE))
        into.addWidget(Label(f"{kind_of_person(person.kind)}, {person_line(person)}", tone="ink_soft"))
        into.addSpacing(8)
        into.addWidget(Label(tr("Lý do điểm danh bằng tay"), Type.STRONG))
        group = QButtonGroup(self)
        for reason in hand_reasons():
            button = Button(self._look, reason)
            button.setCheckable(True)
            button.clicked.connect(lambda _checked=False, reason=reason: self._choose(reason))
            group.addButton(button)
            into.addWidget(button)
        self.other_reason = Field(tr("Lý do khác"), tr("Lý do khác…"))
        self.other_reason.textEdited.connect(self._write)
        self._group = group
        self.confirm = Button(self._look, tr("Điểm danh"), "check", "primary", self._confirm)
        self.confirm.setEnabled(False)
        into.addWidget(self.other_reason)
        into.addSpacing(8)
        into.addWidget(self.confirm)
        into.addStretch(1)
        self._second.show()

    def _choose(self, reason: str) -> None:
        self.other_reason.clear()
        self._set(reason)

    def _write(self, text: str) -> None:
        self._group.setExclusive(False)
        for button in self._group.buttons():
            button.setChecked(False)
        self._group.setExclusive(True)
        self._set(text.strip())

    def _set(self, reason: str) -> None:
        self._reason = reason
        self.confirm.setEnabled(bool(reason))

    def _confirm(self) -> None:
        if self._person_id and self._reason:
            self._on_person(self._person_id, self._reason)
            self.close_sheet()

    def close_sheet(self) -> None:
        self._on_closed()
        super().close_sheet()
