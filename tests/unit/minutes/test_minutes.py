from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.shared import Mm
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.state import CongressState
from app.minutes import wording
from app.minutes.builder import build_draft
from app.minutes.errors import NoCongress
from app.minutes.export import minutes_paper, to_docx
from app.minutes.extract import EXTRACT_WORDS
from app.paper.errors import ProfileInvalid, ProfileUnknown
from app.paper.layout import load_profiles, profile_named
from app.paper.text import DOTS, VIETNAM_TIME, place_and_date
from tests.unit.minutes.congress import BEGAN_UTC_MS, LONG_SPEECH, small_congress


@pytest.fixture(scope="module")
def profiles(project_root):
    return load_profiles(project_root / "assets" / "minutes" / "profiles.toml")


@pytest.fixture(scope="module")
def draft():
    return build_draft(*small_congress())


def export_docx(draft, profile, *, is_approved=True) -> bytes:
    return to_docx(minutes_paper(draft, profile, is_approved=is_approved), profile)


def written(draft, profile):
    return docx.Document(io.BytesIO(export_docx(draft, profile)))


def outline(document) -> str:
    """Every paragraph with its looks: what a reader of the paper would notice."""
    tables = iter(document.tables)
    lines = []
    for block in document.element.body.iterchildren():
        if block.tag.endswith("}tbl"):
            for number, cell in enumerate(next(tables).rows[0].cells, start=1):
                lines += [f"  column {number}: {looks(paragraph)}" for paragraph in cell.paragraphs]
        elif block.tag.endswith("}p"):
            lines.append(looks(docx.text.paragraph.Paragraph(block, document)))
    return "\n".join(lines) + "\n"


def looks(paragraph) -> str:
    runs = []
    for run in paragraph.runs:
        style = f"{run.font.size.pt:g}" + "b" * bool(run.bold) + "i" * bool(run.italic)
        runs.append(f"<{style}>{run.text}".replace("\N{NO-BREAK SPACE}", "~"))
    alignment = paragraph.alignment.name.lower() if paragraph.alignment is not None else "left"
    return f"{alignment} {''.join(runs)}".rstrip()


@pytest.mark.parametrize("name", ["HD05", "HD36", "ND30"])
def test_the_paper_is_as_it_was_when_somebody_last_looked_at_it(draft, profiles, name):
    document = docx.Document(io.BytesIO(export_docx(draft, profiles[name], is_approved=name == "HD05")))
    reference = Path(__file__).with_name(f"reference_{name}.txt")
    assert outline(document) == reference.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["HD05", "HD36", "ND30"])
def test_page_and_numbers(draft, profiles, name):
    document = written(draft, profiles[name])
    section = document.sections[0]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    for length, expected_mm in zip(margins, (20, 20, 30, 15), strict=True):
        assert length == pytest.approx(Mm(expected_mm), abs=Mm(0.1))
    assert section.page_width == pytest.approx(Mm(210), abs=Mm(0.1))
    assert section.page_height == pytest.approx(Mm(297), abs=Mm(0.1))
    assert section.different_first_page_header_footer
    assert section.header_distance == pytest.approx(Mm(10), abs=Mm(0.1))
    assert "PAGE" in section.header.paragraphs[0]._p.xml
    assert section.first_page_header.paragraphs[0].text == ""


def test_the_font_is_named_with_a_free_one_to_fall_back_to(draft, profiles):
    with zipfile.ZipFile(io.BytesIO(export_docx(draft, profiles["HD05"]))) as archive:
        fonts = archive.read("word/fontTable.xml").decode()
        styles = archive.read("word/styles.xml").decode()
    assert 'w:name="Times New Roman"><w:altName w:val="Liberation Serif"' in fonts
    assert 'w:cs="Times New Roman"' in styles


def test_the_party_and_the_state_write_the_number_differently(draft, profiles):
    assert "Số 01-BB/ĐH" in outline(written(draft, profiles["HD05"]))
    state_paper = outline(written(draft, profiles["ND30"]))
    assert "Số: 01/BB-ĐH" in state_paper
    assert "Nơi nhận:" in state_paper
    assert "Nơi nhận" not in outline(written(draft, profiles["HD05"]))


def test_who_spoke_is_who_held_the_floor(draft):
    _preparatory, main = draft.sittings
    discussion = main.items[0]
    assert [(name_of(speech), bool(speech.text)) for speech in discussion.speeches] == [
        ("Nguyễn Thị Ánh", True),
        ("Trần Văn Đức", True),
        ("Lê Hoàng Yến", False),  # had the floor, was not recorded
        ("Hoàng Văn Bản", True),  # a name that a secretary typed
    ]
    first, second, _, _ = discussion.speeches
    assert first.text == (
        "Kính thưa đại hội tôi nhất trí với dự thảo báo cáo chính trị. "
        "Đề nghị bổ sung chỉ tiêu trồng rừng, mỗi năm 15 ha."
    )
    assert "khục" not in " ".join(speech.text for speech in draft.transcript)
    assert len(second.summary.split()) <= EXTRACT_WORDS
    assert len(second.text.split()) == len(LONG_SPEECH.split()) + len(["tôi", "xin", "hết"])
    assert "nói gọn" not in second.text, "somebody else's words inside a turn"


def name_of(speech) -> str:
    return speech.speaker.full_name if speech.speaker else speech.speaker_name


def test_what_nobody_was_given_the_floor_for_is_annexed_only(draft):
    assert draft.transcript[0].speaker is None
    assert "ổn định chỗ ngồi" in draft.transcript[0].text
    assert "ổn định chỗ ngồi" not in wording.version_text(draft)


def test_items_belong_to_the_sitting_they_were_opened_in(draft):
    assert [(sitting.name, [item.title for item in sitting.items]) for sitting in draft.sittings] == [
        ("Phiên trù bị", ["Chào cờ", "Bầu Đoàn chủ tịch"]),
        ("Phiên chính thức", ["Thảo luận các văn kiện", "Bế mạc"]),
    ]
    assert 0 <= draft.opened_at_utc_ms - BEGAN_UTC_MS < 1_000
    assert draft.attendance.present == 5


def test_the_same_log_gives_the_same_bytes_but_for_the_archive_times(profiles):
    first, second = (
        zipfile.ZipFile(io.BytesIO(export_docx(build_draft(*small_congress()), profiles["HD05"])))
        for _ in range(2)
    )
    for name in first.namelist():
        assert first.read(name) == second.read(name), name


def test_an_empty_log_has_no_minutes():
    with pytest.raises(NoCongress):
        build_draft(CongressState(), 0)


def test_a_congress_where_nothing_happened_yet_leaves_room_to_write(profiles):
    state, at_utc_ms = small_congress()
    bare = build_draft(CongressState(congress=state.congress), at_utc_ms)
    text = outline(written(bare, profiles["HD05"]))
    assert DOTS in text
    assert "PHỤ LỤC" not in text
    assert "kết thúc vào hồi ....." in text


@settings(deadline=None, max_examples=40)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_text_a_device_may_send_can_be_written(profiles, text):
    state, at_utc_ms = small_congress()
    name = next(iter(state.segments))
    state.segments[name] = type(state.segments[name])(
        **{field: getattr(state.segments[name], field) for field in state.segments[name].__slots__}
        | {"edited": text}
    )
    state.congress = state.congress.model_copy(update={"place": text, "superior_body": text})
    export_docx(build_draft(state, at_utc_ms), profiles["HD05"])


@pytest.mark.parametrize(
    ("utc_ms", "expected"),
    [(1_767_546_000_000, "ngày 05 tháng 01 năm 2026"), (1_795_312_800_000, "ngày 22 tháng 11 năm 2026")],
)
def test_small_days_and_months_get_a_nought(draft, utc_ms, expected):

    assert place_and_date("An Bình", utc_ms, VIETNAM_TIME) == f"An Bình, {expected}"


def test_a_layout_that_is_missing_or_wrong_is_named(profiles, tmp_path):
    assert profile_named(profiles, "HD36").title.startswith("Hướng dẫn 36")
    with pytest.raises(ProfileUnknown):
        profile_named(profiles, "HD99")
    path = tmp_path / "profiles.toml"
    path.write_text("[HD05]\ntitle = 1", encoding="utf-8")
    with pytest.raises(ProfileInvalid) as caught:
        load_profiles(path)
    assert caught.value.params["field"].startswith("HD05.")
    path.write_bytes(b"\xff")
    with pytest.raises(ProfileInvalid):
        load_profiles(path)
