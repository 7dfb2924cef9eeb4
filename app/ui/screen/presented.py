"""The page that the presidium shows, as large as the hall's screen allows."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.documents.pages import Drawing
from app.runtime.tasks import Handle, Job
from app.ui.context import Context
from app.ui.page_picture import PagePicture
from app.ui.services import PresentedPage
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.widgets.basics import Label, column


class _Sheet(QWidget):
    """One picture of a page in the middle of its room, never larger than it was drawn."""

    def __init__(self, line: str) -> None:
        super().__init__()
        self._line = line
        self._image: QImage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_image(self, image: QImage | None) -> None:
        self._image = image
        self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 120)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._image is None:
            return
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(0, 0, size.width(), size.height())
        place.moveCenter(self.rect().center())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(place), self._image)
        painter.setPen(QColor(self._line))
        painter.drawRect(place.adjusted(0, 0, -1, -1))


class PresentedPanel(QWidget):
    """Drawn in the background; the page before stays until the next is there.

    `heading` names the paper and the page; whoever shows the panel places it.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._hall = context
        self._page: PresentedPage | None = None
        self._open: UUID | None = None
        self._drawing: Handle | None = None
        self._is_waiting = False
        self.heading = Label(kind=Type.TITLE)
        self._note = Label(kind=Type.TITLE, tone="ink_soft")
        self._sheet = _Sheet(context.look.theme.palette.line)
        layout = column(self._note, self._sheet, gap_px=8)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def show_page(self, page: PresentedPage | None) -> bool:
        """Whether there is a page to show: this device may hold the paper.

        Told again and again: the paper may have come meanwhile, or have been called back.
        """
        snapshot = self._hall.session.congress.snapshot()
        known = {document.id: document for document in snapshot.papers()}
        document = known.get(page.document_id) if page else None
        if page is None or document is None:
            self._let_go(None)
            self._page = None
            return False
        number = tr("trang {page} trên {pages}", page=page.page_index + 1, pages=document.page_count)
        self.heading.setText(f"{document.title}\n{number}")
        self._sheet.setAccessibleName(f"{document.title}, {number}")
        if page != self._page or self._is_waiting:
            self._let_go(page.document_id)
            self._page = page
            self._draw()
        return True

    def _draw(self) -> None:
        page, documents = self._page, self._hall.session.documents
        if self._drawing:
            self._drawing.cancel()
        self._is_waiting = page is not None and not documents.is_here(page.document_id)
        if page is None:
            return
        if self._is_waiting:
            self._sheet.show_image(None)
            self._note.set_text(tr("Tài liệu đang được tải về máy này."))
            return
        self._note.set_text("")
        self._open = page.document_id
        room = self._sheet.size() * self.devicePixelRatioF()

        def draw(_job: Job) -> QImage:
            sizes = documents.open(page.document_id).page_sizes_pt
            index = min(page.page_index, len(sizes) - 1)
            width_pt, height_pt = sizes[index]
            scale = min(room.width() / width_pt, room.height() / height_pt)
            picture = PagePicture()
            drawing = Drawing(index, max(200, round(width_pt * scale)))
            documents.render(page.document_id, drawing, picture.room)
            return picture.image

        self._drawing = self._hall.tasks.do(draw).on_success(self._drawn).on_failure(self._failed).run()

    def _drawn(self, image: QImage) -> None:
        self._sheet.show_image(image)

    def _failed(self, error: Exception) -> None:
        self._sheet.show_image(None)
        self._note.set_text(self._hall.notices.messages.of(error).what)

    def _let_go(self, next_id: UUID | None) -> None:
        """Close the paper shown before, and its picture with it; one that is being drawn comes no more."""
        if self._drawing:
            self._drawing.cancel()
        if self._open is not None and self._open != next_id:
            self._hall.session.documents.close(self._open)
            self._open = None
            self._sheet.show_image(None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._draw()
