"""Enrolling a face at the gate: who, whether they want it, a few good looks, done."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from app.domain.entities import Person
from app.domain.payloads import ConsentRecorded
from app.domain.state import CongressState
from app.ui.context import Context, Screen
from app.ui.enrol_face.presenter import (
    consent_text,
    enrolment_guidance,
    how_consent_was_asked,
    look_alike_words,
    progress_words,
)
from app.ui.gate.mirror import Mirror
from app.ui.gate.steps import StepDots
from app.ui.services import FaceEnrolmentStatus, GateMode, Guidance, PreviewFrame
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.widgets.basics import Button, Card, IconLabel, Label, Scroll, column, row, wrap
from app.ui.widgets.people import PeoplePicker
from app.ui.words import kind_of_person, person_line

_COLUMN_PX = 760
_WORDS_PX = 380


class EnrolFaceScreen(Screen):
    """One panel at a time. The camera opens only after a yes, and closes when the screen is left."""

    def __init__(self, context: Context, person_id: UUID | None = None) -> None:
        super().__init__(context)
        self._door = context
        self._service = context.session.face_enrolment
        self._person: Person | None = None
        self._panel: QWidget | None = None
        self._mirror: Mirror | None = None
        self._answers: QBoxLayout | None = None
        self._longer: Button | None = None
        self._is_watching = False
        self._body = column(gap_px=0)
        self._body.setContentsMargins(16, 16, 16, 16)
        self.setLayout(self._body)
        if self._service is not None:
            context.listen(self._service.subscribe, self._show_status)
            context.listen(self._service.subscribe_frames, self._show_frame)
        person = self._state.persons.get(person_id) if person_id else None
        if person is not None:
            self.ask_consent(person.id)
        else:
            self.choose_person()

    @property
    def _state(self) -> CongressState:
        return self._door.session.congress.snapshot().state

    # --- who ---

    def choose_person(self) -> None:
        self._let_go()
        picker = PeoplePicker(self._door.look, lambda: self._state)
        picker.picked.connect(self.ask_consent)
        self.picker = picker
        words = tr("Ai sẽ đăng ký khuôn mặt?")
        panel = column(Label(words, Type.HEADING), picker, gap_px=12)
        panel.setStretch(1, 1)
        self._show(wrap(panel))

    # --- whether they want it ---

    def ask_consent(self, person_id: UUID) -> None:
        """Asked each time, even of those who once said yes: this is their moment to change their mind."""
        person = self._state.persons.get(person_id)
        if person is None:
            return
        self._let_go()
        self._person = person
        question, *rest = consent_text(person)
        words = column(
            Label(f"{kind_of_person(person.kind)}, {person_line(person)}", tone="ink_soft"),
            Label(question, Type.HEADING),
            *(Label(line) for line in rest),
            1,
            gap_px=16,
        )
        look = self._door.look
        yes = Button(look, tr("Đồng ý"), "check", on_click=lambda: self._answer(given=True))
        no = Button(
            look,
            tr("Không, dùng thẻ hoặc tên"),
            "identification-card",
            on_click=lambda: self._answer(given=False),
        )
        answers = row(yes, no, gap_px=16)
        # Equal in size and looks: neither answer is the one that the screen hopes for.
        for place, button in enumerate((yes, no)):
            button.setMinimumHeight(round(look.theme.touch_px * 1.4))
            answers.setStretch(place, 1)
        self._answers, self._longer = answers, no
        self._set_answers()
        other = Button(look, tr("Người khác"), "arrow-left", "quiet", self.choose_person)
        panel = column(Scroll(wrap(words)), answers, other, gap_px=16)
        panel.setStretch(0, 1)
        self._show(wrap(panel))

    def _set_answers(self) -> None:
        """Side by side while both are as wide as the longer one, else one above the other: always equal."""
        if self._answers is not None and self._longer is not None:
            self._longer.ensurePolished()
            fits = 2 * self._longer.sizeHint().width() + 64 <= self.width()
            across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
            self._answers.setDirection(across if fits else down)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_answers()

    def _answer(self, *, given: bool) -> None:
        person = self._person
        if person is None:
            return
        payload = ConsentRecorded(person_id=person.id, given=given, how=how_consent_was_asked())
        self._door.say(payload, on_success=lambda _id: self._answered(given=given))

    def _answered(self, *, given: bool) -> None:
        if given:
            self._look()
        else:
            self._finish(
                "identification-card",
                tr("Đã ghi: không dùng khuôn mặt"),
                tr("Mẫu khuôn mặt, nếu có, đã bị hủy. Mời anh/chị điểm danh bằng thẻ hoặc bằng tên."),
                again=tr("Hỏi lại"),
            )

    # --- a few good looks ---

    def _look(self) -> None:
        person, service, look = self._person, self._service, self._door.look
        if person is None:
            return
        if service is None:
            self._finish(
                "camera-slash",
                tr("Máy này chưa đăng ký được khuôn mặt"),
                tr("Đã ghi là đồng ý. Thiếu máy ảnh hoặc mô hình nhận diện: dùng một máy ở cửa khác."),
            )
            return
        self._mirror = Mirror(look)
        self._guidance = Label(kind=Type.HEADING)
        self._guidance.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._dots = StepDots(look)
        self._progress = Label(wraps=False)
        stop = Button(look, tr("Dừng"), "x", on_click=lambda: self.ask_consent(person.id))
        counting = column(self._dots, self._progress, stop, gap_px=16)
        card = Card("card", margin_px=16)
        card.column.addWidget(Label(person.full_name, Type.TITLE))
        card.column.addWidget(self._guidance)
        card.column.addLayout(counting)
        is_across = self.width() > self.height()
        if is_across:
            # A face is taller than wide: on a screen that lies across, the words go beside it.
            card.setFixedWidth(round(_WORDS_PX * min(look.theme.scale, 1.4)))
            card.column.addStretch(1)
        panel = row(self._mirror, card, gap_px=16) if is_across else column(self._mirror, card, gap_px=16)
        panel.setStretch(0, 1)
        self._show(wrap(panel), is_wide=True)
        self._is_watching = True
        service.start(person.id)

    def _show_status(self, status: FaceEnrolmentStatus) -> None:
        if not self._is_watching or self._mirror is None:
            return
        if status.error is not None:
            words = self._door.notices.messages.of(status.error)
            self._finish("camera-slash", words.what, words.fix, again=tr("Thử lại"))
        elif status.is_done:
            self._enrolled(status)
        else:
            self._guidance.setText(enrolment_guidance(status, has_picture=self._mirror.has_picture))
            self._mirror.show_aim(GateMode.FACE, is_holding=status.guidance is Guidance.HOLD_STILL)
            self._dots.show_steps(status.kept, status.wanted)
            self._progress.setText(progress_words(status))

    def _show_frame(self, frame: PreviewFrame) -> None:
        if self._is_watching and self._mirror is not None and self._service is not None:
            is_first = not self._mirror.has_picture
            self._mirror.show_frame(frame)
            if is_first:
                self._show_status(self._service.status())

    # --- done ---

    def _enrolled(self, status: FaceEnrolmentStatus) -> None:
        name = self._person.full_name if self._person else ""
        what = tr("Đã đăng ký khuôn mặt của {name}", name=name)
        warning = look_alike_words(self._state, status.look_alikes)
        self._finish("check-circle", what, tr("Ảnh không được giữ lại."), tone="good", warning=warning)

    def _finish(
        self, icon: str, what: str, fix: str, *, tone: str = "ink", warning: str = "", again: str = ""
    ) -> None:
        """How it ended. `again`: the word of a button that asks the same person once more."""
        self._let_go()
        look, person = self._door.look, self._person
        head = row(
            IconLabel(look, icon, tone, round(48 * look.theme.scale)),
            Label(what, Type.HEADING, tone),
            gap_px=16,
        )
        head.setStretch(1, 1)
        card = Card("good" if tone == "good" else "card", margin_px=28, gap_px=12)
        card.column.addLayout(head)
        card.column.addWidget(Label(fix, Type.TITLE))
        panel = column(card, gap_px=16)
        if warning:
            unsure = Card("unsure", margin_px=20)
            line = row(IconLabel(look, "warning-circle", "unsure"), Label(warning, Type.TITLE), gap_px=12)
            line.setStretch(1, 1)
            unsure.column.addLayout(line)
            panel.addWidget(unsure)
        following = Button(look, tr("Người tiếp theo"), "arrow-right", "primary", self.choose_person)
        panel.addWidget(following)
        if person is not None and again:
            panel.addWidget(
                Button(look, again, "arrow-clockwise", on_click=lambda: self.ask_consent(person.id))
            )
        panel.addStretch(1)
        self._show(Scroll(wrap(panel)))

    # --- the one panel ---

    def _let_go(self) -> None:
        if self._is_watching and self._service is not None:
            self._service.stop()
        self._is_watching, self._mirror = False, None
        self._answers = self._longer = None

    def _show(self, panel: QWidget, *, is_wide: bool = False) -> None:
        """In the middle, as wide as reads well; the mirror takes all."""
        while (item := self._body.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        if not is_wide:
            panel.setMaximumWidth(round(_COLUMN_PX * min(self._door.look.theme.scale, 1.5)))
        middle = row(panel) if is_wide else row(0, panel, 0)
        if isinstance(middle, QBoxLayout) and not is_wide:
            middle.setStretch(1, 1_000)
        self._body.addWidget(wrap(middle), 1)

    def dispose(self) -> None:
        self._let_go()
        super().dispose()
