"""The wording model: learning, reading, its file; and whole repairs with the shipped one."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.entities import RepairKind, TextPiece
from app.speech.text.capitals import CAPITAL_FIRST, CAPITAL_INSIDE, SMALL_INSIDE, Capitals
from app.speech.text.features import ROWS, rows_of
from app.speech.text.learning import learn_papers
from app.speech.text.piece import is_total, text_of
from app.speech.text.punctuation import end_scores
from app.speech.text.repair import TextRepairer, ends_sentence
from app.speech.text.wording_model import Tag, WordingDamaged, WordingModel

ASSETS = Path(__file__).parents[3] / "assets" / "speech"


@functools.cache
def capitals() -> Capitals:
    return Capitals.parse((ASSETS / "capitals.txt").read_text(encoding="utf-8"))


@functools.cache
def shipped() -> WordingModel:
    return WordingModel.from_bytes((ASSETS / "wording.bin").read_bytes(), capitals())


@pytest.fixture
def repairer() -> TextRepairer:
    return TextRepairer(shipped())


def test_the_shipped_model_is_small_and_says_what_it_learnt_from() -> None:
    assert (ASSETS / "wording.bin").stat().st_size <= 3 << 20
    assert "official papers" in shipped().about


def test_a_speech_becomes_readable(repairer: TextRepairer) -> None:
    heard = (
        "kính thưa đoàn chủ tịch thay mặt ban chấp hành đảng bộ phường an bình tôi xin trình bày báo cáo"
        " trình đại hội lần thứ nhất nhiệm kỳ hai nghìn không trăm hai mươi lăm hai nghìn không trăm ba mươi"
    )
    pieces = repairer.repair(heard)
    text = text_of(pieces)
    assert is_total(pieces, len(heard.split()))
    assert text.startswith("Kính thưa Đoàn")
    assert "Ban Chấp hành Đảng bộ phường" in text
    assert "lần thứ I, nhiệm kỳ 2025 - 2030" in text


def test_every_change_is_named(repairer: TextRepairer) -> None:
    first, *_, percent = repairer.repair("tỷ lệ hộ nghèo giảm còn bảy mươi lăm phần trăm")
    assert (first.text, first.kind) == ("Tỷ", RepairKind.CASE)
    assert (percent.text.rstrip("."), percent.kind) == ("75%", RepairKind.NUMBER)
    assert (percent.heard_from, percent.heard_to) == (6, 11)


def test_names_come_first_and_keep_their_capitals() -> None:
    def find_names(words: Sequence[str]) -> list[TextPiece]:
        at = words.index("nguyễn")
        return [TextPiece(text="Nguyễn Văn Ba", heard_from=at, heard_to=at + 3, kind=RepairKind.NAME)]

    heard = "đồng chí nguyễn văn ba mươi lăm tuổi"
    pieces = TextRepairer(shipped(), find_names).repair(heard)
    assert is_total(pieces, len(heard.split()))
    assert [piece.text for piece in pieces if piece.kind is RepairKind.NAME] == ["Nguyễn Văn Ba"]


def test_an_engine_that_writes_signs_keeps_its_own(repairer: TextRepairer) -> None:
    pieces = repairer.repair("Tỷ lệ đạt bảy mươi lăm phần trăm. Xin cảm ơn!")
    assert text_of(pieces) == "Tỷ lệ đạt 75%. Xin cảm ơn!"
    assert [piece.kind for piece in pieces if piece.kind] == [RepairKind.NUMBER]


def test_a_sentence_that_goes_on_begins_small(repairer: TextRepairer) -> None:
    assert repairer.repair("và các đại biểu", is_sentence_start=False)[0].text == "và"
    assert repairer.repair("và các đại biểu")[0].text == "Và"
    assert repairer.repair("") == ()


def test_pauses_weigh_but_do_not_decide() -> None:
    assert end_scores([0, 150, 400, 5_000], 3) == [-1.0, -1.0, 0.5, 2.5]
    assert end_scores(None, 2) == [0.0, 0.0, 1.0]
    heard = "báo cáo trình bày tại phiên họp hôm nay các đại biểu thảo luận sôi nổi"
    words = heard.split()
    silent = TextRepairer(shipped()).repair(" ".join(words), [0] * len(words))
    slow = TextRepairer(shipped()).repair(" ".join(words), [3_000] * len(words))
    assert text_of(slow).count(".") >= text_of(silent).count(".")
    assert text_of(slow).count(".") < len(words) / 2


def test_whether_the_next_segment_begins_a_sentence() -> None:
    def piece(text: str) -> TextPiece:
        return TextPiece(text=text, heard_from=0, heard_to=1)

    assert ends_sentence([])
    assert ends_sentence([piece("xong.")])
    assert not ends_sentence([piece("xong,")])


_WORDS = st.sampled_from(
    """đồng chí nguyễn văn ba hai mươi lăm phần trăm năm nghìn không ngày mùng tháng tư ubnd Đảng xong.
    số nghị quyết gạch ngang nờ quờ tê - … 2025 tỷ lệ và đại hội lần thứ nhất khóa""".split()  # noqa: SIM905
)


@settings(max_examples=150)
@given(st.lists(_WORDS, max_size=40), st.booleans(), st.none() | st.lists(st.integers(0, 4_000), max_size=45))
def test_pieces_cover_every_heard_word_once_and_in_order(
    words: list[str], begins: bool, pauses_ms: list[int] | None
) -> None:
    pieces = TextRepairer(shipped()).repair(" ".join(words), pauses_ms, begins)
    assert is_total(pieces, len(words))
    for piece in pieces:
        heard = " ".join(words[piece.heard_from : piece.heard_to])
        if piece.kind is None:
            assert piece.text == heard
        elif piece.kind is RepairKind.CASE:
            assert piece.text.lower().rstrip(".,") == heard.lower().rstrip(".,")
        elif piece.kind is RepairKind.PUNCTUATION:
            assert piece.text in {heard + ".", heard + ","}


def test_a_congress_teaches_its_own_words() -> None:
    page = "\n".join(
        f"Đoàn viên của Câu lạc bộ Tháng Giêng đã trồng {count} cây xanh tại khu phố trong năm qua."
        for count in range(60)
    )
    heard = "đoàn viên của câu lạc bộ tháng giêng đã họp"
    assert "Câu lạc bộ Tháng Giêng" not in text_of(TextRepairer(shipped()).repair(heard))
    taught = learn_papers(shipped(), [page])
    assert "Câu lạc bộ Tháng Giêng" in text_of(TextRepairer(taught).repair(heard))
    assert learn_papers(shipped(), [page], lambda: True) is shipped()
    assert learn_papers(shipped(), [""]) is shipped()


def test_a_model_survives_its_file() -> None:
    model = shipped()
    again = WordingModel.from_bytes(model.to_bytes(), capitals())
    assert np.allclose(again.weights, model.weights, atol=np.abs(model.weights).max() / 250)
    assert (again.forms, again.about) == (model.forms, model.about)


@pytest.mark.parametrize("data", [b"", b"{}\n", b'{"format": 9}\nx', b"\xff\n\xff"])
def test_a_file_of_another_kind_is_refused(data: bytes) -> None:
    with pytest.raises(WordingDamaged):
        WordingModel.from_bytes(data, capitals())


def test_known_names_are_hints() -> None:
    codes = capitals().codes(["ở", "ban", "chấp", "hành", "trung", "ương", "nguyễn"])
    assert list(codes) == [0, CAPITAL_FIRST, CAPITAL_INSIDE, SMALL_INSIDE, CAPITAL_INSIDE, SMALL_INSIDE, 8]


def test_rows_depend_on_the_words_around_only() -> None:
    words = ["một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
    rows = rows_of(words, capitals())
    assert rows.shape[0] == len(words) + 1
    assert rows.min() >= 0
    assert rows.max() < ROWS
    other = rows_of([*words[:8], "mười"], capitals())
    assert np.array_equal(rows[:5], other[:5])
    assert not np.array_equal(rows[8], other[8])


def test_tags_say_what_stands_before_and_the_letter() -> None:
    assert Tag.END.is_capital
    assert not Tag.END.is_comma
    assert Tag.COMMA_CAPITAL.is_comma
