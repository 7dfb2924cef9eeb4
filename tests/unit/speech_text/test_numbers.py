"""Numbers, dates, times and numbers of papers: from how they are said to how papers write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.speech.text.numbers import find_numbers, in_figures, roman
from app.speech.text.spoken_numbers import read_number, read_whole
from tests.unit.speech_text.speller import say


def rewritten(text: str) -> str:
    words = text.split()
    parts: list[str] = []
    position = 0
    for span in find_numbers(words):
        assert position <= span.start < span.end
        parts += [*words[position : span.start], span.text]
        position = span.end
    return " ".join([*parts, *words[position:]])


@given(
    value=st.integers(0, 10**12 - 1) | st.integers(0, 10**4),
    thousand=st.sampled_from(["nghìn", "ngàn"]),
    odd=st.sampled_from(["lẻ", "linh"]),
    billion=st.sampled_from(["tỷ", "tỉ"]),
)
def test_every_number_that_is_said_comes_back(value: int, thousand: str, odd: str, billion: str) -> None:
    words = say(value, thousand=thousand, odd=odd, billion=billion).split()
    number = read_whole(words)
    if value == 0:
        assert number is None  # "không" is "not" far more often
    else:
        assert number is not None
        assert (number.value, number.word_count) == (value, len(words))


@given(st.integers(10, 10**9), st.text("0123456789", min_size=1, max_size=2))
def test_decimals_come_back(value: int, decimals: str) -> None:
    words = f"{say(value)} phẩy {' '.join(say(int(figure)) for figure in decimals)}".split()
    number = read_number(words)
    assert number is not None
    assert (number.value, number.decimals, number.word_count) == (value, decimals, len(words))


_NUMBER_WORDS = frozenset(
    """không một hai ba bốn năm sáu bảy bẩy tám chín mười mươi trăm nghìn ngàn vạn triệu tỷ tỉ lẻ linh mốt tư
    lăm nhăm rưỡi phẩy mùng mồng nhất nhì""".split()  # noqa: SIM905 - a text is read more easily
)
_OTHER_WORDS = (
    """đồng chí đại hội ngày tháng giờ phần thứ điều khoản số lần khóa quý của và nhân dân đến tới""".split()  # noqa: SIM905
)
_OTHER = st.sampled_from(_OTHER_WORDS) | st.text("aăâbcdđeêghiklmnoôơpqrstuưvxy", min_size=1).filter(
    lambda word: word not in _NUMBER_WORDS
)


@given(st.lists(_OTHER, max_size=30))
def test_text_without_numbers_stays_as_it_is(words: list[str]) -> None:
    assert find_numbers(words) == []
    assert in_figures(words) == words


@given(st.lists(st.sampled_from(sorted(_NUMBER_WORDS)) | _OTHER, max_size=30))
def test_any_words_give_spans_in_order_that_never_overlap(words: list[str]) -> None:
    position = 0
    for span in find_numbers(words):
        assert position <= span.start < span.end <= len(words)
        assert span.text.strip()
        position = span.end


@pytest.mark.parametrize(
    "text",
    [
        "một số đại biểu",
        "một trong những",
        "một lần nữa",
        "hai bên ba mẹ",
        "ngày một nâng cao",
        "hai ba người",
        "hằng năm tỷ lệ giảm",
        "số năm công tác",
        "không ai không đồng ý",
        "sáu tháng đầu năm",
        "mỗi tháng hai lần ba tháng một lần",
        "một phần năm nay",
        "hàng trăm người hàng nghìn hộ",
        "năm triệu tập",
        "thứ hai tuần này",
    ],
)
def test_words_that_are_no_figures_stay(text: str) -> None:
    assert rewritten(text) == text


@pytest.mark.parametrize(
    ("heard", "written"),
    [
        ("hai nghìn không trăm hai mươi lăm", "2025"),
        ("hai nghìn không trăm hai mươi lăm đảng viên", "2.025 đảng viên"),
        ("một nghìn sáu trăm đảng viên", "1.600 đảng viên"),
        ("bảy mươi lăm phần trăm", "75%"),
        ("đạt bảy phẩy năm phần trăm", "đạt 7,5%"),
        ("từ năm đến bảy phần trăm", "từ 5 đến 7%"),
        ("hai mươi năm qua", "20 năm qua"),
        ("hai mươi lăm năm", "25 năm"),
        ("một nghìn hai trăm tỷ đồng", "1.200 tỷ đồng"),
        ("hai triệu rưỡi", "2,5 triệu"),
        ("bảy phẩy hai lăm triệu đồng", "7,25 triệu đồng"),
        ("hai mươi nghìn tỷ đồng", "20.000 tỷ đồng"),
        ("số điện thoại không chín một hai ba bốn năm sáu bảy tám", "số điện thoại 0912345678"),
        ("hai phần ba số đại biểu", "2/3 số đại biểu"),
        ("hai trăm ki lô mét vuông và ba héc ta", "200 km2 và 3 ha"),
        ("năm mươi mét vuông", "50 m2"),
        ("khoản hai điều năm", "khoản 2 điều 5"),
    ],
)
def test_quantities(heard: str, written: str) -> None:
    assert rewritten(heard) == written


@pytest.mark.parametrize(
    ("heard", "written"),
    [
        (
            "ngày mùng hai tháng chín năm hai nghìn không trăm hai mươi lăm",
            "ngày 02 tháng 9 năm 2025",
        ),
        ("mùng ba tháng hai", "ngày 03 tháng 02"),
        ("ba mươi tháng tư", "30 tháng 4"),
        ("tháng năm năm hai nghìn không trăm hai mươi sáu", "tháng 5 năm 2026"),
        ("hai mươi tư tháng mười một", "24 tháng 11"),
        ("tám giờ ba mươi phút", "8 giờ 30 phút"),
        ("tám giờ rưỡi sáng", "8 giờ 30 phút sáng"),
        ("năm một nghìn chín trăm bốn mươi lăm", "năm 1945"),
        ("nhiệm kỳ hai nghìn không trăm hai lăm đến hai nghìn không trăm ba mươi", "nhiệm kỳ 2025 - 2030"),
        (
            "giai đoạn hai nghìn không trăm hai mươi hai nghìn không trăm hai mươi lăm",
            "giai đoạn 2020 - 2025",
        ),
    ],
)
def test_dates_times_and_terms(heard: str, written: str) -> None:
    assert rewritten(heard) == written


@pytest.mark.parametrize(
    ("heard", "written"),
    [
        ("đại hội đại biểu toàn quốc lần thứ mười bốn", "đại hội đại biểu toàn quốc lần thứ XIV"),
        ("đại hội đảng bộ phường lần thứ nhất", "đại hội đảng bộ phường lần thứ I"),
        ("khóa mười ba", "khóa XIII"),
        ("quý ba năm hai nghìn không trăm hai mươi sáu", "quý III năm 2026"),
        ("thế kỷ hai mươi mốt", "thế kỷ XXI"),
        ("nghị quyết số mười tám gạch ngang nờ quờ tê vê", "nghị quyết số 18-NQ/TW"),
        ("chỉ thị số hai mươi lăm xê tê trung ương", "chỉ thị số 25-CT/TW"),
        (
            "nghị định số ba mươi gạch chéo hai nghìn không trăm hai mươi gạch chéo nờ đờ gạch ngang xê pê",
            "nghị định số 30/2020/NĐ-CP",
        ),
        (
            "luật số năm mươi mốt gạch chéo hai nghìn không trăm hai mươi bốn gạch chéo quy hát mười lăm",
            "luật số 51/2024/QH15",
        ),
        ("quyết định số bảy trăm chín mươi tám xẹt quờ đờ tê tê gờ", "quyết định số 798/QĐ-TTg"),
    ],
)
def test_ordinals_and_numbers_of_papers(heard: str, written: str) -> None:
    assert rewritten(heard) == written


def test_two_ways_of_writing_a_number_compare_as_one() -> None:
    assert in_figures(["ví", "dụ", "hai"]) == in_figures(["ví", "dụ", "2"])
    assert in_figures(["bảy", "phẩy", "năm", "triệu"]) == ["7,5", "triệu"]


def test_roman_figures() -> None:
    assert [roman(value) for value in (1, 4, 9, 14, 40, 49)] == ["I", "IV", "IX", "XIV", "XL", "XLIX"]
