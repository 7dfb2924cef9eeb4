"""What happened to papers since one last looked: replaced, called back. Said once each."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol
from uuid import UUID

from app.ui.notices import Notices
from app.ui.services import Snapshot
from app.ui.translation import tr
from app.ui.words import clock_time

_BY_NAME = 2
"""More papers than this at once (a new pack) are counted instead of named one after the other."""


class Go(Protocol):
    """The window's way to a screen."""

    def __call__(self, route: str, **arguments: object) -> None: ...


class PaperNews:
    """Compares each snapshot with the one before. For the GUI thread; outlives languages and looks."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._before = snapshot

    def hear(
        self,
        snapshot: Snapshot,
        notices: Notices,
        go: Go,
        can_compare: Callable[[UUID], bool],
        being_read: UUID | None,
    ) -> None:
        """Tell what is new. The reader itself tells about the paper that is `being_read`."""
        before, self._before = self._before, snapshot
        if before.version == snapshot.version:
            return
        state = snapshot.state
        old = {document.id: document for document in before.papers()}
        now = {document.id: document for document in snapshot.papers()}
        gone = [doc.title for doc in old.values() if doc.id in state.withdrawn]
        replaced = [
            doc
            for doc in now.values()
            if doc.id in old and doc.sha256 != old[doc.id].sha256 and doc.id != being_read
        ]
        if len(gone) > _BY_NAME:
            notices.done(tr("{n} tài liệu đã được thu hồi.", n=len(gone)))
        else:
            for title in gone:
                notices.done(tr("Tài liệu “{title}” đã được thu hồi.", title=title))
        if len(replaced) > _BY_NAME:
            show = partial(go, "documents")
            words = tr("{n} tài liệu đã được thay.", n=len(replaced))
            notices.done(words, action=tr("Xem danh sách"), on_action=show)
            return
        for document in replaced:
            at = clock_time(state.document_versions[document.id][-1].published_at_utc_ms)
            words = tr("Tài liệu “{title}” đã được thay lúc {time}.", title=document.title, time=at)
            route = "compare" if can_compare(document.id) else "reader"
            word = tr("Xem chỗ khác") if route == "compare" else tr("Mở bản mới")
            notices.done(words, action=word, on_action=partial(go, route, document_id=document.id))
