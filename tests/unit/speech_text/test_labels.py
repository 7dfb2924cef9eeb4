"""Papers taken apart into words as they would be heard."""

from __future__ import annotations

from app.speech.text.labels import Break, labelled

NONE, COMMA, END = Break.NONE, Break.COMMA, Break.END


def test_signs_become_marks_on_the_words() -> None:
    (prose,) = labelled(["Thực hiện Nghị quyết số 18-NQ/TW, phường đạt 75%. Tuy nhiên, còn “khó khăn”."])
    assert prose.words == (
        *("Thực", "hiện", "Nghị", "quyết", "số", "18-NQ/TW", "phường", "đạt", "75%"),
        *("Tuy", "nhiên", "còn", "khó", "khăn"),
    )
    marked = {index: sign for index, sign in enumerate(prose.breaks) if sign is not NONE}
    assert marked == {0: END, 6: COMMA, 9: END, 11: COMMA, 14: END}


def test_the_end_of_a_paragraph_ends_a_sentence_and_a_cut_one_goes_on() -> None:
    (prose,) = labelled(
        [
            "Đại hội bầu Ban Chấp hành gồm những đồng chí",
            "có tên sau đây;\nĐại hội thông qua nghị quyết của mình.",
        ]
    )
    assert prose.breaks.count(END) == 3
    assert prose.words[prose.breaks[1:].index(END) + 1] == "Đại"


def test_labels_are_words_and_bullets_are_nothing() -> None:
    (prose,) = labelled(
        ["a) Xây dựng kế hoạch kiểm tra hằng năm;\n- Tổ chức thực hiện kế hoạch đã ban hành."]
    )
    assert prose.words[:2] == ("a", "Xây")
    assert prose.words[8:10] == ("năm", "Tổ")


def test_tables_headings_and_rubbish_are_left_out() -> None:
    pages = [
        "TT | Nội dung | Đơn vị | Số lượng | Ghi chú",
        "QUY ĐỊNH CHUNG VỀ CÔNG TÁC VĂN THƯ",
        "Điều 1",
        "Th6ng to 05/2009/TT-BTC Huang din ye thit tic hai quan thue xuAt khAu x1z q2w",
    ]
    assert labelled(pages) == []


def test_prose_on_both_sides_of_a_table_is_not_joined() -> None:
    line = "Đại hội thông qua chương trình làm việc."
    assert len(labelled([f"{line}\n1 | 2 | 3\n{line}"])) == 2
