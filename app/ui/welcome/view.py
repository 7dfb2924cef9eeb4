"""The door: invite this device to a congress, or open it with its PIN."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit, QProgressBar, QWidget

from app.runtime.tasks import Handle, Job
from app.ui.context import DoorContext, Screen
from app.ui.errors import FileUnreadable
from app.ui.services import Invitation, Progress, Readiness
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.welcome.pin_pad import PinPad
from app.ui.welcome.presenter import (
    PIN_MOST_DIGITS,
    lock_words,
    percent,
    pin_problem,
    role_name,
    stage_words,
)
from app.ui.widgets.basics import Button, Card, Field, IconLabel, Label, Scroll, column, row, wrap

_LARGEST_INVITATION_BYTES = 64 << 10


class WelcomeScreen(Screen):
    """One step at a time on one card; an error stands where it happened and says the way out."""

    has_header = False

    def __init__(self, context: DoorContext) -> None:
        super().__init__(context)
        self._door = context
        self._invitation: Invitation | None = None
        self._running: Handle | None = None
        look = context.look
        self._steps = column()
        self._problem = Card("problem", margin_px=16, gap_px=4)
        self._problem_what = Label(kind=Type.STRONG)
        self._problem_fix = Label()
        mark = row(
            IconLabel(look, "warning", "accent_text"), column(self._problem_what, self._problem_fix, gap_px=2)
        )
        mark.setStretch(1, 1)
        self._problem.column.addLayout(mark)
        self._problem.hide()
        text = Button(look, tr("Chữ, màu, ngôn ngữ"), "text-aa", "quiet", context.open_text_sheet)
        name = Label(tr("Nghị Sự"), Type.HEADING)
        slogan = Label(tr("Đại hội không giấy"), Type.BODY, "ink_soft")
        head = row(column(name, slogan, gap_px=0), text)
        head.setStretch(0, 1)
        card = Card(margin_px=32, gap_px=16)
        card.setMaximumWidth(round(880 * min(look.theme.scale, 1.35)))
        card.column.addWidget(self._problem)
        card.column.addLayout(self._steps)
        middle = row(1, card, 1)
        middle.setStretch(1, 20)
        page = column(head, 1, middle, 2, gap_px=16)
        page.setContentsMargins(40, 24, 40, 24)
        self.setLayout(column(Scroll(wrap(page))))
        self._invite_step = self._make_invite_step()
        self._confirm_step = QWidget()
        self._progress_step = self._make_progress_step()
        for step in (self._invite_step, self._progress_step):
            self._steps.addWidget(step)
        if context.enrolment.readiness() is Readiness.LOCKED:
            self._show_step(self._make_pin_step())
            self._pad.field.setFocus()
        else:
            self._show_step(self._invite_step)

    def _show_step(self, step: QWidget) -> None:
        """Only the step shown takes part in the layout, so the card is as high as it needs to be."""
        if self._steps.indexOf(step) < 0:
            self._steps.addWidget(step)
        for other in (self._invite_step, self._confirm_step, self._progress_step):
            other.setVisible(other is step)
        self._problem.hide()

    def _show_problem(self, what: str, fix: str = "") -> None:
        self._problem_what.setText(what)
        self._problem_fix.set_text(fix)
        self._problem.show()

    def _show_error(self, error: Exception) -> None:
        words = self._door.notices.messages.of(error)
        self._show_problem(words.what, words.fix)

    # --- step 1: the invitation ---

    def _make_invite_step(self) -> QWidget:
        look = self._door.look
        self._code = Field(tr("Mã mời"), tr("Quét bằng đầu đọc mã, hoặc dán mã vào đây"))
        self._code.returnPressed.connect(self._read_code)
        self._use_code = Button(look, tr("Tiếp tục"), "arrow-right", "primary", self._read_code)
        file = Button(look, tr("Chọn tệp cấp máy…"), "file-text", on_click=self._choose_file)
        line = row(self._code, self._use_code)
        line.setStretch(0, 1)
        return wrap(
            column(
                Label(tr("Đưa máy này vào đại hội"), Type.TITLE),
                Label(
                    tr("Người phụ trách kỹ thuật có mã mời hoặc tệp cấp máy cho từng máy."), tone="ink_soft"
                ),
                Label(tr("Mã mời"), Type.STRONG),
                line,
                Label(tr("Hoặc từ thẻ nhớ USB"), Type.STRONG),
                row(file, 1),
                1,
                gap_px=12,
            )
        )

    def _read_code(self) -> None:
        text = self._code.text().strip()
        if text:
            self._read(text)
        else:
            self._code.setFocus()

    def _choose_file(self) -> None:
        name, _filter = QFileDialog.getOpenFileName(self, tr("Chọn tệp cấp máy"))
        if name:
            self.read_file(Path(name))

    def read_file(self, path: Path) -> None:
        """Read a provisioning file in the background; a wrong file is refused in words."""
        enrolment = self._door.enrolment

        def work(_job: Job) -> Invitation:
            try:
                with path.open("rb") as file:
                    content = file.read(_LARGEST_INVITATION_BYTES)
            except OSError as error:
                raise FileUnreadable from error
            return enrolment.read_invitation(content.decode("utf-8", errors="replace"))

        self._door.tasks.do(work).on_success(self._confirm).on_failure(self._show_error).run()

    def _read(self, content: str) -> None:
        self._use_code.setEnabled(False)
        enrolment = self._door.enrolment

        def failed(error: Exception) -> None:
            self._use_code.setEnabled(True)
            self._show_error(error)

        work = self._door.tasks.do(lambda _job: enrolment.read_invitation(content))
        work.on_success(self._confirm).on_failure(failed).run()

    # --- step 2: is this right? ---

    def _confirm(self, invitation: Invitation) -> None:
        self._use_code.setEnabled(True)
        self._invitation = invitation
        self._confirm_step = self._make_confirm_step(invitation)
        self._show_step(self._confirm_step)

    def _make_confirm_step(self, invitation: Invitation) -> QWidget:
        look = self._door.look
        self._address = Field(tr("Địa chỉ máy chủ hội trường"), "192.168.1.10:8443")
        self._address.setText(invitation.hall_address)
        self._pin = self._pin_field(tr("Mã mở máy"), tr("6 chữ số trở lên"))
        self._pin_again = self._pin_field(tr("Nhập lại mã mở máy"), tr("Nhập lại"))
        start = Button(look, tr("Bắt đầu"), "check", "primary", self._start)
        back = Button(look, tr("Quay lại"), "arrow-left", on_click=lambda: self._show_step(self._invite_step))
        pins = row(self._pin, self._pin_again, gap_px=12)
        return wrap(
            column(
                Label(invitation.congress_title, Type.TITLE),
                Label(f"{role_name(invitation.role)}: {invitation.device_name}", tone="ink_soft"),
                Label(tr("Địa chỉ máy chủ hội trường"), Type.STRONG),
                self._address,
                Label(tr("Mã mở máy (có thể để trống)"), Type.STRONG),
                pins,
                row(back, 1, start),
                1,
                gap_px=12,
            )
        )

    @staticmethod
    def _pin_field(name: str, placeholder: str) -> Field:
        field = Field(name, placeholder)
        field.setEchoMode(QLineEdit.EchoMode.Password)
        field.setMaxLength(PIN_MOST_DIGITS)
        field.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhSensitiveData)
        return field

    # --- step 3: enrolment runs ---

    def _make_progress_step(self) -> QWidget:
        look = self._door.look
        self._stage = Label(tr("Đang chuẩn bị…"), Type.TITLE)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("Tiến độ"))
        stop = Button(look, tr("Dừng lại"), "x", on_click=self._stop)
        hint = Label(
            tr("Xin để máy gần mạng hội trường. Nếu đứt mạng, máy sẽ làm tiếp từ chỗ dừng."), tone="ink_soft"
        )
        return wrap(column(self._stage, self._bar, hint, row(stop, 1), 1, gap_px=16))

    def _start(self) -> None:
        invitation, pin = self._invitation, self._pin.text()
        if invitation is None:
            return
        if problem := pin_problem(pin, self._pin_again.text()):
            self._show_problem(problem)
            return
        enrolment, address = self._door.enrolment, self._address.text().strip()
        self._show_progress(Progress("start", 0))
        self._show_step(self._progress_step)

        def work(job: Job) -> None:
            enrolment.enrol(invitation, address, pin or None, job.report, job.is_cancelled)

        operation = self._door.tasks.do(work).with_progress(self._show_progress)
        self._running = operation.on_success(self._enrolled).on_failure(self._enrol_failed).run()

    def _show_progress(self, progress: Progress) -> None:
        self._stage.setText(stage_words(progress))
        done = percent(progress)
        self._bar.setRange(0, 100 if done is not None else 0)
        self._bar.setValue(done or 0)

    def _enrolled(self, _nothing: None) -> None:
        self._pin.clear()
        self._pin_again.clear()
        self._door.enter()

    def _enrol_failed(self, error: Exception) -> None:
        self._show_step(self._confirm_step)
        self._show_error(error)

    def _stop(self) -> None:
        if self._running:
            self._running.cancel()
        self._show_step(self._confirm_step)

    # --- the PIN ---

    def _make_pin_step(self) -> QWidget:
        self._pad = PinPad(self._door.look, PIN_MOST_DIGITS)
        self._pad.entered.connect(self._unlock)
        self._wait = Label(tone="unsure")
        self.every_second(self._show_lock)
        self._show_lock()
        return wrap(column(Label(tr("Nhập mã mở máy"), Type.TITLE), self._wait, self._pad, 1, gap_px=12))

    def _unlock(self, pin: str) -> None:
        enrolment = self._door.enrolment
        self._pad.setEnabled(False)

        def failed(error: Exception) -> None:
            self._pad.clear()
            self._show_error(error)
            self._show_lock()

        work = self._door.tasks.do(lambda _job: enrolment.unlock(pin))
        work.on_success(lambda _nothing: self._door.enter()).on_failure(failed).run()

    def _show_lock(self) -> None:
        lock = self._door.enrolment.lock()
        self._wait.set_text(lock_words(lock))
        self._pad.setEnabled(lock.retry_after_ms <= 0)
