"""The steward's panel: by badge, by name with a reason; taking back the last one; absences and leavings."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.credentials.attendance import standing_of
from app.domain.entities import Person
from app.domain.state import CongressState
from app.ui.board.person import PersonDesk
from app.ui.context import Context
from app.ui.services import GateOutcome
from app.ui.shell.sheet import Sheet
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.widgets.basics import Button, Label, column, wrap
from app.ui.widgets.people import PeoplePicker
from app.ui.words import clock_time


class OtherWays(Sheet):
    """First badge or name; then the person: not here yet, so the reason at once; here, what can be done."""

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        *,
        on_badge: Callable[[], None],
        on_outcome: Callable[[GateOutcome], None],
        on_closed: Callable[[], None],
        candidate_id: UUID | None = None,
    ) -> None:
        super().__init__(context.look, parent, tr("Điểm danh cách khác"), fills=True)
        self._gate = context
        self._on_badge, self._on_outcome, self._on_closed = on_badge, on_outcome, on_closed
        self.desk: PersonDesk | None = None
        look, first = context.look, column(gap_px=12)
        candidate = self._state().persons.get(candidate_id) if candidate_id else None
        if candidate is not None:
            word = tr("Máy đoán: {name}", name=candidate.full_name)
            first.addWidget(
                Button(look, word, "user-focus", "primary", lambda: self.ask_reason(candidate.id))
            )
            first.addWidget(Label(tr("Nhìn người thật trước khi xác nhận."), Type.SMALL, "ink_soft"))
        first.addWidget(
            Button(look, tr("Quét mã trên thẻ"), "qr-code", "" if candidate else "primary", self._badge)
        )
        if (last := self._last_here()) is not None:
            first.addWidget(
                Button(look, tr("Hủy lượt vừa rồi"), "arrow-counter-clockwise", on_click=self._undo_last)
            )
            time = clock_time(self._state().presences[last.id].since_utc_ms)
            words = tr("Vừa điểm danh: {name}, {time}", name=last.full_name, time=time)
            first.addWidget(Label(words, Type.SMALL, "ink_soft"))
        first.addWidget(Label(tr("Hoặc tìm theo tên"), Type.STRONG))
        self.picker = PeoplePicker(look, self._state)
        self.picker.picked.connect(self.ask_reason)
        first.addWidget(self.picker, 1)
        self._first = wrap(first)
        self.content.addWidget(self._first, 1)

    def _state(self) -> CongressState:
        return self._gate.session.congress.snapshot().state

    def _last_here(self) -> Person | None:
        """Whom this very device checked in last: another gate's people are not undone by a slip here."""
        snapshot = self._gate.session.congress.snapshot()
        ours = [one for one in snapshot.state.presences.values() if one.device_id == snapshot.device_id]
        last = max(ours, key=lambda one: (one.since_utc_ms, one.event_id), default=None)
        return snapshot.state.persons.get(last.person_id) if last else None

    def _badge(self) -> None:
        self._on_badge()
        self.close_sheet()

    def _undo_last(self) -> None:
        if (last := self._last_here()) is not None:
            self._open(last).ask_undo()

    def ask_reason(self, person_id: UUID) -> None:
        """The person has been found: why by hand? Or, of someone who is here already, what is to be done?"""
        person = self._state().persons.get(person_id)
        if person is None:
            return
        desk = self._open(person)
        if not standing_of(self._state(), person.id).is_here:
            desk.ask_check_in()

    def _open(self, person: Person) -> PersonDesk:
        self._first.hide()
        self.desk = PersonDesk(self._gate, person, self.close_sheet, self._on_outcome)
        self.content.addWidget(self.desk, 1)
        self.desk.show()
        return self.desk

    def close_sheet(self) -> None:
        self._on_closed()
        super().close_sheet()
