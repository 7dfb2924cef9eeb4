"""Checking in on one's own tablet: what comes next, and its words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from app.domain.errors import NghisuError
from app.ui.services import OwnFace, Snapshot
from app.ui.translation import tr


class Stage(Enum):
    """What the screen shows; only one at a time."""

    HERE = auto()
    ASK = auto()
    REFUSED = auto()
    COMING = auto()
    LOOKING = auto()
    TROUBLE = auto()
    GATE = auto()
    """There is nothing to recognise them by."""
    FAILED = auto()
    """Two tries did not help."""


def own_stage(snapshot: Snapshot, face: OwnFace, error: NghisuError | None, *, said_no: bool) -> Stage:
    """`said_no`: the person has just answered no, and is not asked again at once."""
    state, person_id = snapshot.state, snapshot.person_id
    if person_id in state.presences:
        return Stage.HERE
    if face is OwnFace.AT_THE_GATE:
        return Stage.FAILED
    if face is OwnFace.MISSING:
        return Stage.GATE
    if person_id is None or not state.consents.get(person_id, False):
        return Stage.REFUSED if said_no else Stage.ASK
    if face is OwnFace.COMING:
        return Stage.COMING
    return Stage.TROUBLE if error is not None else Stage.LOOKING


def own_consent_text() -> tuple[str, ...]:
    """What is asked of whoever holds the tablet. Nothing is ticked beforehand; both answers are as good."""
    return (
        tr("Anh/chị có đồng ý để máy này nhận ra mình qua khuôn mặt khi điểm danh không?"),
        tr(
            "Máy lấy ảnh của anh/chị từ hội trường, tính ra một dãy số rồi hủy ảnh. "
            "Ngoài máy này chỉ máy ở cửa có dãy số ấy."
        ),
        tr("Đại hội kết thúc thì dãy số bị hủy. Đổi ý lúc nào cũng được, ngay trên máy này."),
        tr("Không đồng ý thì điểm danh ở cửa bằng thẻ hoặc bằng tên, quyền lợi như nhau."),
    )


def how_own_consent_was_asked() -> str:
    """Kept with the answer in the log."""
    return tr("Tự trả lời trên máy của mình")


@dataclass(frozen=True, slots=True)
class Ending:
    """What stands on the screen where there is no camera."""

    icon: str
    what: str
    fix: str
    tone: str = "ink"


def ending(stage: Stage) -> Ending:
    """The words of a stage without camera, question or trouble."""
    at_the_door = tr("Mời anh/chị điểm danh ở cửa hội trường, bằng thẻ hoặc bằng tên.")
    return {
        Stage.REFUSED: Ending("identification-card", tr("Đã ghi: không dùng khuôn mặt"), at_the_door),
        Stage.COMING: Ending(
            "cloud-arrow-down",
            tr("Đang chuẩn bị…"),
            tr("Máy đang nhận mẫu khuôn mặt từ hội trường. Nếu lâu, mời anh/chị điểm danh ở cửa."),
        ),
        Stage.GATE: Ending("identification-card", tr("Máy này chưa nhận ra anh/chị được"), at_the_door),
        Stage.FAILED: Ending(
            "identification-badge",
            tr("Mời anh/chị gặp cán bộ trực ở cửa"),
            tr("Máy chưa nhận ra anh/chị sau hai lần. Ở cửa có thể điểm danh bằng thẻ hoặc bằng tên."),
        ),
    }[stage]
