"""Panels of the editor: who spoke, who changed it, and the keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QButtonGroup, QWidget

from app.domain.state import CongressState
from app.domain.transcript import Segment, SegmentChange
from app.ui.editor.page import Speaker
from app.ui.editor.pedal import Pedal, PedalKeys
from app.ui.editor.wording import speaker_of_change, who_and_when
from app.ui.shell.sheet import Sheet
from app.ui.theme.look import Look
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.widgets.basics import Button, Card, Field, Label, row
from app.ui.widgets.people import PeoplePicker

_MODIFIERS = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta)


class SpeakerSheet(Sheet):
    """Who says this paragraph. `name(speaker, whole_turn)`."""

    def __init__(
        self,
        look: Look,
        parent: QWidget,
        recent: Sequence[Speaker],
        state: Callable[[], CongressState],
        name: Callable[[Speaker, bool], None],
    ) -> None:
        super().__init__(look, parent, tr("Ai nói đoạn này?"), fills=True)
        self._name, self._state = name, state
        self._here = Button(look, tr("Chỉ đoạn này"))
        self._turn = Button(look, tr("Đến chỗ đổi người"))
        self._scope = QButtonGroup(self)
        for button in (self._here, self._turn):
            button.setCheckable(True)
            self._scope.addButton(button)
        self._turn.setChecked(True)
        if look.theme.scale > 1:
            self.content.addWidget(self._turn)
            self.content.addWidget(self._here)
        else:
            self.content.addLayout(row(self._turn, self._here))
        for number, speaker in enumerate(recent, 1):
            word = tr("{number}. {name}", number=number, name=speaker.name)
            self.content.addWidget(Button(look, word, "user", "row", partial(self._choose, speaker)))
        unknown = partial(self._choose, Speaker())
        self.content.addWidget(Button(look, tr("Chưa rõ ai nói"), "question", "row", unknown))
        self._other = Field(tr("Người không có trong danh sách"), tr("Người khác: gõ họ tên"))
        self._other.returnPressed.connect(self._choose_other)
        line = row(self._other, Button(look, tr("Ghi tên"), "check", on_click=self._choose_other))
        line.setStretch(0, 1)
        self.content.addLayout(line)
        self.picker = PeoplePicker(look, state)
        self.picker.picked.connect(self._choose_person)
        self.content.addWidget(self.picker, 1)

    def _choose(self, speaker: Speaker) -> None:
        is_turn = self._turn.isChecked()
        self.close_sheet()
        self._name(speaker, is_turn)

    def _choose_person(self, person_id: UUID) -> None:
        person = self._state().persons.get(person_id)
        self._choose(Speaker(person_id, person.full_name if person else ""))

    def _choose_other(self) -> None:
        if text := " ".join(self._other.text().split()):
            self._choose(Speaker(None, text))


def history_sheet(look: Look, parent: QWidget, state: CongressState, segment: Segment) -> Sheet:
    """Everything that was done to a segment, the newest first; at the end what the machine heard."""
    sheet = Sheet(look, parent, tr("Ai đã sửa đoạn này"))
    before: SegmentChange | None = None
    cards = []
    for change in segment.history:
        cards.append(_change_card(state, change, before))
        before = change
    for card in reversed(cards):
        sheet.content.addWidget(card)
    heard = Card("note", margin_px=12, gap_px=4)
    title = tr("Máy nghe được ({engine})", engine=segment.engine)
    heard.column.addWidget(Label(title, Type.SMALL, "ink_soft"))
    heard.column.addWidget(Label(segment.heard))
    sheet.content.addWidget(heard)
    sheet.open_sheet()
    return sheet


def _change_card(state: CongressState, change: SegmentChange, before: SegmentChange | None) -> Card:
    card = Card("note", margin_px=12, gap_px=4)
    card.column.addWidget(Label(who_and_when(state, change), Type.SMALL, "ink_soft"))
    if before is None or before.text != change.text:
        card.column.addWidget(Label(change.text))
    if change.struck != (before.struck if before else False):
        card.column.addWidget(Label(tr("Bỏ đoạn này") if change.struck else tr("Khôi phục đoạn này")))
    speakers = [(one.speaker_person_id, one.speaker_name) for one in (before, change) if one]
    if speakers[0] != speakers[-1]:
        card.column.addWidget(Label(tr("Người nói: {name}", name=speaker_of_change(state, change))))
    return card


class KeysSheet(Sheet):
    """What the keys do, and which keys the foot pedal sends."""

    def __init__(self, look: Look, parent: QWidget, keys: PedalKeys, changed: Callable[[], None]) -> None:
        self._waiting: Pedal | None = None  # asked for by events that come while the sheet is being made
        super().__init__(look, parent, tr("Phím tắt và bàn đạp"))
        self._keys, self._changed = keys, changed
        self._buttons: dict[Pedal, Button] = {}
        self.content.addWidget(Label(tr("Bàn đạp: bấm một dòng rồi đạp."), tone="ink_soft"))
        for pedal in Pedal:
            button = Button(look, "", "keyboard", "tile", partial(self._wait, pedal))
            self._buttons[pedal] = button
            self.content.addWidget(button)
        for key, what in keys_and_deeds():
            self.content.addWidget(Label(tr("{key}: {what}", key=key, what=what)))
        self._show()

    def _show(self) -> None:
        for pedal, button in self._buttons.items():
            key = self._keys.key(pedal).toString(QKeySequence.SequenceFormat.NativeText)
            shown = tr("đạp hoặc bấm phím…") if pedal is self._waiting else key
            button.set_text(tr("{key}: {what}", key=pedal_name(pedal), what=shown))

    def _wait(self, pedal: Pedal) -> None:
        self._waiting = pedal
        self._show()
        self.setFocus()

    def event(self, event: QEvent) -> bool:
        if self._waiting is not None and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # whatever the key does elsewhere
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._waiting is None:
            super().keyPressEvent(event)
        elif event.key() not in _MODIFIERS:
            if event.key() != Qt.Key.Key_Escape:
                self._keys.choose(self._waiting, QKeySequence(event.keyCombination()))
            self._waiting = None
            self._show()
            self._changed()


def pedal_name(pedal: Pedal) -> str:
    return {
        Pedal.BACK: tr("Lùi 3 giây"),
        Pedal.PLAY: tr("Phát, dừng"),
        Pedal.FORWARD: tr("Tới 3 giây"),
    }[pedal]


def keys_and_deeds() -> tuple[tuple[str, str], ...]:
    """For the help sheet."""
    return (
        ("Tab, Shift+Tab", tr("đoạn sau, đoạn trước")),
        ("Enter, F2", tr("sửa đoạn đang chọn; Enter lần nữa là xong")),
        ("Ctrl+Space", tr("phát, dừng")),
        ("Ctrl+H", tr("nghe từ con trỏ")),
        ("Ctrl+L", tr("lặp đoạn")),
        ("Ctrl+−, Ctrl+=", tr("chậm hơn, nhanh hơn")),
        ("Ctrl+J", tr("chỗ cần xem tiếp theo")),
        ("Ctrl+Enter", tr("tách đoạn tại con trỏ")),
        ("Backspace", tr("ở đầu đoạn: nối vào đoạn trước")),
        ("Ctrl+B", tr("bỏ hoặc khôi phục đoạn")),
        ("Ctrl+1 … Ctrl+9", tr("người nói gần đây")),
        ("Ctrl+F", tr("tìm và thay")),
        ("Ctrl+Z, Ctrl+Shift+Z", tr("hoàn tác, làm lại")),
    )
