"""The chair's laptop: agenda and queue, the text being settled, the speaker and the recorder."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.domain.errors import NghisuError
from app.domain.payloads import (
    AgendaItemClosed,
    AgendaItemOpened,
    FloorEnded,
    FloorGiven,
    SegmentEdited,
    SittingClosed,
    SittingOpened,
)
from app.domain.quorum import attendance
from app.domain.state import CongressState
from app.domain.transcript import Segment
from app.ui.chair.live_text import LiveTextPanel
from app.ui.chair.microphones import MicrophonesSheet, chosen_inputs
from app.ui.chair.presenter import (
    SpeakerModel,
    agenda_rows,
    queue_rows,
    recorder_model,
    speaker_model,
)
from app.ui.chair.recorder import RecorderPanel
from app.ui.context import Context, Screen
from app.ui.services import RecordingPhase, RecordingService, RecordingStatus, Snapshot
from app.ui.shell.sheet import Sheet
from app.ui.theme.look import Look
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.votes.sheet import VotesSheet
from app.ui.widgets.basics import Button, Card, Label, Scroll, Switch, column, row, wrap
from app.ui.widgets.people import PeoplePicker
from app.ui.widgets.rows import RowList

_ROOMY_SCALE = 1.1


class _SpeakerPanel(Card):
    """Who speaks, how long already, how long still."""

    def __init__(self) -> None:
        super().__init__(margin_px=16, gap_px=4)
        self._name = Label(kind=Type.TITLE)
        self._where = Label(tone="ink_soft")
        self._used = Label(kind=Type.HEADING, wraps=False)
        self._left = Label(kind=Type.STRONG)
        self.column.addWidget(Label(tr("Đang phát biểu"), Type.SMALL, "ink_soft"))
        for part in (self._name, self._where, self._used, self._left):
            self.column.addWidget(part)

    def show_speaker(self, model: SpeakerModel | None) -> None:
        self._name.setText(model.name if model else tr("Chưa có ai"))
        self._where.set_text(model.where if model else "")
        self._used.set_text(model.used if model else "")
        self._left.set_text(model.left if model else "")
        self._left.set_tone("unsure" if model and model.is_over_time else "ink_soft")


class ChairScreen(Screen):
    """Everything that the presidium says becomes one event; nothing here decides."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        if context.session.recording is None:
            raise ValueError("this device does not record")
        self._chair = context
        self._recording: RecordingService = context.session.recording
        self._told: NghisuError | None = None
        look = context.look
        self._text = LiveTextPanel(look)
        self._text.corrected.connect(self._correct)
        self._text.editor_asked.connect(lambda: context.go("editor"))
        self._speaker = _SpeakerPanel()
        self._recorder = RecorderPanel(look)
        self._recorder.toggled.connect(self._toggle_recording)
        self._recorder.pause_toggled.connect(self._toggle_pause)
        self._recorder.microphones_wanted.connect(self.open_microphones)
        body = row(self._left(look), self._text, self._right(look), gap_px=16)
        body.setStretch(0, 30)
        body.setStretch(1, 40)
        body.setStretch(2, 26)
        body.setContentsMargins(16, 16, 16, 16)
        self.setLayout(body)
        self._refresh(context.session.congress.snapshot())
        self._show_recording(self._recording.status())
        context.listen(context.session.congress.subscribe, self._refresh)
        context.listen(self._recording.subscribe, self._show_recording)
        if context.session.live_text is not None:
            context.listen(context.session.live_text.subscribe_live, self._text.show_partial)
        self.every_second(self._tick)

    # --- columns ---

    def _left(self, look: Look) -> QWidget:
        self._sitting = Button(look, tr("Mở phiên"), "flag", on_click=self._toggle_sitting)
        self._agenda = RowList(look, tr("Chương trình"), is_framed=False)
        self._agenda.selectionModel().currentChanged.connect(lambda *_: self._show_item_button())
        self._item = Button(look, tr("Mở mục này"), "play", on_click=self._toggle_item)
        self._queue_title = Label(kind=Type.STRONG)
        self._queue = RowList(look, tr("Đăng ký phát biểu"), is_framed=False)
        self._queue.selectionModel().currentChanged.connect(lambda *_: self._show_floor_button())
        self._no_queue = Label(tr("Chưa có ai đăng ký."), tone="ink_soft")
        self._give = Button(look, tr("Mời phát biểu"), "hand-palm", on_click=self._give_floor)
        self._someone = Button(look, tr("Mời người khác"), "user-plus", on_click=self.open_people)
        self._presence = Label(kind=Type.SMALL, tone="ink_soft")
        pair = column if look.theme.scale > 1 else row
        agenda = column(self._agenda, pair(self._item, self._sitting))
        queue = column(self._queue_title, self._no_queue, self._queue, pair(self._give, self._someone))
        agenda.setStretch(0, 1)
        queue.setStretch(2, 1)
        card = Card(margin_px=16, gap_px=8)
        if look.theme.scale > _ROOMY_SCALE:
            # Large text leaves room for one of the two at a time.
            switch = Switch(look, ((tr("Chương trình"), wrap(agenda)), (tr("Phát biểu"), wrap(queue))))
            card.column.addWidget(self._presence)
            card.column.addWidget(switch, 1)
            return card
        card.column.addWidget(Label(tr("Chương trình"), Type.TITLE))
        card.column.addWidget(self._presence)
        card.column.addLayout(agenda, 3)
        card.column.addSpacing(8)
        card.column.addLayout(queue, 2)
        return card

    def _right(self, look: Look) -> QWidget:
        self._end = Button(look, tr("Kết thúc phát biểu"), "stop", on_click=self._end_floor)
        votes = Button(look, tr("Kết quả biểu quyết"), "hand-palm", on_click=self.open_votes)
        minutes = Button(look, tr("Biên bản"), "notebook", on_click=lambda: self._chair.go("minutes"))
        return Scroll(wrap(column(self._speaker, self._end, self._recorder, 1, votes, minutes, gap_px=12)))

    # --- news ---

    def _refresh(self, snapshot: Snapshot) -> None:
        state = snapshot.state
        self._agenda.set_rows(agenda_rows(state))
        queue = queue_rows(state)
        self._queue.set_rows(queue)
        self._queue.setVisible(bool(queue))
        self._no_queue.setVisible(not queue)
        self._queue_title.setText(tr("Đăng ký phát biểu ({count})", count=len(queue)))
        self._text.show_state(state)
        found = attendance(state)
        self._presence.setText(
            tr("Có mặt {present} / {convened} đại biểu", present=found.present, convened=found.convened)
        )
        is_open = bool(state.sittings) and state.sittings[-1].closed_at_utc_ms is None
        self._sitting.set_text(tr("Kết thúc phiên") if is_open else tr("Mở phiên"))
        self._end.setEnabled(state.floor is not None)
        self._show_item_button()
        self._show_floor_button()
        self._tick()

    def _tick(self) -> None:
        now = self._chair.clock.now_utc_ms()
        self._speaker.show_speaker(speaker_model(self._state, now))
        self._recorder.show_model(recorder_model(self._recording.status(), now))

    def _show_recording(self, status: RecordingStatus) -> None:
        self._recorder.show_model(recorder_model(status, self._chair.clock.now_utc_ms()))
        self._recorder.show_levels(status)
        if status.error is not None and status.error is not self._told:
            self._chair.notices.error(status.error)
        self._told = status.error

    @property
    def _state(self) -> CongressState:
        return self._chair.session.congress.snapshot().state

    # --- agenda and sitting ---

    def _show_item_button(self) -> None:
        item_id = self._agenda.selected()
        is_current = item_id is not None and item_id == self._state.current_item_id
        self._item.set_text(tr("Kết thúc mục") if is_current else tr("Mở mục này"))
        self._item.set_icon("check" if is_current else "play")
        self._item.setEnabled(item_id is not None)

    def _toggle_item(self) -> None:
        item_id = self._agenda.selected()
        if item_id is None:
            return
        if item_id == self._state.current_item_id:
            self._chair.say(AgendaItemClosed(item_id=item_id))
        else:
            self._chair.say(AgendaItemOpened(item_id=item_id))

    def _toggle_sitting(self) -> None:
        sittings = self._state.sittings
        if sittings and sittings[-1].closed_at_utc_ms is None:
            self._chair.say(SittingClosed(), tr("Đã kết thúc phiên."))
            return
        item = self._state.current_item or next(iter(self._state.agenda), None)
        name = item.sitting if item and item.sitting else tr("Phiên chính thức")
        self._chair.say(SittingOpened(name=name), tr("Đã mở phiên."))

    # --- floor ---

    def _show_floor_button(self) -> None:
        self._give.setEnabled(self._queue.rows.rowCount() > 0)

    def _give_floor(self) -> None:
        """To the one selected in the queue, else to the first."""
        queue = self._state.floor_queue
        person_id = self._queue.selected() or (queue[0].person_id if queue else None)
        if person_id is not None:
            self._chair.say(FloorGiven(person_id=person_id))

    def _end_floor(self) -> None:
        self._chair.say(FloorEnded())

    def open_people(self) -> Sheet:
        """Give the floor to someone who did not ask."""
        sheet = Sheet(self._chair.look, self, tr("Mời người khác"), fills=True)
        picker = PeoplePicker(self._chair.look, lambda: self._state)

        def give(person_id: UUID) -> None:
            sheet.close_sheet()
            self._chair.say(FloorGiven(person_id=person_id))

        picker.picked.connect(give)
        sheet.content.addWidget(picker, 1)
        sheet.open_sheet()
        picker.field.setFocus()
        return sheet

    def open_votes(self) -> Sheet:
        """Write down how a vote came out."""
        sheet = VotesSheet(self._chair, self)
        sheet.open_sheet()
        return sheet

    # --- recording and text ---

    def _toggle_recording(self) -> None:
        recording = self._recording
        if recording.status().phase is RecordingPhase.RECORDING:
            self._chair.tasks.do(lambda _job: recording.stop()).to_the_end().run()
        elif recording.status().phase is RecordingPhase.IDLE:
            inputs = chosen_inputs(self._chair)
            self._chair.tasks.do(lambda _job: recording.start(inputs)).to_the_end().run()

    def _toggle_pause(self) -> None:
        recording = self._recording
        act = recording.resume if recording.status().is_paused else recording.pause
        self._chair.tasks.do(lambda _job: act()).to_the_end().run()

    def open_microphones(self) -> Sheet:
        """Choose inputs, and hear whether they hear."""
        sheet = MicrophonesSheet(self._chair, self, self._recording)
        sheet.open_sheet()
        return sheet

    def _correct(self, seen: Segment, text: str, struck: bool) -> None:
        """Replaces what was seen. What another secretary has written meanwhile stays beside it."""
        if seen.id not in self._state.segments or (text == seen.text and struck == seen.struck):
            return
        self._chair.say(SegmentEdited(segment_id=seen.id, text=text, struck=struck, replaces=seen.heads))
