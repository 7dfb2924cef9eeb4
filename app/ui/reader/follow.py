"""Following the page that the presidium shows, and presenting it."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy

from app.ui.context import Context
from app.ui.services import PresentedPage
from app.ui.theme.look import Look
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.widgets.basics import Button, IconLabel, Label, row
from app.ui.widgets.spoken import announce


class Following(StrEnum):
    """Where the reader stands with the presidium's page."""

    NOTHING = "nothing"  # nothing is shown
    OFFERED = "offered"
    FOLLOWING = "following"
    PAUSED = "paused"
    DECLINED = "declined"  # asked to be left alone while this is shown
    PRESENTING = "presenting"  # this device shows it


class Follower(QObject):
    """`go_asked(document_id, page)`: the presenter has turned the page. `changed`: what the pill says."""

    go_asked = Signal(object, int)
    changed = Signal()

    def __init__(self, context: Context, follows: bool) -> None:
        super().__init__()
        self._service = context.session.presentation
        self._device_id = context.session.congress.snapshot().device_id
        self._wants_to_follow = follows
        self.page: PresentedPage | None = None
        self.state = Following.NOTHING
        if self._service is not None:
            context.listen(self._service.subscribe, self._heard)

    @property
    def is_following(self) -> bool:
        return self.state is Following.FOLLOWING

    @property
    def is_presenting(self) -> bool:
        return self.state is Following.PRESENTING

    def follow(self) -> None:
        """One tap follows."""
        if self.page is not None:
            self._become(Following.FOLLOWING)
            self.go_asked.emit(self.page.document_id, self.page.page_index)

    def pause(self) -> None:
        """The reader went elsewhere by themselves."""
        if self.is_following:
            self._become(Following.PAUSED)

    def leave(self) -> None:
        """Another tap leaves."""
        self._wants_to_follow = False
        self._become(Following.DECLINED)

    def present(self, document_id: UUID, page: int) -> None:
        """Show this page to everybody (chair)."""
        if self._service is not None:
            self._become(Following.PRESENTING)
            self._service.present(document_id, page)

    def stop_presenting(self) -> None:
        if self.is_presenting and self._service is not None:
            self._become(Following.NOTHING)
            self._service.stop()

    def _become(self, state: Following) -> None:
        if state is not self.state:
            self.state = state
            self.changed.emit()

    def _heard(self, page: PresentedPage | None) -> None:
        self.page = page
        if page is None:
            self._become(Following.NOTHING)
        elif page.device_id == self._device_id:
            self._become(Following.PRESENTING)
        elif self._wants_to_follow:
            self._wants_to_follow = False
            self.follow()
        elif self.is_following:
            self.go_asked.emit(page.document_id, page.page_index)
            self.changed.emit()
        elif self.state in (Following.NOTHING, Following.PRESENTING):
            self._become(Following.OFFERED)
        else:
            self.changed.emit()


class FollowPill(QFrame):
    """A quiet line below the page: where the presidium is, and one tap to go there or to leave."""

    def __init__(self, look: Look, follower: Follower) -> None:
        super().__init__()
        self._follower = follower
        self._said = Following.NOTHING
        self.setProperty("kind", "good")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._words = Label(kind=Type.BODY)
        self._join = Button(look, tr("Theo dõi"), "broadcast", "primary", follower.follow)
        self._leave = Button(look, tr("Thôi"), "x", on_click=follower.leave)
        layout = row(IconLabel(look, "presentation", "good"), self._words, self._join, self._leave, gap_px=12)
        layout.setStretch(1, 1)
        layout.setContentsMargins(24, 8, 24, 8)
        self.setLayout(layout)
        follower.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        state, page = self._follower.state, self._follower.page
        is_shown = page is not None and state in (Following.OFFERED, Following.FOLLOWING, Following.PAUSED)
        self.setVisible(is_shown)
        if page is None or not is_shown:
            self._said = state
            return
        number = page.page_index + 1
        if state is Following.FOLLOWING:
            words = tr("Đang theo dõi Đoàn chủ tịch, trang {page}", page=number)
        else:
            words = tr("Đoàn chủ tịch đang xem trang {page}", page=number)
        if state is not self._said:
            self._said = state
            announce(self, words)
        self._words.setText(words)
        self._join.setVisible(state is not Following.FOLLOWING)
        self._join.set_text(tr("Trở lại theo dõi") if state is Following.PAUSED else tr("Theo dõi"))
