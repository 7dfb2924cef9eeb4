"""What the home screen says, computed from the state; no widgets here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from app.domain.entities import AgendaItem, Document, DocumentKind
from app.domain.payloads import FloorRequested, FloorRequestWithdrawn, Payload
from app.domain.state import CongressState
from app.ui.marks.presenter import count_mine
from app.ui.services import Mark, OwnFace, PresentedPage, ReadingPlace, Snapshot
from app.ui.translation import tr
from app.ui.widgets.rows import Row
from app.ui.words import SHELVES, duration, speaker_line, time_left


@dataclass(frozen=True, slots=True)
class NowCard:
    """What is happening. `time` is empty when the item has no planned length."""

    title: str
    time: str
    is_over_time: bool
    speaker: str
    documents: tuple[UUID, ...]


class FloorChoice(StrEnum):
    """What this delegate may do about speaking."""

    HIDDEN = "hidden"
    ASK = "ask"
    WITHDRAW = "withdraw"
    SPEAKING = "speaking"
    NOT_PRESENT = "not_present"


@dataclass(frozen=True, slots=True)
class FloorModel:
    choice: FloorChoice
    note: str = ""


@dataclass(frozen=True, slots=True)
class CheckInCard:
    """Whoever holds the tablet is not here yet: here with one look, or at the gate."""

    words: str
    can_look: bool


@dataclass(frozen=True, slots=True)
class HomeModel:
    """Everything on the screen but the link to the hall."""

    now: NowCard | None
    heading: str
    agenda: tuple[Row, ...]
    shelves: tuple[tuple[DocumentKind, int], ...]
    reading: tuple[Row, ...]
    floor: FloorModel
    marks_count: int
    presented: PresentedPage | None
    """What the presidium shows now, when this device can follow it."""
    check_in: CheckInCard | None


_READING_SHOWN = 2


def home_model(
    snapshot: Snapshot,
    places: tuple[ReadingPlace, ...],
    now_utc_ms: int,
    marks: tuple[Mark, ...] = (),
    presented: PresentedPage | None = None,
    *,
    own_face: OwnFace | None = None,
) -> HomeModel:
    state = snapshot.state
    shelf = snapshot.papers()
    return HomeModel(
        now=_now(state, shelf, now_utc_ms),
        heading=_heading(state),
        agenda=_agenda(state, shelf),
        shelves=tuple((kind, sum(doc.kind is kind for doc in shelf)) for kind in SHELVES),
        reading=_reading(shelf, places),
        floor=_floor(snapshot),
        marks_count=count_mine(marks, snapshot),
        presented=_to_follow(snapshot, shelf, presented),
        check_in=_check_in(snapshot, own_face),
    )


def _check_in(snapshot: Snapshot, face: OwnFace | None) -> CheckInCard | None:
    person_id, state = snapshot.person_id, snapshot.state
    if face is None or person_id is None or person_id not in state.persons or person_id in state.presences:
        return None
    if face in (OwnFace.READY, OwnFace.COMING):
        return CheckInCard(tr("Anh/chị chưa điểm danh."), can_look=True)
    return CheckInCard(
        tr("Anh/chị chưa điểm danh. Mời anh/chị điểm danh ở cửa hội trường, bằng thẻ hoặc bằng tên."),
        can_look=False,
    )


def _to_follow(
    snapshot: Snapshot, shelf: list[Document], presented: PresentedPage | None
) -> PresentedPage | None:
    """Whoever shows a page does not follow it, and who may not hold the paper cannot."""
    if presented is None or presented.device_id == snapshot.device_id:
        return None
    return presented if any(doc.id == presented.document_id for doc in shelf) else None


def _heading(state: CongressState) -> str:
    if state.current_item is not None:
        return tr("Đang diễn ra").upper()
    if state.sittings and state.sittings[-1].closed_at_utc_ms is None:
        return tr("Đang nghỉ giữa hai mục").upper()
    return tr("Đại hội đã bế mạc").upper() if state.sittings else tr("Đại hội chưa bắt đầu").upper()


def _now(state: CongressState, shelf: list[Document], now_utc_ms: int) -> NowCard | None:
    item = state.current_item
    if item is None:
        return None
    time, is_over = "", False
    times = state.item_times.get(item.id)
    if times and item.planned_ms:
        time, is_over = time_left(times.opened_at_utc_ms, item.planned_ms, now_utc_ms)
    documents = tuple(doc.id for doc in shelf if doc.agenda_item_id == item.id)
    return NowCard(f"{item.position}. {item.title}", time, is_over, speaker_line(state), documents)


def _agenda(state: CongressState, shelf: list[Document]) -> tuple[Row, ...]:
    """What is still to come, then what lies behind: done, or passed over."""
    with_papers = {doc.agenda_item_id for doc in shelf}

    def is_done(item: AgendaItem) -> bool:
        times = state.item_times.get(item.id)
        return times is not None and times.closed_at_utc_ms is not None

    def line(item: AgendaItem) -> Row:
        done = is_done(item)
        detail = [tr("Đã xong")] if done else []
        if item.planned_ms and not done:
            detail.append(tr("dự kiến {time} phút", time=item.planned_ms // 60_000))
        if item.id in with_papers:
            detail.append(tr("có tài liệu"))
        return Row(
            key=item.id,
            title=item.title,
            detail=", ".join(detail),
            leading=f"{item.position}.",
            trailing=(item.planned_start or "").removeprefix("0"),
            icon="check" if done else "",
            is_muted=done,
        )

    reached = max((item.position for item in state.agenda if item.id in state.item_times), default=0)
    others = [item for item in state.agenda if item.id != state.current_item_id]
    behind = {item.id for item in others if is_done(item) or item.position < reached}
    return tuple(line(item) for item in sorted(others, key=lambda item: (item.id in behind, item.position)))


def _reading(shelf: list[Document], places: tuple[ReadingPlace, ...]) -> tuple[Row, ...]:
    papers = {document.id: document for document in shelf}
    rows = []
    for place in places:
        if document := papers.get(place.document_id):
            page = tr("Trang {page} trên {pages}", page=place.page_index + 1, pages=document.page_count)
            rows.append(Row(document.id, document.title, page, icon="book-open"))
    return tuple(rows[:_READING_SHOWN])


def _floor(snapshot: Snapshot) -> FloorModel:
    state, person_id = snapshot.state, snapshot.person_id
    if person_id is None:
        return FloorModel(FloorChoice.HIDDEN)
    if state.floor and state.floor.person_id == person_id:
        started = duration(state.floor.limit_ms or state.settings.floor_limit_ms)
        return FloorModel(FloorChoice.SPEAKING, tr("Mời anh/chị phát biểu, thời gian {time}.", time=started))
    queue = [request.person_id for request in state.floor_queue]
    if person_id in queue:
        place = queue.index(person_id) + 1
        return FloorModel(FloorChoice.WITHDRAW, tr("Đã đăng ký, thứ {place} trong danh sách.", place=place))
    if person_id not in state.presences:
        return FloorModel(FloorChoice.NOT_PRESENT, tr("Điểm danh xong, anh/chị có thể đăng ký phát biểu."))
    return FloorModel(FloorChoice.ASK)


def floor_payload(snapshot: Snapshot) -> Payload | None:
    """What tapping the floor button says."""
    choice = _floor(snapshot).choice
    if snapshot.person_id is None:
        return None
    if choice is FloorChoice.ASK:
        return FloorRequested(person_id=snapshot.person_id)
    if choice is FloorChoice.WITHDRAW:
        return FloorRequestWithdrawn(person_id=snapshot.person_id)
    return None


def documents_of_item(snapshot: Snapshot, item_id: UUID) -> list[Document]:
    return [doc for doc in snapshot.papers() if doc.agenda_item_id == item_id]
