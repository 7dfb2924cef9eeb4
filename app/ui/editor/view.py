"""The editor: the transcript like a page of minutes, its sound below, several secretaries at once."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.domain.clock import system_random
from app.domain.ids import IdSource
from app.domain.state import CongressState
from app.ui.context import Context, Screen
from app.ui.editor import editing
from app.ui.editor.audio_bar import AudioBar
from app.ui.editor.canvas import PageCanvas
from app.ui.editor.deeds import Deeds
from app.ui.editor.desk import EditDesk
from app.ui.editor.doubts import Doubt, DoubtKind, next_doubt
from app.ui.editor.editing import Deed, Editing, Obstacle, Step
from app.ui.editor.engines import EnginesSheet
from app.ui.editor.find_bar import FindBar
from app.ui.editor.inspector import Inspector, namer
from app.ui.editor.keys import EditorKeys
from app.ui.editor.page import Page, Speaker
from app.ui.editor.pedal import PedalKeys
from app.ui.editor.searching import Searching
from app.ui.editor.sheets import KeysSheet, SpeakerSheet, history_sheet
from app.ui.editor.sound import SoundDesk
from app.ui.editor.times import ShownWord, word_at_letter, word_at_time
from app.ui.editor.wording import deed_name, who_and_when
from app.ui.services import Snapshot
from app.ui.shell.sheet import Sheet
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.widgets.basics import Button, Card, Label, Scroll, column, row, wrap

_STEPS = "editor.steps"


class EditorScreen(Screen):
    """For the secretaries. `segment_id`: the paragraph to begin with."""

    def __init__(self, context: Context, segment_id: UUID | None = None) -> None:
        super().__init__(context)
        self._editor = context
        look = context.look
        self._page = Page()
        self._word: ShownWord | None = None
        self._follows = True
        self.desk = EditDesk(context, context.kept.setdefault(_STEPS, Editing()))
        self.canvas = PageCanvas(look, self._page)
        service = context.session.transcript
        self._service = service
        self.sound = SoundDesk(context, service) if service else None
        self.inspector = Inspector(look, can_hear_again=service is not None)
        self.find_bar = FindBar(look)
        self.searching = Searching(self._page, self.find_bar, self.canvas, self.desk)
        self.deeds = Deeds(self._page, self.canvas, self.desk, IdSource(context.clock, system_random))
        self.pedal = PedalKeys()
        self._quiet = Card("note", margin_px=12)
        self._quiet.column.setContentsMargins(16, 12, 16, 12)
        self._quiet_words = Label(kind=Type.SMALL)
        self._quiet.column.addWidget(self._quiet_words)
        self._quiet.hide()
        self._empty = self._build_empty()
        self._build()
        self._connect()
        self.keys = EditorKeys(self)
        self._refresh(context.session.congress.snapshot())
        self._begin_at(segment_id)
        context.listen(context.session.congress.subscribe, self._refresh)

    # --- what it is made of ---

    def _build(self) -> None:
        look = self._editor.look
        self._find = Button(look, tr("Tìm"), "magnifying-glass", on_click=self.open_find)
        self._doubt = Button(look, tr("Chỗ cần xem"), "eye", on_click=self.next_doubt)
        self._undo = Button(look, tr("Hoàn tác"), "arrow-u-up-left", on_click=self.desk.undo)
        self._redo = Button(look, tr("Làm lại"), "arrow-u-up-right", on_click=self.desk.redo)
        self._help = Button(look, tr("Phím tắt"), "keyboard", on_click=self.open_keys)
        tools = Card("footer", margin_px=8)
        tools.column.addLayout(row(self._find, self._doubt, self._undo, self._redo, 1, self._help))
        side = Scroll(wrap(column(self.inspector, margin_px=12)))
        middle = row(column(self._quiet, self.canvas, self._empty), side, gap_px=0)
        middle.setStretch(0, 1)
        parts: list[QWidget] = [tools, self.find_bar, wrap(middle)]
        if self.sound is not None:
            self._audio: AudioBar | None = AudioBar(look, self.sound, self._page)
            parts.append(self._audio)
        else:
            self._audio = None
        whole = column(*parts, gap_px=0)
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self._side = side

    def _build_empty(self) -> QWidget:
        look = self._editor.look
        words = tr("Chưa có lời ghi nào. Khi ghi âm, lời phát biểu hiện ở đây để sửa.")
        card = Card()
        card.column.addWidget(Label(words))
        go = Button(
            look, tr("Về màn hình điều hành"), "microphone", "primary", lambda: self._editor.go("chair")
        )
        card.column.addLayout(row(go, 1))
        return wrap(column(card, 1, margin_px=24))

    def _connect(self) -> None:
        canvas, panel = self.canvas, self.inspector
        canvas.word_tapped.connect(self._hear_word)
        canvas.current_changed.connect(self._show_current)
        canvas.speaker_asked.connect(lambda _segment_id: self.open_speaker())
        canvas.written.connect(self.deeds.write_down)
        canvas.writing_changed.connect(self._show_writing)
        canvas.scrolled_by_hand.connect(self._stop_following)
        canvas.writer.stepped.connect(self._write_next)
        canvas.writer.split_asked.connect(self.deeds.split)
        canvas.writer.join_asked.connect(self.deeds.join)
        canvas.writer.undo_asked.connect(self.desk.undo)
        canvas.writer.redo_asked.connect(self.desk.redo)
        panel.speaker_asked.connect(self.open_speaker)
        panel.write_asked.connect(self.toggle_writing)
        panel.split_asked.connect(self.deeds.split)
        panel.join_asked.connect(self.deeds.join)
        panel.strike_asked.connect(self.deeds.strike)
        panel.history_asked.connect(self.open_history)
        panel.engines_asked.connect(self.open_engines)
        panel.heard_asked.connect(self.deeds.say_as_heard)
        panel.chosen.connect(self.deeds.choose)
        self.desk.changed.connect(self._show_steps)
        self.desk.said.connect(self._show_done)
        self.desk.in_the_way.connect(self._tell_obstacle)
        if self.sound is not None:
            self.sound.moved.connect(self._follow)
            self.sound.changed.connect(self._follow)

    def _begin_at(self, segment_id: UUID | None) -> None:
        """The paragraph asked for, else the end: that is where one is waited for."""
        at = self._page.row_of(segment_id) if segment_id else None
        if at is None and self._page.lines:
            at = len(self._page.lines) - 1
        if at is not None:
            self.canvas.set_current(self._page.lines[at].segment.id)
            self.canvas.show_row(at)

    # --- news ---

    def _refresh(self, snapshot: Snapshot) -> None:
        splice = self._page.update(snapshot.state)
        has_lines = bool(self._page.lines)
        self._empty.setVisible(not has_lines)
        for part in (self.canvas, self._side, self._audio):
            if part is not None:
                part.setVisible(has_lines)
        if splice is None:
            return
        self.canvas.apply(splice)
        self._tell_of_others(snapshot.state)
        self._show_current()
        self._show_steps()
        self.searching.page_changed()
        if self.sound is not None:
            last = self._page.lines[-1].segment if has_lines else None
            if last is not None:
                self.sound.want_until(last.recording_id, last.end_ms)

    def _tell_of_others(self, state: CongressState) -> None:
        """Somebody has changed the paragraph that is being written in here: quietly, nothing is lost."""
        writer = self.canvas.writer
        if writer.segment_id is None:
            return
        segment = state.segments.get(state.present_id(writer.segment_id))
        if segment is None or segment.id != writer.segment_id:
            # It has become a part of another one: what was written goes there.
            self.canvas.close_writer()
            if segment is not None:
                self.canvas.set_current(segment.id)
        elif not writer.is_of(segment) and segment.history:
            who = who_and_when(state, segment.history[-1])
            words = tr("{who} vừa sửa đoạn này: “{text}”", who=who, text=segment.text)
            kept = tr("Chữ anh/chị đang gõ vẫn còn; gõ xong sẽ được hỏi giữ bản nào.")
            self._quiet_words.setText(f"{words}\n{kept}")
            self._quiet.show()

    def _show_current(self) -> None:
        line = self.canvas.current
        place = self.canvas.place
        words = self.canvas.words_of(self.canvas.current_row) if self.canvas.current_row is not None else ()
        word = word_at_letter(words, place) if line and place and not self.is_writing else None
        self._word = word
        self.inspector.show_line(line, word, namer(self._editor.session.congress.snapshot().state))
        if self._audio is not None:
            self._audio.show_segment(line.segment if line else None)
        if self.sound is not None and line is not None:
            start_ms = word.start_ms if word else line.segment.start_ms
            self.sound.stand_at(line.segment.recording_id, start_ms)

    def _show_writing(self) -> None:
        self.inspector.show_writing(is_writing=self.is_writing)
        if not self.is_writing:
            self._quiet.hide()
            self._show_current()

    def _show_steps(self) -> None:
        for button, step, words in (
            (self._undo, self.desk.last, tr("Hoàn tác")),
            (self._redo, self.desk.next, tr("Làm lại")),
        ):
            button.setEnabled(step is not None)
            button.setToolTip(f"{words}: {deed_name(step.deed)}" if step else "")

    def _show_done(self, step: Step) -> None:
        """What was done (or taken back) comes before the eyes; writing goes on where it was cut or joined."""
        if self.is_writing or step.deed is Deed.REPLACE:
            return
        self._refresh(self._editor.session.congress.snapshot())
        segment_id, place = editing.place_after(step)
        at = self._page.row_of(segment_id)
        if at is not None:
            if self.canvas.current is None or self.canvas.current.segment.id != segment_id:
                self.canvas.set_current(segment_id)
            self.canvas.show_row(at)
            if step.deed in (Deed.SPLIT, Deed.MERGE) and self.deeds.takes_writing_up():
                self.canvas.open_writer(place)

    def _tell_obstacle(self, step: Step, obstacle: Obstacle) -> None:
        state = self._editor.session.congress.snapshot().state
        what = tr("Không hoàn tác “{deed}” được.", deed=deed_name(step.deed))
        if obstacle.change is not None:
            who = who_and_when(state, obstacle.change)
            fix = tr("Đoạn này vừa được sửa: {who}. Anh/chị xem lại trên trang.", who=who)
        else:
            fix = tr("Đoạn này không còn như lúc đó. Anh/chị xem lại trên trang.")
        self._editor.notices.done(what, fix)
        at = self._page.row_of(obstacle.segment_id)
        if at is not None and not self.is_writing:
            self.canvas.set_current(obstacle.segment_id)
            self.canvas.show_row(at)

    # --- hearing ---

    def _hear_word(self, segment_id: UUID, word: ShownWord) -> None:
        at = self._page.row_of(segment_id)
        if self.sound is not None and at is not None:
            self._follows = True
            self.sound.play_from(self._page.lines[at].segment.recording_id, word.start_ms)

    def hear_from_cursor(self) -> None:
        line, at = self.canvas.current, self.canvas.current_row
        if line is not None and at is not None:
            word = word_at_letter(self.canvas.words_of(at), self.canvas.place)
            if word is not None:
                self._hear_word(line.segment.id, word)

    def loop_segment(self) -> None:
        line = self.canvas.current
        if self.sound is not None:
            self.sound.toggle_loop(line.segment if line else None)

    def _follow(self) -> None:
        sound = self.sound
        if sound is None or sound.recording_id is None or not sound.is_playing:
            self.canvas.set_heard(None, None)
            return
        at = self._page.row_at(sound.recording_id, sound.position_ms)
        if at is None:
            return
        word = word_at_time(self.canvas.words_of(at), sound.position_ms)
        self.canvas.set_heard(self._page.lines[at].segment.id, word)
        if self._follows and not self.is_writing and not self.canvas.is_seen(at):
            self.canvas.show_row(at)

    def _stop_following(self) -> None:
        self._follows = False

    # --- writing ---

    @property
    def is_writing(self) -> bool:
        return self.canvas.writer.segment_id is not None

    def toggle_writing(self) -> None:
        if self.is_writing:
            self.canvas.close_writer()
            self.canvas.setFocus()
        else:
            self.canvas.open_writer()

    def _write_next(self, by: int) -> None:
        self.canvas.close_writer()
        if self.canvas.step(by):
            self.canvas.open_writer(0)

    # --- finding ---

    def next_doubt(self) -> None:
        """The next word, clash or unknown speaker that wants a look."""
        at = self.canvas.current_row
        after = self.canvas.place if at is not None and (self._word or self.is_writing) else -1
        self.canvas.close_writer()

        def look(_state: CongressState) -> None:
            # Only now is said what was just written.
            self._refresh(self._editor.session.congress.snapshot())
            self._go_to(next_doubt(self._page, at or 0, after))

        self.desk.do(look)

    def _go_to(self, doubt: Doubt | None) -> None:
        at = self._page.row_of(doubt.segment_id) if doubt else None
        if doubt is None or at is None:
            self._editor.notices.done(tr("Không còn chỗ nào cần xem."))
            return
        self.canvas.set_current(doubt.segment_id, doubt.start)
        self.canvas.show_row(at)
        if doubt.kind is DoubtKind.WORD:
            self.canvas.open_writer(doubt.start, doubt.end)

    def open_find(self) -> None:
        writer = self.canvas.writer
        self.find_bar.open_bar(writer.textCursor().selectedText() if self.is_writing else "")

    # --- panels ---

    def open_speaker(self) -> Sheet | None:
        if self.canvas.current is None:
            return None
        self.canvas.close_writer()
        state = self._editor.session.congress.snapshot

        def name(speaker: Speaker, is_turn: bool) -> None:
            self.deeds.name(speaker, is_turn)
            self.canvas.setFocus()

        sheet = SpeakerSheet(self._editor.look, self, self.deeds.recent()[:4], lambda: state().state, name)
        sheet.open_sheet()
        return sheet

    def open_history(self) -> Sheet | None:
        line = self.canvas.current
        if line is None:
            return None
        state = self._editor.session.congress.snapshot().state
        return history_sheet(self._editor.look, self, state, line.segment)

    def open_engines(self) -> Sheet | None:
        at = self.canvas.current_row
        if at is None or self._service is None:
            return None
        self.canvas.close_writer()
        sheet = EnginesSheet(self._editor, self, self._service, self._page, at)
        sheet.open_sheet()
        return sheet

    def open_keys(self) -> Sheet:
        sheet = KeysSheet(self._editor.look, self, self.pedal, self.keys.pedal_changed)
        sheet.open_sheet()
        return sheet

    def dispose(self) -> None:
        self.canvas.close_writer()
        self.desk.finish()
        if self.sound is not None:
            self.sound.stop()
        super().dispose()
