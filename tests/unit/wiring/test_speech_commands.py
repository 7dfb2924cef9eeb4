"""What is said of wrong files before an engine has heard anything."""

from __future__ import annotations

from argparse import Namespace

import pytest

from app.wiring.errors import FileUnreadable
from app.wiring.speech_commands import compare
from tests.fakes.audio import write_tone


@pytest.mark.parametrize("data", [None, "kính thưa".encode("utf-16")])
def test_a_reference_that_cannot_be_read_is_told_before_the_hearing(tmp_path, data):
    audio, reference = write_tone(tmp_path / "tone.wav", seconds=1.0), tmp_path / "said.txt"
    if data is not None:
        reference.write_bytes(data)
    arguments = Namespace(audio=audio, reference=reference, engine=[], language="vi")
    with pytest.raises(FileUnreadable) as told:
        compare(arguments)
    assert told.value.params == {"name": "said.txt"}
