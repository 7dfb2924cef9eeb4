"""What the enrolment at the gate asks and says."""

from __future__ import annotations

from uuid import UUID

from app.domain.entities import Person
from app.domain.state import CongressState
from app.ui.gate.presenter import guidance_sentence
from app.ui.services import FaceEnrolmentStatus
from app.ui.translation import tr
from app.ui.words import person_line


def consent_text(person: Person) -> tuple[str, ...]:
    """What is asked, in words to be read aloud. Nothing is ticked beforehand; both answers are as good."""
    return (
        tr(
            "Anh/chị {name} có đồng ý để máy nhận ra mình qua khuôn mặt khi vào hội trường không?",
            name=person.full_name,
        ),
        tr(
            "Máy chỉ giữ một dãy số tính từ khuôn mặt, không giữ ảnh. "
            "Chỉ máy ở cửa và máy của chính anh/chị có dãy số ấy."
        ),
        tr(
            "Đại hội kết thúc thì dãy số bị hủy. "
            "Đổi ý lúc nào cũng được: báo người phụ trách, dãy số bị hủy ngay."
        ),
        tr("Không đồng ý thì điểm danh bằng thẻ hoặc bằng tên, quyền lợi như nhau."),
    )


def how_consent_was_asked() -> str:
    """Kept with the answer in the log."""
    return tr("Hỏi trực tiếp tại cửa, đọc trên màn hình")


def progress_words(status: FaceEnrolmentStatus) -> str:
    return tr("{kept} trên {wanted} lần nhìn tốt", kept=status.kept, wanted=status.wanted)


def enrolment_guidance(status: FaceEnrolmentStatus, *, has_picture: bool) -> str:
    if not has_picture:
        return tr("Đang mở máy ảnh…")
    return guidance_sentence(status.guidance)


def look_alike_words(state: CongressState, look_alikes: tuple[UUID, ...]) -> str:
    """Empty when the camera can tell everyone apart."""
    names = [
        f"{person.full_name} ({person_line(person)})"
        for one in look_alikes
        if (person := state.persons.get(one)) is not None
    ]
    if not names:
        return ""
    return tr(
        "Máy khó phân biệt với {names}. Ở cửa, người phụ trách sẽ nhìn và xác nhận; "
        "nếu là hai người khác nhau thì không cần làm gì thêm.",
        names=", ".join(names),
    )
