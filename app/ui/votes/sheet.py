"""Writing down how a vote came out: raised cards counted in the hall, or ballots counted on paper."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from app.domain.clock import system_random
from app.domain.entities import VoteMethod
from app.domain.ids import IdSource
from app.domain.payloads import VoteCancelled, VoteCounted
from app.domain.quorum import attendance
from app.domain.state import CongressState
from app.domain.transcript import Vote
from app.ui.context import Context
from app.ui.shell.sheet import Sheet
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.votes.presenter import Counts, counts_words, method_name, suggested_subject, vote_rows
from app.ui.widgets.basics import Button, Field, Label, column, row, wrap
from app.ui.widgets.rows import RowList

_MOST = 99_999


class VotesSheet(Sheet):
    """The counts of one vote above, all that were written down below; a tap takes one up again."""

    def __init__(self, context: Context, parent: QWidget, vote_id: UUID | None = None) -> None:
        super().__init__(context.look, parent, tr("Kết quả biểu quyết"), fills=True)
        self._chair = context
        self._ids = IdSource(context.clock, system_random)
        self._editing: UUID | None = None
        look = context.look
        self._subject = Field(tr("Biểu quyết về"), tr("Ví dụ: Thông qua chương trình Đại hội"))
        self._subject.setMaxLength(200)
        self._subject.textChanged.connect(lambda _text: self._show())
        methods = self._choices()
        self._agree = self._number(tr("Tán thành"))
        self._disagree = self._number(tr("Không tán thành"))
        self._abstain = self._number(tr("Ý kiến khác"))
        self._invalid = self._number(tr("Phiếu không hợp lệ"))
        self._all = Button(look, tr("Tất cả tán thành"), "checks", on_click=self._fill_all)
        self._invalid_part = self._named(self._invalid)
        self._said = Label(kind=Type.STRONG)
        self._warning = Label(tone="unsure")
        self._keep = Button(look, "", "check", "primary", self.keep)
        self._new = Button(look, tr("Ghi lần khác"), "plus", on_click=self._begin)
        self._drop = Button(look, tr("Bỏ lần này"), "trash", on_click=self._cancel)
        self._written = RowList(look, tr("Các lần biểu quyết đã ghi"))
        self._written.chosen.connect(self._take_up)
        self._written.setMinimumHeight(160)
        self._written_title = Label(tr("Đã ghi"), Type.STRONG)
        form = column(
            Label(tr("Biểu quyết về"), Type.SMALL, "ink_soft"),
            self._subject,
            methods,
            row(self._named(self._agree), self._named(self._disagree), gap_px=12),
            row(self._named(self._abstain), self._invalid_part, gap_px=12),
            self._all,
            self._said,
            self._warning,
            row(self._keep, self._drop, gap_px=8),
            self._new,
            self._written_title,
            gap_px=10,
        )
        self.content.addLayout(form)
        self.content.addWidget(self._written, 1)
        self._begin()
        if vote_id is not None:
            self._take_up(vote_id)
        context.listen(context.session.congress.subscribe, lambda _snapshot: self._show())

    @property
    def _state(self) -> CongressState:
        return self._chair.session.congress.snapshot().state

    def _choices(self) -> QHBoxLayout:
        self._methods = QButtonGroup(self)
        self._ways = tuple(VoteMethod)
        methods = row(gap_px=8)
        for number, method in enumerate(self._ways):
            button = Button(self._chair.look, method_name(method))
            button.setCheckable(True)
            self._methods.addButton(button, number)
            methods.addWidget(button)
        self._methods.idClicked.connect(lambda _id: self._show())
        return methods

    def _number(self, name: str) -> Field:
        field = Field(name)
        field.setValidator(QIntValidator(0, _MOST, field))
        field.textChanged.connect(lambda _text: self._show())
        return field

    def _named(self, field: Field) -> QWidget:
        return wrap(column(Label(field.accessibleName(), Type.SMALL, "ink_soft"), field, gap_px=4))

    # --- the form ---

    def _begin(self) -> None:
        self._fill(None, suggested_subject(self._state), VoteMethod.RAISED_CARD, Counts())
        self._agree.setFocus()

    def _take_up(self, vote_id: UUID) -> None:
        vote = self._state.votes.get(vote_id)
        if vote is not None:
            counts = Counts(vote.agree, vote.disagree, vote.abstain, vote.invalid)
            self._fill(vote.id, vote.subject, vote.method, counts)

    def _fill(self, vote_id: UUID | None, subject: str, method: VoteMethod, counts: Counts) -> None:
        self._editing = vote_id
        self._subject.setText(subject)
        self._methods.button(self._ways.index(method)).setChecked(True)
        for field, count in (
            (self._agree, counts.agree),
            (self._disagree, counts.disagree),
            (self._abstain, counts.abstain),
            (self._invalid, counts.invalid),
        ):
            field.setText("" if count is None else str(count))
        self._show()

    def _fill_all(self) -> None:
        """The commonest result of all."""
        present = attendance(self._state).present
        for field in (self._disagree, self._abstain, self._invalid):
            field.setText("0")
        self._agree.setText(str(present))

    def _counts(self) -> Counts:
        fields = (self._agree, self._disagree, self._abstain, self._invalid)
        agree, disagree, abstain, invalid = (
            int(field.text()) if field.hasAcceptableInput() else None for field in fields
        )
        return Counts(agree, disagree, abstain, invalid if self._method is VoteMethod.SECRET_BALLOT else 0)

    @property
    def _method(self) -> VoteMethod:
        return self._ways[self._methods.checkedId()]

    def _show(self) -> None:
        if not self.is_open:
            return
        counts, state = self._counts(), self._state
        said, warning = counts_words(counts, state)
        self._said.setText(said)
        self._warning.set_text(warning)
        self._invalid_part.setVisible(self._method is VoteMethod.SECRET_BALLOT)
        self._keep.setEnabled(counts.is_whole and bool(self._subject.text().strip()))
        self._keep.set_text(tr("Ghi kết quả") if self._editing is None else tr("Ghi lại"))
        for button in (self._drop, self._new):
            button.setVisible(self._editing is not None)
        rows = vote_rows(state, self._editing)
        self._written.set_rows(rows)
        self._written.setVisible(bool(rows))
        self._written_title.setVisible(bool(rows))

    def keep(self) -> None:
        """Write the counts down; a vote that was taken up again is corrected."""
        counts = self._counts()
        if counts.agree is None or not counts.is_whole:
            return
        known: Vote | None = self._state.votes.get(self._editing) if self._editing else None
        said = VoteCounted(
            vote_id=known.id if known else self._ids(),
            subject=self._subject.text().strip(),
            method=self._method,
            item_id=known.item_id if known else self._state.current_item_id,
            agree=counts.agree,
            disagree=counts.disagree or 0,
            abstain=counts.abstain or 0,
            invalid=counts.invalid or 0,
        )
        self._chair.say(said, tr("Đã ghi kết quả biểu quyết."))
        self._begin()

    def _cancel(self) -> None:
        if self._editing is not None:
            self._chair.say(VoteCancelled(vote_id=self._editing), tr("Đã bỏ lần biểu quyết này."))
            self._begin()
