from __future__ import annotations

from contextlib import suppress
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.runtime.assets.errors import ManifestInvalid, UnknownAsset
from app.runtime.assets.manifest import (
    LocalFile,
    WebFile,
    WheelMember,
    is_allowed_url,
    load_manifest,
    parse_manifest,
    safe_relative_path,
)

ENTRY = """
schema = 1
[[asset]]
name = "thing"
title = "Thing"
role = "font"
file = "fonts/thing.ttf"
sha256 = "{sha256}"
size = 3
licence = "OFL-1.1"
optional = false
sources = ["local:fonts/thing.ttf", "https://example.org/t.ttf", "wheel:some-font==1.2#a/Tệp (1).ttf"]
""".format(sha256="a" * 64)


@pytest.fixture(scope="module")
def real(project_root: Path):
    return load_manifest(project_root / "assets" / "models.toml")


def test_the_projects_manifest_names_what_the_congress_needs(real) -> None:
    roles = {asset.role for asset in real.assets.values()}
    assert roles == {
        "face-detector",
        "face-recogniser",
        "face-landmarker",
        "liveness",
        "speech-model",
        "demo-sample",
        "font",
    }
    assert [asset.name for asset in real.assets.values() if not asset.optional] == [
        "yunet",
        "sface",
        "face-landmarker",
    ]
    assert real["vosk-vn-0.4"].import_only
    assert real["vosk-small-vn-0.4"].product == "models/vosk-model-small-vn-0.4"


def test_what_is_needed_does_not_hang_on_one_host(real) -> None:
    for asset in real.assets.values():
        if not asset.optional:
            assert {type(source) for source in asset.sources} == {LocalFile, WebFile, WheelMember}


def test_every_voice_sample_says_what_is_spoken(real) -> None:
    voices = [asset for name, asset in real.assets.items() if name.startswith("voice-")]
    assert len(voices) == 6
    assert all(asset.transcript.endswith(".") for asset in voices)


def test_shared_models_are_the_ones_in_the_manifest(real, shared_data: Path) -> None:
    from app.runtime.assets.files import sha256_of

    checked = 0
    for asset in real.assets.values():
        for source in asset.sources:
            if isinstance(source, LocalFile) and (path := shared_data.parent / source.path).is_file():
                assert (asset.size, asset.sha256) == (path.stat().st_size, sha256_of(path)), asset.name
                checked += 1
    assert checked >= 6


def test_sources_keep_their_order_and_text() -> None:
    sources = parse_manifest(ENTRY)["thing"].sources
    assert sources == (
        LocalFile("fonts/thing.ttf"),
        WebFile("https://example.org/t.ttf"),
        WheelMember("some-font", "1.2", "a/Tệp (1).ttf"),
    )
    assert str(sources[2]) == "wheel:some-font==1.2#a/Tệp (1).ttf"


def test_unknown_name() -> None:
    with pytest.raises(UnknownAsset) as caught:
        parse_manifest(ENTRY)["thong"]
    assert caught.value.params == {"name": "thong"}


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("schema = 1", "schema = 2", "schema"),
        ("schema = 1", "schema =", "toml"),
        ('name = "thing"', 'name = "../thing"', "name"),
        ('name = "thing"\n', "", "name"),
        ('role = "font"', 'role = "virus"', "role"),
        ('"fonts/thing.ttf"\n', '"../thing.ttf"\n', "file"),
        ('"fonts/thing.ttf"\n', '"C:/thing.ttf"\n', "file"),
        ("a" * 64, "A" * 64, "sha256"),
        ("size = 3", "size = 0", "size"),
        ("size = 3", 'size = "3"', "size"),
        ("size = 3", "size = true", "size"),
        ("optional = false", 'optional = "no"', "optional"),
        ("https://", "http://", "sources"),
        ("https://", "https://user:pass@", "sources"),
        ("local:fonts", "file:fonts", "sources"),
        ("==1.2", ">=1.2", "sources"),
        ("#a/", "#../", "sources"),
        ("licence =", "license =", "licence"),
        ("optional = false", "optional = false\ncolour = 1", "colour"),
        ("a" * 64, "record-on-import", "optional"),
    ],
)
def test_a_wrong_manifest_is_refused_by_field(old: str, new: str, where: str) -> None:
    assert old in ENTRY
    with pytest.raises(ManifestInvalid) as caught:
        parse_manifest(ENTRY.replace(old, new, 1))
    assert where in str(caught.value.params["where"])


@pytest.mark.parametrize("second", ["thing", "other"])
def test_two_entries_may_share_neither_name_nor_place(second: str) -> None:
    again = (
        ENTRY.replace("schema = 1", "").replace('"thing"', f'"{second}"').replace("thing.ttf", "THING.ttf")
    )
    if second == "thing":
        again = again.replace("THING.ttf", "more.ttf")
    with pytest.raises(ManifestInvalid):
        parse_manifest(ENTRY + again)


def test_a_missing_manifest_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ManifestInvalid):
        load_manifest(tmp_path / "models.toml")


@given(st.text(max_size=300))
def test_any_text_is_a_manifest_or_is_refused(text: str) -> None:
    with suppress(ManifestInvalid):
        parse_manifest(text)


segments = st.one_of(
    st.text(max_size=8),
    st.sampled_from(["..", ".", "", "con", "NUL.txt", "a ", "b.", "C:", "\\\\h\\s", "ok"]),
)


@given(st.lists(segments, max_size=5).map("/".join))
def test_a_safe_path_stays_inside_on_every_system(text: str) -> None:
    path = safe_relative_path(text)
    if path is None:
        return
    assert path == text
    for pure in (PurePosixPath(path), PureWindowsPath(path)):
        assert not pure.is_absolute()
        assert not pure.drive
        assert ".." not in pure.parts
    assert PureWindowsPath(path).parts == PurePosixPath(path).parts == tuple(text.split("/"))


@pytest.mark.parametrize(
    "text", ["/etc/passwd", "../x", "a/../b", "a//b", "a\\b", "C:x", "con", "a/aux.txt", "a\x00b", "x.", ""]
)
def test_unsafe_paths(text: str) -> None:
    assert safe_relative_path(text) is None


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://example.org/a", True),
        ("http://127.0.0.1:8000/a", True),
        ("http://localhost/a", True),
        ("http://example.org/a", False),
        ("http://127.0.0.1.example.org/a", False),
        ("ftp://example.org/a", False),
        ("file:///etc/passwd", False),
        ("https://", False),
        ("https://[::1", False),
    ],
)
def test_addresses(url: str, allowed: bool) -> None:
    assert is_allowed_url(url) is allowed
