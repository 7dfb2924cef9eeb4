from __future__ import annotations

import jiwer
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cli import main
from app.speech.comparison import differences, marked, spoken_words, words_wrong

texts = st.lists(st.sampled_from(["một", "hai", "ba", "bốn"]), max_size=9).map(" ".join)


@given(expected=texts.filter(bool), heard=texts)
def test_words_are_counted_as_the_usual_tool_counts_them(expected, heard):
    assert words_wrong(expected, heard) == pytest.approx(jiwer.wer(expected, heard))
    found = differences(expected, heard)
    assert " ".join(word for one in found for word in one.expected) == expected
    assert " ".join(word for one in found for word in one.heard) == heard


def test_case_and_punctuation_do_not_count_and_differences_are_marked():
    assert spoken_words("Kính thưa Đại hội!") == ["kính", "thưa", "đại", "hội"]
    found = differences("Kính thưa Đại hội, tôi xin nói", "kính thưa hội tôi ạ sin nói")
    assert " ".join(marked(found)) == "kính thưa [đại→] hội tôi [→ạ] [xin→sin] nói"


def test_engines_are_compared_on_the_command_line(shared_data, tmp_path, capsys):
    reference = tmp_path / "reference.txt"
    reference.write_text("Mấy sào ruộng của gia đình ông đành bỏ hoang cho cỏ mọc.", encoding="utf-8")
    clip = shared_data / "audio/vi_vivos60/VIVOSSPK01_R007.wav"
    assert main(["--language", "en", "speech", "compare", str(clip), str(reference)]) == 0
    heads, row, *_rest = capsys.readouterr().out.splitlines()
    assert heads.split("  ")[0] == "Engine"
    name, wrong, _percent, speed, cpu, memory = row.split()
    assert name.startswith("viet-asr")
    assert float(wrong) <= 30
    assert float(speed) > 0
    assert float(cpu) > 0
    assert float(memory) > 50
