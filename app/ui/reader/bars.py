"""The reader's bars: on top the way back and the main tools, below pages and zoom, news between."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy

from app.ui.reader.find import Found
from app.ui.services import MarkColor
from app.ui.theme.look import Look
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.widgets.basics import Button, Field, IconLabel, Label, row
from app.ui.widgets.spoken import announce

ROOMY_SCALE = 1.3
"""With larger text the bars keep what cannot be reached otherwise; the rest is in "Thêm"."""
Action = Callable[[], object]


class TitleLabel(Label):
    """A title on one line, shortened with an ellipsis; a screen reader says all of it."""

    def __init__(self, title: str) -> None:
        super().__init__(kind=Type.STRONG, wraps=False)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self.show_title(title)

    def show_title(self, title: str) -> None:
        if title == self.accessibleName():
            return
        self._title = title
        self.setAccessibleName(title)
        self.setToolTip(title)
        self._shorten()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._shorten()

    def _shorten(self) -> None:
        metrics = QFontMetrics(self.font())
        self.setText(metrics.elidedText(self._title, Qt.TextElideMode.ElideRight, max(0, self.width() - 2)))


class TopBar(QFrame):
    """Way back, title, search, large text, bookmark, contents, presenting (chair), more."""

    def __init__(self, look: Look, title: str, *, can_mark: bool, can_present: bool) -> None:
        super().__init__()
        self.setProperty("kind", "bar")
        is_roomy = look.theme.scale <= ROOMY_SCALE
        self.title = TitleLabel(title)
        self.back = Button(look, tr("Quay lại"), "arrow-left")
        self.search = Button(look, tr("Tìm"), "magnifying-glass")
        self.large = Button(look, "Aa")
        self.large.setCheckable(True)
        self.large.setAccessibleName(tr("Đọc chữ to"))
        self.large.setToolTip(tr("Đọc chữ to"))
        self.bookmark = Button(look, tr("Đánh dấu"), "bookmark-simple")
        self.bookmark.setCheckable(True)
        self.contents = Button(look, tr("Mục lục"), "list-bullets")
        self.present = Button(look, tr("Trình chiếu trang này"), "presentation")
        self.more = Button(look, tr("Thêm"), "dots-three")
        self._tools = (self.search, self.large, self.bookmark, self.contents, self.present, self.more)
        self._shown = {
            self.search: True,
            self.large: True,
            self.bookmark: can_mark and is_roomy,
            self.contents: is_roomy and not can_present,
            self.present: can_present,
            self.more: True,
        }
        layout = row(self.back, self.title, *self._tools, gap_px=12)
        layout.setStretch(1, 1)
        layout.setContentsMargins(24, 8, 24, 8)
        self.setLayout(layout)
        self.show_tools(is_open=False, has_outline=False)

    def show_tools(self, *, is_open: bool, has_outline: bool) -> None:
        """Nothing but the way back while there is no paper."""
        for tool, is_shown in self._shown.items():
            tool.setVisible(is_open and is_shown and (tool is not self.contents or has_outline))

    def show_bookmark(self, is_marked: bool) -> None:
        self.bookmark.setChecked(is_marked)
        words = tr("Bỏ đánh dấu trang này") if is_marked else tr("Đánh dấu trang này")
        self.bookmark.setAccessibleName(words)

    def show_presenting(self, is_presenting: bool) -> None:
        words = tr("Ngừng trình chiếu") if is_presenting else tr("Trình chiếu trang này")
        if self.present.text() != words:
            self.present.set_text(words)
            self.present.set_icon("stop-circle" if is_presenting else "presentation")


class BottomBar(QFrame):
    """Where one came from, page number, turning, zoom, fit."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("kind", "footer")
        is_roomy = look.theme.scale <= ROOMY_SCALE
        self.back = Button(look, tr("Chỗ trước"), "arrow-u-up-left")
        self.forward = Button(look, tr("Chỗ sau"), "arrow-u-up-right")
        self.previous = Button(look, tr("Trước"), "caret-up")
        self.previous.setAccessibleName(tr("Trang trước"))
        self.page = Button(look, "", "")
        self.page.setMinimumWidth(round(130 * look.theme.scale))
        self.next = Button(look, tr("Sau"), "caret-down")
        self.next.setAccessibleName(tr("Trang sau"))
        self.smaller = Button(look, tr("Nhỏ"), "magnifying-glass-minus")
        self.fit = Button(look, tr("Bề ngang"), "arrows-out-line-horizontal")
        self.larger = Button(look, tr("To"), "magnifying-glass-plus")
        self.zooms = (self.smaller, self.fit, self.larger)
        # With very large text there is no room for all; finger, strip and number turn pages as well.
        turning = (self.previous, self.page, self.next) if is_roomy else (self.page,)
        layout = row(*turning, self.back, *((self.forward,) if is_roomy else ()), 1, *self.zooms)
        layout.setContentsMargins(24, 8, 24, 8)
        self.setLayout(layout)
        self.show_history(can_go_back=False, can_go_forward=False)

    def show_page(self, page_index: int, count: int) -> None:
        self.page.setText(f"{page_index + 1} / {count}")
        self.page.setAccessibleName(
            tr("Trang {page} trên {pages}, chọn trang", page=page_index + 1, pages=count)
        )
        self.previous.setEnabled(page_index > 0)
        self.next.setEnabled(page_index < count - 1)

    def show_fit(self, *, is_page_next: bool) -> None:
        """What the button would do now."""
        words = tr("Cả trang") if is_page_next else tr("Bề ngang")
        if self.fit.text() != words:
            self.fit.set_text(words)
            self.fit.setAccessibleName(tr("Vừa cả trang") if is_page_next else tr("Vừa bề ngang"))
            self.fit.set_icon("arrows-out-line-vertical" if is_page_next else "arrows-out-line-horizontal")

    def show_history(self, *, can_go_back: bool, can_go_forward: bool) -> None:
        """The ways back appear with the first jump."""
        self.back.setVisible(can_go_back)
        self.forward.setVisible(can_go_forward and self.forward.parentWidget() is self)


class FindField(Field):
    """Enter is the next place, Shift+Enter the one before."""

    def __init__(self, name: str, onward: Action, backward: Action) -> None:
        super().__init__(name, name + "…")
        self._onward, self._backward = onward, backward

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._backward()
        else:
            self._onward()


class FindBar(QFrame):
    """The words sought, how many pages hold them, and the way from one place to the next."""

    def __init__(self, look: Look, onward: Action, backward: Action, close: Action) -> None:
        super().__init__()
        self.setProperty("kind", "bar")
        self.field = FindField(tr("Tìm trong tài liệu này"), onward, backward)
        self.count = Label(wraps=False)
        is_roomy = look.theme.scale <= ROOMY_SCALE
        self.previous = Button(look, tr("Chỗ trước đó") if is_roomy else "", "caret-up", on_click=backward)
        self.next = Button(look, tr("Chỗ tiếp") if is_roomy else "", "caret-down", on_click=onward)
        self.previous.setAccessibleName(tr("Chỗ trước đó"))
        self.next.setAccessibleName(tr("Chỗ tiếp"))
        done = Button(look, tr("Đóng"), "x", on_click=close)
        layout = row(self.field, self.count, self.previous, self.next, done, gap_px=12)
        layout.setStretch(0, 1)
        layout.setContentsMargins(24, 8, 24, 8)
        self.setLayout(layout)
        self.show_found(Found("", 0, 0))

    def show_found(self, found: Found) -> None:
        if not found.is_searchable:
            words = tr("Ảnh quét, không tìm được chữ")
        elif not found.query:
            words = ""
        elif not found.pages_count:
            words = tr("Không thấy")
        else:
            words = tr("{number} / {pages} trang", number=found.number, pages=found.pages_count)
        if words != self.count.text():
            announce(self.field, words)
        self.count.set_text(words)
        for button in (self.previous, self.next):
            button.setEnabled(bool(found.pages_count))


def color_names() -> tuple[tuple[MarkColor, str], ...]:
    return (
        (MarkColor.YELLOW, tr("Vàng")),
        (MarkColor.GREEN, tr("Xanh lá")),
        (MarkColor.BLUE, tr("Xanh dương")),
        (MarkColor.RED, tr("Đỏ")),
    )


class NewsBar(QFrame):
    """Something about the open paper that the reader should know, with what can be done about it."""

    def __init__(self, look: Look, icon: str = "info") -> None:
        super().__init__()
        self.setProperty("kind", "unsure")
        self._look = look
        self._words = Label()
        self._shown: list[Button] = []
        self._told: tuple[str, list[str]] | None = None
        self._buttons = row(gap_px=12)
        layout = row(IconLabel(look, icon, "unsure"), self._words, self._buttons, gap_px=12)
        layout.setStretch(1, 1)
        layout.setContentsMargins(24, 8, 24, 8)
        self.setLayout(layout)
        self.hide()

    def show_news(self, words: str, *actions: tuple[str, str, Action]) -> None:
        """Said once; told the same again, the buttons stay (and the focus with them)."""
        news = (words, [word for word, _icon, _action in actions])
        if self.isVisible() and news == self._told:
            return
        self._told = news
        announce(self, words)
        for old in self._shown:
            old.hide()
            old.deleteLater()
        self._shown = [Button(self._look, word, icon, on_click=action) for word, icon, action in actions]
        self._words.setText(words)
        for button in self._shown:
            self._buttons.addWidget(button)
        self.show()
