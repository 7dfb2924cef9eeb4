"""Checking in on one's own tablet: a question, a look, and one is in; or the way to the gate."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.domain.payloads import ConsentRecorded
from app.ui.context import Context, Screen
from app.ui.enrol_face.consent import ConsentPanel
from app.ui.gate.camera_panel import CameraPanel
from app.ui.gate.cards import OutcomeCard
from app.ui.gate.ending import ending_card, show_in_middle
from app.ui.gate.own_presenter import (
    Stage,
    ending,
    how_own_consent_was_asked,
    own_consent_text,
    own_stage,
)
from app.ui.gate.presenter import guidance_icon, guidance_words, outcome_model
from app.ui.services import (
    FaceCheckInService,
    GateOutcome,
    GateResult,
    GateStatus,
    OwnFace,
    PreviewFrame,
    Snapshot,
)
from app.ui.translation import tr
from app.ui.widgets.basics import Button, Scroll, column, wrap
from app.ui.words import kind_of_person, person_line


class OwnCheckInScreen(Screen):
    """One panel at a time, as the state has it. The camera opens only after a yes, and closes on leaving."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        if context.session.own_check_in is None:
            raise ValueError("this device is nobody's own tablet")
        self._own = context
        self._door = context.session.own_check_in
        self._service: FaceCheckInService | None = None
        self._is_loading = False
        self._stage: Stage | None = None
        self._camera: CameraPanel | None = None
        self._said_no = False
        self._word = ""
        self._body = column(gap_px=0)
        self._body.setContentsMargins(16, 16, 16, 16)
        self.setLayout(self._body)
        self._look_again()
        context.listen(context.session.congress.subscribe, self._congress_changed)
        context.listen(self._door.subscribe, self._face_changed)

    # --- news ---

    def _congress_changed(self, _snapshot: Snapshot) -> None:
        self._look_again()

    def _face_changed(self, _face: OwnFace) -> None:
        self._look_again()

    def _look_again(self) -> None:
        status = self._service.status() if self._service else GateStatus()
        snapshot = self._own.session.congress.snapshot()
        stage = own_stage(snapshot, self._door.face(), status.error, said_no=self._said_no)
        if stage is not self._stage:
            self._stage = stage
            self._enter(stage)

    def _enter(self, stage: Stage) -> None:
        self._camera = None
        if stage is Stage.LOOKING:
            self._show_camera()
            return
        if self._service is not None and stage is not Stage.TROUBLE:
            self._service.stop()
        if stage is Stage.ASK:
            self._show(ConsentPanel(self._own.look, self._about(), own_consent_text(), self._answer))
        elif stage is Stage.HERE:
            self._show_welcome()
        elif stage is Stage.TROUBLE:
            self._show_trouble()
        else:
            self._show_ending(stage)

    def _about(self) -> str:
        snapshot = self._own.session.congress.snapshot()
        person = snapshot.state.persons.get(snapshot.person_id) if snapshot.person_id else None
        return f"{kind_of_person(person.kind)}, {person_line(person)}" if person else ""

    # --- the question ---

    def _answer(self, given: bool) -> None:
        person_id = self._own.session.congress.snapshot().person_id
        if person_id is not None:
            self._said_no = not given
            self._own.say(ConsentRecorded(person_id=person_id, given=given, how=how_own_consent_was_asked()))

    def _ask_again(self) -> None:
        self._said_no = False
        self._look_again()

    # --- the camera ---

    def _show_camera(self) -> None:
        look = self._own.look
        no_more = Button(
            look, tr("Không dùng khuôn mặt"), "identification-card", on_click=lambda: self._answer(False)
        )
        is_across = self.width() > self.height()
        self._camera = CameraPanel(look, tr("Điểm danh"), no_more, is_across=is_across)
        self._show(self._camera, is_wide=True)
        self._show_status(self._service.status() if self._service else GateStatus())
        if self._service is not None:
            if not self._service.status().is_running:
                self._service.start()
        elif not self._is_loading:
            self._is_loading = True
            self._own.tasks.do(lambda _job: self._door.camera()).on_success(self._loaded).run()

    def _loaded(self, service: FaceCheckInService) -> None:
        self._service = service
        self._own.listen(service.subscribe, self._show_status)
        self._own.listen(service.subscribe_frames, self._show_frame)
        self._own.listen(service.subscribe_outcomes, self._show_outcome, latest_only=False)
        if self._stage is Stage.LOOKING:
            service.start()

    def _show_status(self, status: GateStatus) -> None:
        self._look_again()
        if (camera := self._camera) is not None:
            sentence = guidance_words(status, has_picture=camera.has_picture)
            camera.say(sentence, status.guidance, guidance_icon(status) if camera.has_picture else "")
            camera.count(status.steps_done, status.steps_total, self._word)

    def _show_frame(self, frame: PreviewFrame) -> None:
        if self._camera is not None and self._service is not None and self._camera.show_frame(frame):
            self._show_status(self._service.status())

    def _show_outcome(self, outcome: GateOutcome) -> None:
        failed = outcome.result not in (GateResult.CHECKED_IN, GateResult.ALREADY_IN)
        self._word = tr("Chưa được, mời anh/chị thử lại lần nữa") if failed else ""
        if self._service is not None:
            self._show_status(self._service.status())

    # --- how it ended ---

    def _show_welcome(self) -> None:
        snapshot = self._own.session.congress.snapshot()
        card = OutcomeCard(self._own.look, self._own.back)
        outcome = GateOutcome(GateResult.CHECKED_IN, snapshot.person_id)
        card.show_outcome(outcome_model(outcome, snapshot.state), snapshot.state)
        card.fit(0)  # the name on one line, the seat below it
        has_agreed = snapshot.state.consents.get(snapshot.person_id) if snapshot.person_id else False
        take_back = (tr("Thôi dùng khuôn mặt"), "user-minus", self._take_back)
        self._show_with_ways_on(card, take_back if has_agreed else None)

    def _take_back(self) -> None:
        """Being here needs no face any more: what was made of it is destroyed, the check-in stands."""
        person_id = self._own.session.congress.snapshot().person_id
        if person_id is not None:
            said = ConsentRecorded(person_id=person_id, given=False, how=how_own_consent_was_asked())
            done = tr("Đã thôi dùng khuôn mặt. Mẫu khuôn mặt được hủy; việc điểm danh vẫn giữ.")
            self._own.say(said, done, on_success=lambda _event_id: self._show_welcome())

    def _show_trouble(self) -> None:
        error = self._service.status().error if self._service else None
        if error is not None:
            words = self._own.notices.messages.of(error)
            self._show_with_ways_on(
                ending_card(self._own.look, "camera-slash", words.what, words.fix),
                (tr("Thử lại"), "arrow-clockwise", self._try_again),
            )

    def _try_again(self) -> None:
        if self._service is not None:
            self._service.start()

    def _show_ending(self, stage: Stage) -> None:
        said = ending(stage)
        card = ending_card(self._own.look, said.icon, said.what, said.fix, said.tone)
        more = {
            Stage.REFUSED: (tr("Đổi ý"), "arrow-counter-clockwise", self._ask_again),
            Stage.COMING: (tr("Không dùng khuôn mặt"), "identification-card", lambda: self._answer(False)),
        }
        self._show_with_ways_on(card, more.get(stage))

    def _show_with_ways_on(
        self, card: QWidget, more: tuple[str, str, Callable[[], object]] | None = None
    ) -> None:
        look = self._own.look
        home = Button(look, tr("Về chương trình"), "calendar-check", "primary", lambda: self._own.go("home"))
        panel = column(card, home, gap_px=16)
        if more is not None:
            word, icon, deed = more
            panel.addWidget(Button(look, word, icon, on_click=deed))
        panel.addStretch(1)
        self._show(Scroll(wrap(panel)))

    def _show(self, panel: QWidget, *, is_wide: bool = False) -> None:
        show_in_middle(self._body, panel, None if is_wide else self._own.look.theme.scale)

    def dispose(self) -> None:
        if self._service is not None:
            self._service.stop()
        super().dispose()
