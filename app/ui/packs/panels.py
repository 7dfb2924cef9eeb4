"""The plain steps: where one is, choosing a folder, waiting, and the finished pack."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QWidget

from app.ui.packs.presenter import Desk, progress_words, size_words
from app.ui.services import Progress
from app.ui.theme.look import Look
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.widgets.basics import Button, Card, IconLabel, Label, Scroll, column, row, wrap
from app.ui.widgets.rows import Row, RowList

_WIDEST_PX = 820


def middle(card: QWidget) -> QWidget:
    """A card in the middle of the screen, scrolling when text is large."""
    card.setMaximumWidth(_WIDEST_PX)
    line = row(0, card, 0)
    line.insertStretch(0, 1)
    line.addStretch(1)
    line.setStretchFactor(card, 20)
    return Scroll(wrap(column(line, 1)))


class Steps(QWidget):
    """The four steps with the present one marked by colour, weight and icon."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._words = (
            tr("Chọn thư mục"),
            tr("Xem và sửa"),
            tr("Ký và lưu"),
            tr("Đưa lên hội trường"),
        )
        self._marks: list[tuple[IconLabel, Label]] = []
        line = row(gap_px=12)
        for number, word in enumerate(self._words):
            if number:
                line.addWidget(IconLabel(look, "caret-right", "ink_soft"))
            icon, label = IconLabel(look, "circle"), Label(word, Type.SMALL, wraps=False)
            self._marks.append((icon, label))
            line.addWidget(icon)
            line.addWidget(label)
        line.addStretch(1)
        self.setLayout(line)

    def show_step(self, present: int) -> None:
        for number, (icon, label) in enumerate(self._marks):
            if number < present:
                look = ("check-circle", "good")
            else:
                look = ("arrow-circle-right", "accent_text") if number == present else ("circle", "ink_soft")
            icon.show_icon(*look)
            label.set_tone(
                "accent_text" if number == present else look[1] if number < present else "ink_soft"
            )
        step = tr("Bước {step} trong {all}", step=present + 1, all=len(self._words))
        self.setAccessibleName(f"{step}: {self._words[present]}")


class StartPanel(QWidget):
    """Which folder, and how it should look."""

    def __init__(self, look: Look, choose: Callable[[], None], read: Callable[[Path], None]) -> None:
        super().__init__()
        self._read = read
        card = Card(margin_px=24, gap_px=14)
        card.column.addWidget(Label(tr("Thư mục tài liệu của Đại hội"), Type.TITLE))
        for words in (
            tr("Để trong một thư mục: danh sách đại biểu, chương trình (Excel hoặc CSV) và các văn bản."),
            tr("Văn bản có thể là PDF, Word, Excel, PowerPoint, ảnh hoặc bản chụp."),
            tr("Chương trình chỉ đọc và ghi chỗ sửa vào documents.csv; không đổi tệp nào của anh/chị."),
        ):
            card.column.addWidget(Label(words, tone="ink_soft"))
        self.choose = Button(look, tr("Chọn thư mục…"), "folder-open", "primary", choose)
        card.column.addLayout(row(self.choose, 1))
        self._recent_title = Label(tr("Làm gần đây"), Type.STRONG)
        self._recent = RowList(look, tr("Thư mục làm gần đây"))
        self._recent.setMinimumHeight(round(220 * look.theme.scale))
        self._recent.chosen.connect(self._read)
        card.column.addWidget(self._recent_title)
        card.column.addWidget(self._recent)
        self.setLayout(column(middle(card)))

    def show_recent(self, folders: Sequence[Path]) -> None:
        rows = [Row(path, path.name or str(path), str(path.parent), icon="folder") for path in folders]
        self._recent.set_rows(rows)
        self._recent.setVisible(bool(rows))
        self._recent_title.setVisible(bool(rows))


class BusyPanel(QWidget):
    """What is being done, to which file, how far, and a way to stop."""

    def __init__(self, look: Look, cancel: Callable[[], None]) -> None:
        super().__init__()
        card = Card(margin_px=24, gap_px=14)
        self._title = Label(kind=Type.TITLE)
        self._stage = Label()
        self._item = Label(tone="ink_soft")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._cancel = Button(look, tr("Dừng lại"), "x", on_click=cancel)
        for part in (self._title, self._stage, self._bar, self._item):
            card.column.addWidget(part)
        card.column.addLayout(row(self._cancel, 1))
        self.setLayout(column(middle(card)))

    def begin(self, title: str, *, can_stop: bool = True) -> None:
        self._title.setText(title)
        self._stage.setText(tr("Đang chuẩn bị…"))
        self._item.set_text("")
        self._bar.setAccessibleName(title)
        self._bar.setRange(0, 0)
        self._cancel.setVisible(can_stop)

    def show_progress(self, progress: Progress) -> None:
        words = progress_words(progress)
        if progress.total:
            percent = min(100, progress.done * 100 // progress.total)
            words = f"{words} {percent}%"
            self._bar.setRange(0, 100)
            self._bar.setValue(percent)
        else:
            self._bar.setRange(0, 0)
        self._stage.setText(words)
        self._item.set_text(progress.item)


class DonePanel(QWidget):
    """The pack is signed; it can go into the hall from here."""

    def __init__(
        self,
        look: Look,
        *,
        publish: Callable[[], None],
        show_file: Callable[[], None],
        edit: Callable[[], None],
        to_papers: Callable[[], None],
    ) -> None:
        super().__init__()
        self._card = Card("good", margin_px=24, gap_px=14)
        self._title = Label(kind=Type.TITLE)
        icon = IconLabel(look, "check-circle", "good", look.theme.type_px(Type.HEADING))
        head = row(icon, self._title, gap_px=12)
        head.setStretch(1, 1)
        head.setAlignment(icon, Qt.AlignmentFlag.AlignTop)
        self._facts = Label()
        self._hint = Label(tone="ink_soft")
        self.publish = Button(look, tr("Đưa lên hội trường"), "cloud-arrow-up", "primary", publish)
        self._papers = Button(look, tr("Xem văn bản trong hội trường"), "files", "primary", to_papers)
        self._card.column.addLayout(head)
        self._card.column.addWidget(self._facts)
        self._card.column.addWidget(self._hint)
        pair = column if look.theme.scale > 1 else row
        buttons = pair(
            self.publish,
            self._papers,
            Button(look, tr("Mở nơi lưu gói"), "folder-open", on_click=show_file),
            Button(look, tr("Sửa tiếp"), "pencil-simple", on_click=edit),
        )
        self._card.column.addLayout(buttons)
        self.setLayout(column(middle(self._card)))

    def show_desk(self, desk: Desk) -> None:
        pack = desk.built
        if pack is None:
            return
        is_out = desk.published is not None
        self._title.setText(tr("Gói đã ở trong hội trường.") if is_out else tr("Đã ký gói."))
        facts = (
            tr("{n} văn bản", n=pack.documents),
            tr("{n} trang", n=pack.pages),
            tr("{n} người", n=pack.persons),
            size_words(pack.size_bytes),
        )
        self._facts.setText(f"{pack.path}\n{', '.join(facts)}")
        if desk.published:
            hint = tr("{n} điều mới. Các máy đang nối mạng nhận ngay.", n=desk.published)
        elif is_out:
            hint = tr("Không có gì mới: hội trường đã có gói này.")
        else:
            hint = tr("Đại biểu chưa thấy gì cho đến khi gói được đưa lên hội trường hoặc chép bằng USB.")
        self._hint.setText(hint)
        self.publish.setVisible(not is_out)
        self._papers.setVisible(is_out)
