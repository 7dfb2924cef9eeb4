from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.ui.services import UiSettings
from app.wiring.look import LookFile

looks = st.builds(
    UiSettings,
    language=st.sampled_from(["vi", "en"]),
    theme=st.sampled_from(["day", "sepia", "night"]),
    text_scale=st.sampled_from([1.0, 1.25, 1.6]),
    reduced_motion=st.booleans(),
    sounds=st.booleans(),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(looks)
def test_looks_come_back(tmp_path, look):
    LookFile(tmp_path).save(look)
    assert LookFile(tmp_path).load() == look


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"text_scale": 40}', b'{"language": 5}', b"\xff"])
def test_an_unreadable_file_is_the_default(tmp_path, content):
    (tmp_path / "look.json").write_bytes(content)
    assert LookFile(tmp_path).load() == UiSettings()


def test_a_folder_that_cannot_be_written_is_no_trouble(tmp_path):
    LookFile(tmp_path / "missing").save(UiSettings())
