"""The column beside the page: what is known of the current paragraph, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QWidget

from app.domain.state import CongressState
from app.domain.transcript import SegmentChange
from app.ui.editor.page import Line
from app.ui.editor.times import ShownWord
from app.ui.editor.wording import machine_words, moment, who_and_when
from app.ui.theme.look import Look
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.widgets.basics import Button, Card, Label, column

_WIDTH_PX = 300


class Inspector(QWidget):
    """Says what is asked for; knows nothing of how it is done."""

    speaker_asked = Signal()
    write_asked = Signal()
    split_asked = Signal()
    join_asked = Signal()
    strike_asked = Signal()
    history_asked = Signal()
    engines_asked = Signal()
    heard_asked = Signal(object)
    """`ShownWord` whose place is to say again what was heard"""
    chosen = Signal(object)
    """`SegmentChange` that holds"""

    def __init__(self, look: Look, *, can_hear_again: bool) -> None:
        super().__init__()
        self._look = look
        self.setMinimumWidth(round(_WIDTH_PX * min(look.theme.scale, 1.45)))
        self._word: ShownWord | None = None
        self._shown: object = None
        self._hint = Label(tr("Bấm vào một đoạn để xem và sửa."), tone="ink_soft")
        self._moment = Label(kind=Type.SMALL, tone="ink_soft")
        self._speaker = Button(look, "", "user", on_click=self.speaker_asked.emit)
        self._clash = Card("unsure", margin_px=12, gap_px=8)
        self._machine = Card("note", margin_px=12, gap_px=8)
        self._machine_words = Label(kind=Type.SMALL)
        self._back = Button(
            look, tr("Trả lại như nghe được"), "arrow-counter-clockwise", on_click=self._ask_back
        )
        self._machine.column.addWidget(self._machine_words)
        self._machine.column.addWidget(self._back)
        self._heard_title = Label(tr("Máy nghe được"), Type.SMALL, "ink_soft")
        self._heard = Label(kind=Type.SMALL)
        self._write = self._button(tr("Sửa chữ"), "pencil-simple", self.write_asked)
        self._split = self._button(tr("Tách đoạn tại đây"), "arrows-out-line-vertical", self.split_asked)
        self._join = self._button(tr("Nối vào đoạn trước"), "arrows-in-line-vertical", self.join_asked)
        self._strike = self._button(tr("Bỏ đoạn này"), "trash", self.strike_asked)
        self._history = self._button(tr("Ai đã sửa"), "clock-counter-clockwise", self.history_asked)
        again = self._button(tr("Nghe bằng máy khác"), "ear", self.engines_asked)
        self._actions = (self._write, self._split, self._join, self._strike, self._history, again)
        self._has_engines = can_hear_again
        self._again = again
        self.setLayout(
            column(
                self._hint,
                self._moment,
                self._speaker,
                self._clash,
                self._machine,
                *self._actions,
                self._heard_title,
                self._heard,
                1,
            )
        )
        self.show_line(None, None, lambda _change: "")

    def _button(self, word: str, icon: str, asked: SignalInstance) -> Button:
        return Button(self._look, word, icon, "row", asked.emit)

    def show_line(
        self, line: Line | None, word: ShownWord | None, name_of: Callable[[SegmentChange], str]
    ) -> None:
        """`name_of`: who made a change, and when."""
        shown = (line, word)
        if shown == self._shown:
            return
        self._shown, self._word = shown, word
        self._hint.setVisible(line is None)
        for part in (self._speaker, *self._actions):
            part.setVisible(line is not None)
        self._again.setVisible(line is not None and self._has_engines)
        self._moment.set_text(moment(line, word.start_ms if word else line.segment.start_ms) if line else "")
        self._show_clash(line, name_of)
        self._show_word(word)
        segment = line.segment if line else None
        says_other = segment is not None and segment.heard != segment.text
        self._heard_title.setVisible(says_other)
        self._heard.set_text(segment.heard if segment and says_other else "")
        if line is None:
            return
        self._speaker.set_text(line.speaker.name or tr("Chưa rõ người nói"))
        self._strike.set_text(tr("Khôi phục đoạn này") if line.segment.struck else tr("Bỏ đoạn này"))

    def show_writing(self, *, is_writing: bool) -> None:
        self._write.set_text(tr("Xong") if is_writing else tr("Sửa chữ"))
        self._write.set_icon("check" if is_writing else "pencil-simple")

    def _show_word(self, word: ShownWord | None) -> None:
        words = machine_words(word) if word else ""
        self._machine.setVisible(bool(words))
        self._machine_words.set_text(words)
        self._back.setVisible(bool(word and word.machine_heard))

    def _show_clash(self, line: Line | None, name_of: Callable[[SegmentChange], str]) -> None:
        clear(self._clash)
        rivals = line.segment.rivals if line else ()
        self._clash.setVisible(bool(rivals))
        if not rivals:
            return
        self._clash.column.addWidget(Label(tr("Hai người sửa khác nhau. Giữ bản nào?"), Type.STRONG))
        for rival in rivals:
            self._clash.column.addWidget(Label(name_of(rival), Type.SMALL, "ink_soft"))
            words = tr("(bỏ đoạn này)") if rival.struck else f"“{rival.text}”"
            self._clash.column.addWidget(Label(words))
            keep = Button(self._look, tr("Giữ bản này"), "check", on_click=partial(self.chosen.emit, rival))
            self._clash.column.addWidget(keep)
        anew = Button(self._look, tr("Viết lại"), "pencil-simple", on_click=self.write_asked.emit)
        self._clash.column.addWidget(anew)

    def _ask_back(self) -> None:
        if self._word is not None:
            self.heard_asked.emit(self._word)


def clear(card: Card) -> None:
    """Take out everything that was put in."""
    while (item := card.column.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


def namer(state: CongressState) -> Callable[[SegmentChange], str]:
    return partial(who_and_when, state)
