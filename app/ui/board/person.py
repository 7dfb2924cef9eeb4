"""One person before the board: where they stand, what has happened, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.credentials.attendance import Standing, standing_of
from app.domain import payloads as p
from app.domain.entities import CheckInMethod, Person
from app.domain.rules import may_say
from app.domain.state import CongressState
from app.ui.board.history import consent_words, happening_line, history_of
from app.ui.board.reasons import ReasonForm, absence_reasons, hand_reasons, undo_reasons
from app.ui.board.standing import STANDING_LOOKS, standing_word
from app.ui.context import Context
from app.ui.services import GateOutcome
from app.ui.shell.sheet import Sheet
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.widgets.basics import Button, IconLabel, Label, column, row, wrap
from app.ui.words import kind_of_person, person_line

OnDone = Callable[[], object]


class PersonDesk(QWidget):
    """What the board's sheet and the gate's other ways show of a person.

    `on_done` when something was recorded; `on_outcome`: what the gate shows after a check-in.
    """

    def __init__(
        self,
        context: Context,
        person: Person,
        on_done: OnDone,
        on_outcome: Callable[[GateOutcome], None] | None = None,
    ) -> None:
        super().__init__()
        self._board, self._person = context, person
        self._on_done, self._on_outcome = on_done, on_outcome
        state = context.session.congress.snapshot().state
        standing = standing_of(state, person.id)
        icon, tone = STANDING_LOOKS[standing]
        head = row(IconLabel(context.look, icon, tone), Label(standing_word(standing), Type.STRONG, tone))
        head.setStretch(1, 1)
        self._body = column(
            Label(person.full_name, Type.TITLE),
            Label(f"{kind_of_person(person.kind)}, {person_line(person)}", tone="ink_soft"),
            gap_px=8,
        )
        if person.seat:
            self._body.addWidget(Label(tr("Chỗ ngồi {seat}", seat=person.seat)))
        self._body.addLayout(head)
        self._first = wrap(column(self._actions(state, standing), self._history(state), 1, gap_px=16))
        self._body.addWidget(self._first)
        self._body.addStretch(1)
        self.setLayout(self._body)
        self.form: ReasonForm | None = None
        self._second: QWidget | None = None

    # --- what there is ---

    def _actions(self, state: CongressState, standing: Standing) -> QWidget:
        look = self._board.look
        actions = column(gap_px=8)

        def offer(word: str, icon: str, deed: Callable[[], object], kind: str = "") -> None:
            actions.addWidget(Button(look, word, icon, kind, deed))

        if standing.is_here:
            offer(tr("Đã về"), "sign-out", self.ask_leaving)
            offer(tr("Hủy điểm danh"), "arrow-counter-clockwise", self.ask_undo)
        else:
            came_back = standing is Standing.LEFT
            word = tr("Đã quay lại") if came_back else tr("Điểm danh theo tên")
            offer(word, "check", self._come_back if came_back else self.ask_check_in, "primary")
        if standing in (Standing.NOT_ARRIVED, Standing.ABSENT_WITHOUT_LEAVE):
            offer(tr("Vắng có phép"), "envelope-simple-open", lambda: self.ask_absence(with_leave=True))
        if standing in (Standing.NOT_ARRIVED, Standing.ABSENT_WITH_LEAVE):
            offer(tr("Vắng không phép"), "x-circle", lambda: self.ask_absence(with_leave=False))
        if self._person.id in state.absences:
            offer(tr("Bỏ ghi vắng"), "eraser", self._clear_absence)
        if self._board.session.face_enrolment is not None and may_say(
            self._board.session.role, p.ConsentRecorded
        ):
            offer(tr("Đăng ký khuôn mặt"), "user-focus", self._enrol)
        return wrap(actions)

    def _history(self, state: CongressState) -> QWidget:
        lines = column(Label(tr("Diễn biến"), Type.STRONG), gap_px=8)
        history = history_of(state, self._person)
        for line in history:
            words = column(Label(happening_line(line)), gap_px=0)
            if line.where_and_why:
                words.addWidget(Label(line.where_and_why, Type.SMALL, "ink_soft"))
            entry = row(IconLabel(self._board.look, line.icon, "ink_soft"), words, gap_px=12)
            entry.setStretch(1, 1)
            lines.addLayout(entry)
        if not history:
            lines.addWidget(Label(tr("Chưa có gì được ghi."), tone="ink_soft"))
        lines.addWidget(Label(consent_words(state, self._person), Type.SMALL, "ink_soft"))
        return wrap(lines)

    # --- asking why ---

    def ask_check_in(self) -> None:
        self._ask(tr("Lý do điểm danh bằng tay"), hand_reasons(), tr("Điểm danh"), self._check_in)

    def ask_undo(self) -> None:
        self._ask(tr("Vì sao hủy điểm danh?"), undo_reasons(), tr("Hủy điểm danh"), self._undo)

    def ask_leaving(self) -> None:
        question = tr("Lý do về, nếu cần ghi")
        self._ask(question, absence_reasons(), tr("Ghi đã về"), self._leave, is_required=False)

    def ask_absence(self, *, with_leave: bool) -> None:
        deed = tr("Ghi vắng có phép") if with_leave else tr("Ghi vắng không phép")
        question = tr("Lý do vắng, nếu biết")

        def note(reason: str) -> None:
            payload = p.AbsenceNoted(person_id=self._person.id, with_leave=with_leave, reason=reason)
            self._say(payload, tr("Đã ghi vắng: {name}.", name=self._person.full_name))

        self._ask(question, absence_reasons() if with_leave else (), deed, note, is_required=False)

    def _ask(
        self,
        question: str,
        reasons: tuple[str, ...],
        deed: str,
        on_given: Callable[[str], None],
        *,
        is_required: bool = True,
    ) -> None:
        self._first.hide()
        form = ReasonForm(self._board.look, question, reasons, deed, on_given, is_required=is_required)
        back = Button(self._board.look, tr("Việc khác"), "arrow-left", "quiet", self._choose_again)
        self.form, self._second = form, wrap(column(form, back, gap_px=8))
        self._body.insertWidget(self._body.count() - 1, self._second)
        self._second.show()

    def _choose_again(self) -> None:
        """Back to what can be done."""
        if self._second is not None:
            self._second.hide()
            self._second.deleteLater()
            self._second = self.form = None
        self._first.show()

    # --- saying it ---

    def _say(self, payload: p.Payload, done: str) -> None:
        self._board.say(payload, done)
        self._on_done()

    def _check_in(self, reason: str) -> None:
        gate = self._board.session.check_in
        if gate is None:
            by_hand = p.CheckedIn(person_id=self._person.id, method=CheckInMethod.MANUAL, reason=reason)
            self._say(by_hand, tr("Đã điểm danh {name}.", name=self._person.full_name))
            return
        person_id = self._person.id
        work = self._board.tasks.do(lambda _job: gate.check_in_by_hand(person_id, reason))
        work = work.on_database().to_the_end()
        if self._on_outcome:
            work = work.on_success(self._on_outcome)
        work.run()
        self._on_done()

    def _come_back(self) -> None:
        self._check_in(tr("Đã quay lại"))

    def _undo(self, reason: str) -> None:
        payload = p.CheckInUndone(person_id=self._person.id, reason=reason)
        self._say(payload, tr("Đã hủy điểm danh của {name}.", name=self._person.full_name))

    def _leave(self, reason: str) -> None:
        payload = p.PersonLeft(person_id=self._person.id, reason=reason)
        self._say(payload, tr("Đã ghi {name} ra về.", name=self._person.full_name))

    def _clear_absence(self) -> None:
        payload = p.AbsenceCleared(person_id=self._person.id)
        self._say(payload, tr("Đã bỏ ghi vắng của {name}.", name=self._person.full_name))

    def _enrol(self) -> None:
        self._on_done()
        self._board.go("enrol_face", person_id=self._person.id)


def open_person(context: Context, parent: QWidget, person_id: UUID) -> Sheet | None:
    """The person's sheet over a screen; None when the roster knows nobody of that id."""
    person = context.session.congress.snapshot().state.persons.get(person_id)
    if person is None:
        return None
    sheet = Sheet(context.look, parent, tr("Đại biểu") if person.kind.is_convened else tr("Khách mời"))
    sheet.content.addWidget(PersonDesk(context, person, sheet.close_sheet))
    sheet.open_sheet()
    return sheet
