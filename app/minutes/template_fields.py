"""The fields that a Word template of minutes may use, and what stands in them.

Their names are Vietnamese without marks: secretaries write them in Word. Every text has a second name in
capitals that prints it in capitals (`ten_dai_hoi`, `TEN_DAI_HOI`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.minutes import wording
from app.minutes.draft import MinutesDraft, MinutesItem, MinutesSitting, Speech
from app.minutes.export import MinutesPaper
from app.paper.text import DOTS, local, share, typeset

Fields = Mapping[str, Any]
"""A name -> "" for a text, [""] for a list of texts, [Fields] for a list of records."""

_SPEECH: Fields = {
    "nguoi": "",
    "tom_tat": "",
    "cau": "",
    "tham_luan": "",
    "gio": "",
}
_VOTE: Fields = {
    "noi_dung": "",
    "cau": "",
    "tan_thanh": "",
    "khong_tan_thanh": "",
    "y_kien_khac": "",
    "khong_hop_le": "",
}
_ITEM: Fields = {
    "so": "",
    "ten": "",
    "thoi_gian": "",
    "phat_bieu": [_SPEECH],
    "bieu_quyet": [_VOTE],
    "ket_qua": [""],
}
FIELDS: Fields = {
    "co_quan_cap_tren": "",
    "co_quan_ban_hanh": "",
    "so": "",
    "du_thao": "",
    "dia_danh_ngay_thang": "",
    "ten_dai_hoi": "",
    "thoi_gian": "",
    "dia_diem": "",
    "thanh_phan": [""],
    "trieu_tap": "",
    "co_mat": "",
    "vang_mat": "",
    "khach_moi": "",
    "ti_le_co_mat": "",
    "doan_chu_tich": "",
    "doan_thu_ky": "",
    "cac_phien": [{"so": "", "ten": "", "co_mat": "", "cac_muc": [_ITEM]}],
    "be_mac": "",
    "nguoi_ghi": "",
    "chuc_vu_nguoi_ghi": "",
    "nguoi_chu_tri": "",
    "chuc_vu_nguoi_chu_tri": "",
    "ghi_chu_phu_luc": "",
    "toan_van": [{"dau": "", "nguoi": "", "gio": "", "noi_dung": ""}],
}


def values_of(draft: MinutesDraft, paper: MinutesPaper, draft_mark: str = "DỰ THẢO") -> dict[str, Any]:
    """What stands in the fields; nothing in it can run or be called."""
    counts, head = draft.attendance, paper.head
    wrote, presided = paper.signatures
    values = {
        "co_quan_cap_tren": head.superior_body,
        "co_quan_ban_hanh": head.issuing_body,
        "so": head.number,
        "du_thao": draft_mark if head.is_draft else "",
        "dia_danh_ngay_thang": head.place_and_date,
        "ten_dai_hoi": head.abstract,
        "thoi_gian": wording.period(draft),
        "dia_diem": draft.place or DOTS,
        "thanh_phan": list(wording.presence(draft)),
        "trieu_tap": f"{counts.convened:02}",
        "co_mat": f"{counts.present:02}",
        "vang_mat": f"{counts.absent:02}",
        "khach_moi": f"{counts.guests_present:02}",
        "ti_le_co_mat": share(counts.present, counts.convened),
        "doan_chu_tich": wording.names(draft.details.presidium),
        "doan_thu_ky": wording.names(draft.details.secretariat),
        "cac_phien": _sittings(draft),
        "be_mac": wording.closing(draft),
        "nguoi_ghi": wrote.name or DOTS,
        "chuc_vu_nguoi_ghi": wrote.role,
        "nguoi_chu_tri": presided.name or DOTS,
        "chuc_vu_nguoi_chu_tri": presided.role,
        "ghi_chu_phu_luc": wording.annex_note(draft),
        "toan_van": [_stretch(draft, speech) for speech in draft.transcript],
    }
    printable: dict[str, Any] = _printable(values)
    return printable


def _sittings(draft: MinutesDraft) -> list[dict[str, Any]]:
    numbers = wording.sitting_numbers(draft)
    return [
        {
            "so": numbers[at],
            "ten": sitting.name,
            "co_mat": wording.sitting_presence(sitting.attendance) if at else "",
            "cac_muc": _items(draft, sitting),
        }
        for at, sitting in enumerate(draft.sittings)
    ]


def _items(draft: MinutesDraft, sitting: MinutesSitting) -> list[dict[str, Any]]:
    return [
        {
            "so": str(number) if number else "",
            "ten": item.title,
            "thoi_gian": wording.item_period(item, draft.time_zone),
            "phat_bieu": _speeches(draft, item),
            "bieu_quyet": _votes(item),
            "ket_qua": list(wording.outcomes(item)),
        }
        for number, item in wording.numbered(sitting.items)
    ]


def _speeches(draft: MinutesDraft, item: MinutesItem) -> list[dict[str, Any]]:
    return [
        {
            "nguoi": wording.speaker(speech) or wording.NOBODY_KNOWN,
            "tom_tat": speech.summary,
            "cau": wording.printed(wording.speech_line(speech)).text,
            "tham_luan": wording.paper_title(speech),
            "gio": _time(draft, speech),
        }
        for speech in item.speeches
    ]


def _votes(item: MinutesItem) -> list[dict[str, Any]]:
    return [
        {
            "noi_dung": vote.subject,
            "cau": wording.printed(wording.vote_line(vote)).text,
            "tan_thanh": f"{vote.agree:02}",
            "khong_tan_thanh": f"{vote.disagree:02}",
            "y_kien_khac": f"{vote.abstain:02}",
            "khong_hop_le": f"{vote.invalid:02}",
        }
        for vote in item.votes
    ]


def _stretch(draft: MinutesDraft, speech: Speech) -> dict[str, str]:
    return {
        "dau": wording.annex_lead(speech, draft.time_zone),
        "nguoi": wording.speaker(speech) or wording.NOBODY_KNOWN,
        "gio": _time(draft, speech),
        "noi_dung": speech.text,
    }


def _time(draft: MinutesDraft, speech: Speech) -> str:
    return local(speech.started_at_utc_ms, draft.time_zone).strftime("%H:%M:%S")


def _printable(value: Any) -> Any:
    """Every text as it may be printed, on one line, and a second time in capitals."""
    if isinstance(value, str):
        return " ".join(typeset(value).split(" "))
    if isinstance(value, list):
        return [_printable(one) for one in value]
    plain = {name: _printable(one) for name, one in value.items()}
    capitals = {name.upper(): one.upper() for name, one in plain.items() if isinstance(one, str)}
    return plain | capitals
