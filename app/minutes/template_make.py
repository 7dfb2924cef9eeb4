"""A template to begin with: the profile's own layout, with fields where the minutes' words will stand."""

from __future__ import annotations

from docx.document import Document

from app.minutes import wording
from app.paper import word
from app.paper.layout import LayoutProfile
from app.paper.text import Annex, Block, Head, Paragraph, ParagraphKind, Signature

_DRAFT_MARK = "{{ du_thao }}"
_MADE_AT_UTC_MS = 1_767_225_600_000  # 2026-01-01: the same template every time


def make_template(layout: LayoutProfile) -> bytes:
    """A Word file whose filled-in text is that of `export.to_docx`."""
    marked = layout.draft_mark.model_copy(update={"text": _DRAFT_MARK})
    layout = layout.model_copy(update={"draft_mark": marked})
    head = Head(
        superior_body="{{ co_quan_cap_tren }}",
        issuing_body="{{ co_quan_ban_hanh }}",
        number="{{ so }}",
        symbol=("BB", "ĐH"),
        place_and_date="{{ dia_danh_ngay_thang }}",
        kind=wording.KIND,
        abstract="{{ ten_dai_hoi }}",
        written_at_utc_ms=_MADE_AT_UTC_MS,
        is_draft=True,
    )
    on_behalf = layout.signature.on_behalf
    document = word.new_document(head, layout)
    _drop_with_the_mark(document)
    word.write_blocks(document, layout, _BODY)
    word.write_signatures(
        document,
        layout,
        Signature(f"{on_behalf} ĐOÀN THƯ KÝ", "{{ chuc_vu_nguoi_ghi }}", "{{ nguoi_ghi }}"),
        Signature(f"{on_behalf} ĐOÀN CHỦ TỊCH", "{{ chuc_vu_nguoi_chu_tri }}", "{{ nguoi_chu_tri }}"),
    )
    if layout.recipients:
        word.write_recipients(document, layout, wording.RECIPIENTS)
    word.write_blocks(document, layout, [_text("{%p if toan_van %}")])
    word.write_annex(document, layout, Annex(wording.ANNEX_KIND, wording.ANNEX_ABSTRACT, _ANNEX))
    word.write_blocks(document, layout, [_text("{%p endif %}")])
    return word.to_bytes(document)


def _drop_with_the_mark(document: Document) -> None:
    """An approved paper has no draft mark, and no empty line where it would stand: the last in its column."""
    column = document.tables[0].rows[0].cells[0]
    mark = next(one for one in column.paragraphs if one.text == _DRAFT_MARK)
    mark.insert_paragraph_before("{%p if du_thao %}")
    column.add_paragraph("{%p endif %}")


def _text(text: str, lead: str = "") -> Paragraph:
    return Paragraph(ParagraphKind.TEXT, text, lead)


_BODY: tuple[Block, ...] = (
    _text("Thời gian: {{ thoi_gian }}."),
    _text("Địa điểm: {{ dia_diem }}."),
    _text("{%p for dong in thanh_phan %}"),
    _text("{{ dong }}"),
    _text("{%p endfor %}"),
    _text("Đoàn Chủ tịch: {{ doan_chu_tich }}."),
    _text("Đoàn Thư ký: {{ doan_thu_ky }}."),
    _text("{%p for phien in cac_phien %}"),
    _text("{%p if phien.ten %}"),
    Paragraph(ParagraphKind.SITTING, "{{ phien.so }}. {{ phien.TEN }}"),
    _text("{%p endif %}"),
    _text("{%p if phien.co_mat %}"),
    _text("{{ phien.co_mat }}"),
    _text("{%p endif %}"),
    _text("{%p for muc in phien.cac_muc %}"),
    _text("{%p if muc.ten %}"),
    Paragraph(ParagraphKind.ITEM, "{{ muc.thoi_gian }}", "{{ muc.so }}. {{ muc.ten }}"),
    _text("{%p endif %}"),
    _text("{%p for loi in muc.phat_bieu %}"),
    _text("{{ loi.cau }}"),
    _text("{%p endfor %}"),
    _text("{%p for lan in muc.bieu_quyet %}"),
    _text("{{ lan.cau }}"),
    _text("{%p endfor %}"),
    _text("{%p for ket_qua in muc.ket_qua %}"),
    _text(f"{wording.OUTCOME} {{{{ ket_qua }}}}"),
    _text("{%p endfor %}"),
    _text("{%p endfor %}"),
    _text("{%p endfor %}"),
    _text("{{ be_mac }}"),
)
_ANNEX: tuple[Block, ...] = (
    Paragraph(ParagraphKind.NOTE, "{{ ghi_chu_phu_luc }}"),
    _text("{%p for doan in toan_van %}"),
    _text("{{ doan.noi_dung }}", "{{ doan.dau }}"),
    _text("{%p endfor %}"),
)
