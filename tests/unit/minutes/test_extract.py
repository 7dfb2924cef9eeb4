from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.minutes.extract import EXTRACT_WORDS, Extracts, extract, split_sentences

SPEECH = (
    "Kính thưa Đoàn chủ tịch, kính thưa quý vị đại biểu. "
    "Chúng tôi xin trình bày tham luận về chuyển đổi số ở khu phố. "
    "Hai năm qua, khu phố bắt đầu từ những việc rất nhỏ: một nhóm trò chuyện để báo đèn đường hỏng. "
    "Bà con lớn tuổi ban đầu rất ngại, nhưng khi con cháu cùng học thì chỉ ba buổi là quen. "
    "Trời hôm nay đẹp. "
    "Đến nay 90% hồ sơ của khu phố được nộp trực tuyến. "
    "Tôi nhất trí với dự thảo Báo cáo chính trị. "
    "Đề nghị bổ sung chỉ tiêu mỗi khu phố có một tổ công nghệ số cộng đồng. "
    "Xin trân trọng cảm ơn và kính chúc Đại hội thành công tốt đẹp."
)


def test_an_extract_says_what_the_speaker_wants_and_leaves_out_the_courtesies():
    found = extract(SPEECH)
    assert "Tôi nhất trí với dự thảo Báo cáo chính trị." in found
    assert "Đề nghị bổ sung chỉ tiêu" in found
    assert "90%" in found
    assert "Kính thưa" not in found
    assert "cảm ơn" not in found
    assert "Trời hôm nay" not in found


def test_a_position_is_found_in_the_middle_of_a_long_speech():
    talk = [f"Năm {2000 + n} đơn vị chúng tôi đã làm nhiều việc ở khu phố thứ {n}." for n in range(40)]
    talk.insert(23, "Tôi kiến nghị thành phố sớm đầu tư tuyến mương thoát nước.")
    assert "tuyến mương thoát nước" in extract(" ".join(talk))


def test_headings_of_a_paper_that_is_read_are_no_extract():
    talk = "Thôn chúng tôi họp dân hai lần mỗi tháng để bàn việc chung của cả thôn. " * 6
    assert "NHIỆM VỤ" not in extract(f"NHIỆM VỤ VÀ GIẢI PHÁP, KIẾN NGHỊ. {talk}")


def test_what_is_said_twice_stands_once():
    again = "Đề nghị bổ sung chỉ tiêu trồng rừng mỗi năm mười lăm héc ta cho các thôn vùng cao của xã."
    others = (
        "Tôi đồng tình với phương hướng phát triển giao thông nông thôn. Tập trung giải pháp nước sạch. " * 2
    )
    assert extract(f"{again} {others} {again} {again}").count("trồng rừng") == 1


def test_a_short_speech_is_taken_whole():
    assert extract("Tôi nhất trí.  Xin hết.") == "Tôi nhất trí. Xin hết."


def test_a_sentence_without_end_is_cut_behind_a_clause():
    endless = "tôi đề nghị làm đường, " * 60
    found = extract(endless)
    assert found.endswith("đường…")
    assert len(found.split()) <= EXTRACT_WORDS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kính thưa đ/c. Bí thư. Tôi xin hết.", ["Kính thưa đ/c. Bí thư.", "Tôi xin hết."]),
        ("Ở TP. Hồ Chí Minh có 1.250 ca. Ổn định.", ["Ở TP. Hồ Chí Minh có 1.250 ca.", "Ổn định."]),
        ("Ông nói: “Làm ngay.” Ai cũng nghe.", ["Ông nói: “Làm ngay.”", "Ai cũng nghe."]),
        ("Một. ánh sáng", ["Một. ánh sáng"]),
        ("Kết quả. 1. Làm đường. II. Nước sạch.", ["Kết quả.", "1. Làm đường.", "II. Nước sạch."]),
    ],
)
def test_sentences(text, expected):
    assert split_sentences(text) == expected


@given(st.lists(st.sampled_from(["tôi", "Đề nghị", "nhất trí.", "2025", "Kính thưa", "đường,", "TP.", "Ý…"])))
def test_an_extract_is_sentences_of_the_speech_in_their_order(words):
    text = " ".join(words)
    found = extract(text)
    assert len(found.split()) <= EXTRACT_WORDS
    if len(words) <= EXTRACT_WORDS:
        assert found == text
    sentences = split_sentences(text)
    if found and not found.endswith("…"):
        kept = split_sentences(found)
        places = iter(sentences)
        assert all(one in places for one in kept)


def test_only_what_has_changed_is_read_again(monkeypatch):
    read = []
    monkeypatch.setattr("app.minutes.extract.extract", lambda text: read.append(text) or text.upper())
    extracts = Extracts()
    assert extracts.of(["một", "hai"]) == {"một": "MỘT", "hai": "HAI"}
    assert extracts.of(["hai", "ba"]) == {"hai": "HAI", "ba": "BA"}
    assert read == ["một", "hai", "ba"]
    extracts.of(["một"])
    assert read[-1] == "một", "what no draft needs any more is forgotten"
