"""Finding a person on the roster by name (marks do not matter) or by number."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.entities import Person
from app.domain.folding import fold_text
from app.domain.state import CongressState
from app.ui.theme.look import Look
from app.ui.translation import tr
from app.ui.widgets.basics import Field, Label, column
from app.ui.widgets.rows import Row, RowList
from app.ui.words import kind_of_person, person_line

_SHOWN = 30


def find_people(persons: Iterable[Person], wanted: str) -> list[Person]:
    """Those whose number is `wanted`, or whose name holds every word of it; by number."""
    text = wanted.strip()
    if not text:
        return []
    if text.isdecimal():
        return [person for person in persons if person.number == int(text)]
    words = fold_text(text).split()
    found = [person for person in persons if _holds(fold_text(person.full_name).split(), words)]
    return sorted(found, key=lambda person: person.number)


def _holds(name: list[str], words: list[str]) -> bool:
    return all(any(part.startswith(word) for part in name) for word in words)


class PeoplePicker(QWidget):
    """A field and the people it finds. `picked(person_id)` when one is tapped."""

    picked = Signal(object)

    def __init__(self, look: Look, state: Callable[[], CongressState]) -> None:
        super().__init__()
        self._state = state
        self.field = Field(tr("Họ tên hoặc số đại biểu"), tr("Họ tên hoặc số đại biểu"))
        self.field.textChanged.connect(lambda _text: self.refresh())
        self._hint = Label(tone="ink_soft")
        self.people = RowList(look, tr("Những người tìm thấy"))
        self.people.chosen.connect(self.picked)
        self.people.setMinimumHeight(240)
        layout = column(self.field, self._hint, self.people, gap_px=12)
        layout.setStretch(2, 1)
        self.setLayout(layout)
        self.setFocusProxy(self.field)
        self.refresh()

    def refresh(self) -> None:
        state, text = self._state(), self.field.text()
        found = find_people(state.persons.values(), text)
        self.people.set_rows(
            [
                Row(
                    key=person.id,
                    title=person.full_name,
                    detail=f"{kind_of_person(person.kind)}, {person_line(person)}",
                    icon="check-circle" if person.id in state.presences else "user",
                    tone="good" if person.id in state.presences else "ink",
                    trailing=tr("Đã có mặt") if person.id in state.presences else "",
                )
                for person in found[:_SHOWN]
            ]
        )
        if not text.strip():
            hint = tr("Gõ tên không cần dấu, hoặc gõ số.")
        elif not found:
            hint = tr("Không tìm thấy. Thử gõ ít chữ hơn.")
        else:
            hint = ""
        self._hint.set_text(hint)
