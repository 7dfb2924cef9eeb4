"""Calling papers back: what happens is said before it happens."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from app.domain.entities import Document
from app.ui.shell.sheet import Sheet
from app.ui.theme.look import Look
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.widgets.basics import Button, Card, Field, Label, column

_NAMED = 8


def recall_sheet(
    look: Look, parent: QWidget, documents: Sequence[Document], call_back: Callable[[str], None]
) -> Sheet:
    """Ask once more; `call_back(reason)` when the secretary is sure."""
    sheet = Sheet(look, parent, tr("Thu hồi văn bản"))
    for document in documents[:_NAMED]:
        sheet.content.addWidget(Label(document.title, Type.STRONG))
    if len(documents) > _NAMED:
        more = tr("và {n} văn bản khác", n=len(documents) - _NAMED)
        sheet.content.addWidget(Label(more, tone="ink_soft"))
    sheet.content.addSpacing(4)
    card = Card("unsure", margin_px=16, gap_px=8)
    for words in (
        tr("Văn bản biến mất khỏi mọi máy tính bảng, cả chỗ đọc dở và chữ dùng để tìm kiếm."),
        tr("Máy đang nối với hội trường: mất ngay. Máy đang tắt hoặc ngoài mạng: mất khi nối lại."),
        tr("Muốn phát lại thì đưa văn bản vào gói mới."),
    ):
        card.column.addWidget(Label(words))
    sheet.content.addWidget(card)
    reason = Field(tr("Lý do (đại biểu sẽ thấy)"), tr("Ví dụ: phát nhầm bản"))
    reason.setMaxLength(200)
    sheet.content.addSpacing(4)
    sheet.content.addWidget(Label(tr("Lý do (đại biểu sẽ thấy)"), Type.SMALL, "ink_soft"))
    sheet.content.addWidget(reason)

    def sure() -> None:
        sheet.close_sheet()
        call_back(reason.text().strip())

    many = len(documents) > 1
    word = tr("Thu hồi {n} văn bản", n=len(documents)) if many else tr("Thu hồi văn bản này")
    sheet.content.addSpacing(8)
    sheet.content.addLayout(
        column(
            Button(look, word, "prohibit", "primary", sure),
            Button(look, tr("Thôi"), "x", on_click=sheet.close_sheet),
            gap_px=12,
        )
    )
    sheet.open_sheet()
    return sheet
