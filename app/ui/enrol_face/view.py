"""Enrolling a face at the gate: who, whether they want it, a few good looks, done."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.domain.entities import Person
from app.domain.payloads import ConsentRecorded
from app.domain.state import CongressState
from app.ui.context import Context, Screen
from app.ui.enrol_face.consent import ConsentPanel
from app.ui.enrol_face.presenter import (
    consent_text,
    enrolment_guidance,
    how_consent_was_asked,
    look_alike_words,
    progress_words,
)
from app.ui.gate.camera_panel import CameraPanel
from app.ui.gate.ending import ending_card, show_in_middle
from app.ui.services import FaceEnrolmentStatus, PreviewFrame
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.widgets.basics import Button, Card, IconLabel, Label, Scroll, column, row, wrap
from app.ui.widgets.people import PeoplePicker
from app.ui.words import kind_of_person, person_line


class EnrolFaceScreen(Screen):
    """One panel at a time. The camera opens only after a yes, and closes when the screen is left."""

    def __init__(self, context: Context, person_id: UUID | None = None) -> None:
        super().__init__(context)
        self._door = context
        self._service = context.session.face_enrolment
        self._person: Person | None = None
        self._panel: QWidget | None = None
        self._camera: CameraPanel | None = None
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
        look = self._door.look
        about = f"{kind_of_person(person.kind)}, {person_line(person)}"
        other = Button(look, tr("Người khác"), "arrow-left", "quiet", self.choose_person)
        self._show(ConsentPanel(look, about, consent_text(person), self._answer, other))

    def _answer(self, given: bool) -> None:
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
        stop = Button(look, tr("Dừng"), "x", on_click=lambda: self.ask_consent(person.id))
        is_across = self.width() > self.height()
        self._camera = CameraPanel(look, person.full_name, stop, is_across=is_across)
        self._show(self._camera, is_wide=True)
        self._is_watching = True
        service.start(person.id)

    def _show_status(self, status: FaceEnrolmentStatus) -> None:
        camera = self._camera
        if not self._is_watching or camera is None:
            return
        if status.error is not None:
            words = self._door.notices.messages.of(status.error)
            self._finish("camera-slash", words.what, words.fix, again=tr("Thử lại"))
        elif status.is_done:
            self._enrolled(status)
        else:
            camera.say(enrolment_guidance(status, has_picture=camera.has_picture), status.guidance)
            camera.count(status.kept, status.wanted, progress_words(status))

    def _show_frame(self, frame: PreviewFrame) -> None:
        camera, service = self._camera, self._service
        if self._is_watching and camera and service and camera.show_frame(frame):
            self._show_status(service.status())

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
        card = ending_card(look, icon, what, fix, tone)
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
        self._is_watching, self._camera = False, None

    def _show(self, panel: QWidget, *, is_wide: bool = False) -> None:
        show_in_middle(self._body, panel, None if is_wide else self._door.look.theme.scale)

    def dispose(self) -> None:
        self._let_go()
        super().dispose()
