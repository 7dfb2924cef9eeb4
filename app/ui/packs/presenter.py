"""What a folder holds, gravest first; corrections; what may be signed. No widgets, any thread."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from app.domain.folding import fold_text
from app.ui.packs.photos import photo_summary
from app.ui.services import BuiltPack, Finding, Gravity, PackPlan, PlannedDocument, Progress
from app.ui.translation import tr
from app.ui.widgets.rows import Row
from app.ui.words import SHELVES, shelf_name

_GRAVITIES = (Gravity.REFUSED, Gravity.WARNING, Gravity.NOTE)
GRAVITY_LOOKS = {
    Gravity.REFUSED: ("x-circle", "accent_text", "problem"),
    Gravity.WARNING: ("warning", "unsure", "unsure"),
    Gravity.NOTE: ("info", "ink_soft", "note"),
}
"""Icon, tone of its words, kind of its card."""


@dataclass
class Desk:
    """What lies on the workbench while the program runs: leaving the screen loses nothing."""

    plan: PackPlan | None = None
    withdraw: frozenset[UUID] = frozenset()
    built: BuiltPack | None = None
    published: int | None = None

    def lay(self, plan: PackPlan) -> None:
        """A folder that was just read. What was decided about papers it lacks stays decided."""
        self.plan = plan
        self.withdraw &= {document_id for document_id, _title in plan.missing}
        self.built = self.published = None


# --- gravity ---


def gravity_of(document: PlannedDocument) -> Gravity | None:
    """The gravest finding of a file; None for a clean one, and for one that is left out anyway."""
    if document.is_left_out:
        return None
    found = {finding.gravity for finding in document.findings}
    return next((one for one in _GRAVITIES if one in found), None)


def lacks_item(document: PlannedDocument) -> bool:
    """Shown, not refused: operating papers often belong to no agenda item."""
    return document.agenda_position is None and not document.is_left_out


def in_order(plan: PackPlan) -> tuple[PlannedDocument, ...]:
    """Refused files, then those without an agenda item, then warnings, then the rest by shelf."""

    def rank(document: PlannedDocument) -> tuple[int, int, int, str]:
        gravity = gravity_of(document)
        urgency = 3
        if gravity is Gravity.REFUSED:
            urgency = 0
        elif lacks_item(document):
            urgency = 1
        elif gravity is Gravity.WARNING:
            urgency = 2
        if document.is_left_out:
            urgency = 4
        shelf = SHELVES.index(document.kind) if document.kind else -1
        return urgency, shelf, document.position, fold_text(document.title)

    return tuple(sorted(plan.documents, key=rank))


def matching(documents: tuple[PlannedDocument, ...], wanted: str) -> tuple[PlannedDocument, ...]:
    """Those whose title or file name holds every word of `wanted`, marks or not."""
    words = fold_text(wanted).split()
    return tuple(
        one for one in documents if all(word in fold_text(f"{one.title} {one.file}") for word in words)
    )


def refused_count(plan: PackPlan) -> int:
    """Files, and faults of the folder or the roster, that keep the pack from being signed."""
    rows = (*plan.findings, *plan.roster.findings)
    faults = sum(one.gravity is Gravity.REFUSED for one in rows)
    return faults + sum(gravity_of(one) is Gravity.REFUSED for one in plan.documents)


def watch_count(plan: PackPlan) -> int:
    """What somebody should look at: warnings, files without an agenda item, papers that are missing."""
    rows = (*plan.findings, *plan.roster.findings)
    warnings = sum(one.gravity is Gravity.WARNING for one in rows)
    files = sum(
        gravity_of(one) is Gravity.WARNING or (lacks_item(one) and gravity_of(one) is not Gravity.REFUSED)
        for one in plan.documents
    )
    return warnings + files + len(plan.missing)


def headline(plan: PackPlan) -> tuple[Gravity | None, str]:
    """How grave it is altogether, and in words."""
    refused, watch = refused_count(plan), watch_count(plan)
    parts = []
    if refused:
        parts.append(tr("{n} điều phải sửa trước khi ký", n=refused))
    if watch:
        parts.append(tr("{n} điều cần xem", n=watch))
    if not parts:
        return None, tr("Mọi tệp đều dùng được. Có thể ký.")
    return Gravity.REFUSED if refused else Gravity.WARNING, ", ".join(parts)


# --- findings ---


def finding_rows(plan: PackPlan, withdraw: frozenset[UUID]) -> tuple[Row, ...]:
    """Everything found, gravest first. Keys: ("folder" or "roster", n), ("file", name), ("missing", id)."""
    graded: list[tuple[int, Row]] = []
    for number, finding in enumerate(plan.findings):
        graded.append(_graded(finding, ("folder", number), tr("Thư mục")))
    for number, finding in enumerate(plan.roster.findings):
        graded.append(_graded(finding, ("roster", number), _roster_place(plan.roster.file, finding)))
    for document in in_order(plan):
        findings = () if document.is_left_out else document.findings
        graded += [_graded(one, ("file", document.file), document.file) for one in findings]
    missing = _GRAVITIES.index(Gravity.WARNING)
    graded += [(missing, _missing_row(one, title, one in withdraw)) for one, title in plan.missing]
    return tuple(row for _grade, row in sorted(graded, key=lambda pair: pair[0]))


def _graded(finding: Finding, key: object, place: str) -> tuple[int, Row]:
    icon, tone, _card = GRAVITY_LOOKS[finding.gravity]
    detail = " · ".join(part for part in (place, finding.fix) if part)
    return _GRAVITIES.index(finding.gravity), Row(key, finding.what, detail, icon=icon, tone=tone)


def _roster_place(file: str, finding: Finding) -> str:
    return ", ".join(part for part in (file, place_words(finding)) if part)


def place_words(finding: Finding) -> str:
    """The row of a list, and its sheet where there are several; empty for what is in no row."""
    if finding.row is None:
        return ""
    if finding.sheet:
        return tr("trang “{sheet}”, dòng {row}", sheet=finding.sheet, row=finding.row)
    return tr("dòng {row}", row=finding.row)


def _missing_row(document_id: UUID, title: str, is_called_back: bool) -> Row:
    return Row(
        key=("missing", document_id),
        title=tr("Đã phát trong hội trường, không có trong thư mục: {title}", title=title),
        detail=tr("Chạm để giữ lại hay thu hồi."),
        trailing=tr("Thu hồi") if is_called_back else tr("Giữ lại"),
        icon="prohibit" if is_called_back else "files",
        tone="unsure",
    )


# --- corrections ---


def with_document(plan: PackPlan, fresh: PlannedDocument) -> PackPlan:
    """The plan with one file corrected; files are told apart by their names."""
    return replace(plan, documents=tuple(fresh if one.file == fresh.file else one for one in plan.documents))


def audience_words(document: PlannedDocument) -> str:
    """Who may read it, in the table's few words."""
    parts = []
    if document.delegations:
        one = document.delegations[0]
        many = tr("{n} đoàn", n=len(document.delegations))
        parts.append(one if len(document.delegations) == 1 else many)
    if not document.guests_may_read:
        parts.append(tr("không có khách mời"))
    if document.one_sitting:
        parts.append(tr("một phiên"))
    words = ", ".join(parts) or tr("mọi người")
    return words[0].upper() + words[1:]


def kind_words(document: PlannedDocument) -> str:
    return shelf_name(document.kind) if document.kind else tr("Chưa rõ")


def item_words(plan: PackPlan, position: int | None) -> str:
    """The agenda item's number and title; a number the programme has not says so."""
    if position is None:
        return tr("Chưa có mục")
    item = next((one for one in plan.agenda if one.position == position), None)
    return f"{position}. {item.title}" if item else tr("{position} (không có)", position=position)


def file_words(document: PlannedDocument, replaced_title: str = "") -> str:
    """The line below the title: the file, its length, whose speech it is, what it replaces."""
    parts = [document.file]
    if document.page_count is not None:
        parts.append(tr("{n} trang", n=document.page_count))
    if document.author_number is not None:
        parts.append(tr("của đại biểu số {number}", number=document.author_number))
    if document.replaces is not None:
        title = replaced_title or tr("văn bản đã phát")
        parts.append(tr("thay cho “{title}”", title=title))
    return " · ".join(parts)


# --- signing ---


def obstacle(plan: PackPlan, has_key: bool) -> tuple[str, str]:
    """Why the pack cannot be signed here, and the way out; both empty when it can."""
    if not has_key:
        return (
            tr("Máy này không giữ khóa của Đại hội nên chưa ký được."),
            tr("Mọi chỗ sửa đã lưu trong thư mục. Mang thư mục sang máy chủ hội trường và ký ở đó."),
        )
    if not plan.can_be_signed:
        return (
            tr("Còn điều phải sửa nên chưa ký được."),
            tr("Sửa tệp trong thư mục rồi kiểm tra lại, hoặc chọn “Không đưa vào gói”."),
        )
    if all(document.is_left_out for document in plan.documents):
        return tr("Chưa có văn bản nào để ký."), tr("Thêm tệp vào thư mục rồi kiểm tra lại.")
    return "", ""


def pack_summary(plan: PackPlan, withdraw: frozenset[UUID], titles: dict[UUID, str]) -> tuple[str, ...]:
    """What will be signed, one thing a line."""
    taken = [document for document in plan.documents if not document.is_left_out]
    left_out = len(plan.documents) - len(taken)
    pages = sum(document.page_count or 0 for document in taken)
    people = tr("{n} đại biểu", n=plan.roster.delegates_count)
    guests = tr("{n} khách mời", n=plan.roster.guests_count)
    papers = f"{tr('{n} văn bản', n=len(taken))}, {tr('{n} trang', n=pages)}"
    lines = [papers, f"{people}, {guests}", tr("{n} mục của chương trình", n=len(plan.agenda))]
    if photos := photo_summary(plan.photos):
        lines.append(photos)
    lines += [
        tr("Thay “{title}”", title=titles.get(one.replaces, one.title)) for one in taken if one.replaces
    ]
    lines += [tr("Thu hồi “{title}”", title=title) for one, title in plan.missing if one in withdraw]
    if left_out:
        lines.append(tr("Để ngoài gói: {n} tệp", n=left_out))
    return tuple(lines)


def agenda_rows(plan: PackPlan) -> tuple[Row, ...]:
    """The programme as it was read, with how many papers each item has."""
    taken = [one.agenda_position for one in plan.documents if not one.is_left_out]
    rows = []
    for item in plan.agenda:
        count = taken.count(item.position)
        rows.append(
            Row(
                key=item.position,
                title=item.title,
                detail=item.sitting,
                leading=str(item.position),
                trailing=" · ".join(
                    part for part in (tr("{n} văn bản", n=count) if count else "", item.planned_start) if part
                ),
            )
        )
    return tuple(rows)


def progress_words(progress: Progress) -> str:
    """What is being done, by the stages that `PackService` tells."""
    return {
        "converting": tr("Đang chuyển tệp sang PDF…"),
        "checking": tr("Đang kiểm tra từng tệp…"),
        "recognising": tr("Đang nhận dạng chữ trong bản chụp…"),
        "sealing": tr("Đang ký và niêm phong gói…"),
        "publishing": tr("Đang đưa lên hội trường…"),
    }.get(progress.stage, tr("Đang làm…"))


def size_words(size_bytes: int) -> str:
    """ "240 MB", or "12 KB" for a small one."""
    if size_bytes >= 1 << 20:
        return f"{round(size_bytes / (1 << 20))} MB"
    return f"{max(1, round(size_bytes / 1024))} KB"
