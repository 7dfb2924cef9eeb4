from __future__ import annotations

import hashlib
import stat
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.runtime.assets.archive import unpack_zip
from app.runtime.assets.errors import ArchiveRefused, Cancelled
from app.runtime.assets.manifest import Unpack

RULES = Unpack(to="models/m", root="m", max_bytes=100_000, max_files=10, must_hold=("am/final.mdl",))
GOOD = {"m/am/final.mdl": b"model", "m/README": "Xin chào".encode()}


def zip_of(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def unpack(archive: Path, to: Path, rules: Unpack = RULES, step=lambda done, total: None) -> dict[str, str]:
    return unpack_zip("m", archive, rules, to, step)


def refused(archive: Path, to: Path, rules: Unpack = RULES) -> str:
    with pytest.raises(ArchiveRefused) as caught:
        unpack(archive, to, rules)
    left = [path for path in to.rglob("*") if path.is_file()]
    assert left == [], "a refused archive leaves nothing behind"
    return str(caught.value.params["reason"])


def test_unpacks_without_its_top_folder_and_tells_the_hashes(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    digests = unpack(zip_of(tmp_path / "a.zip", GOOD), tmp_path / "to", step=lambda *args: seen.append(args))
    assert (tmp_path / "to/models/m/am/final.mdl").read_bytes() == b"model"
    assert digests == {name[2:]: hashlib.sha256(content).hexdigest() for name, content in GOOD.items()}
    assert seen[-1] == (14, 14)
    assert [path.name for path in (tmp_path / "to/models").iterdir()] == ["m"]


def test_replaces_an_older_folder_whole(tmp_path: Path) -> None:
    old = tmp_path / "to/models/m"
    old.mkdir(parents=True)
    (old / "stale").write_bytes(b"old")
    unpack(zip_of(tmp_path / "a.zip", GOOD), tmp_path / "to")
    assert not (old / "stale").exists()


def test_a_stopped_unpacking_leaves_the_older_folder(tmp_path: Path) -> None:
    old = tmp_path / "to/models/m"
    old.mkdir(parents=True)
    (old / "stale").write_bytes(b"old")

    def stop(done: int, total: int) -> None:
        raise Cancelled(name="m")

    with pytest.raises(Cancelled):
        unpack(zip_of(tmp_path / "a.zip", GOOD), tmp_path / "to", step=stop)
    assert [path.name for path in (tmp_path / "to/models").iterdir()] == ["m"]
    assert (old / "stale").read_bytes() == b"old"


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "m/../../evil",
        "/etc/evil",
        "m/a/../../../evil",
        "C:/evil",
        "m\\..\\..\\evil",
        "m/nul",
        "m/a\x00.txt",
        "other/evil",
        "evil",
    ],
)
def test_a_path_that_leaves_the_folder(tmp_path: Path, name: str) -> None:
    archive = tmp_path / "a.zip"
    with zipfile.ZipFile(archive, "w") as opened:
        for good, content in GOOD.items():
            opened.writestr(good, content)
        info = zipfile.ZipInfo("x")
        info.filename = name
        opened.writestr(info, b"evil")
    refused(archive, tmp_path / "to")
    assert not list(tmp_path.rglob("*evil*"))


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_a_link_or_device(tmp_path: Path, kind: int) -> None:
    archive = zip_of(tmp_path / "a.zip", GOOD)
    with zipfile.ZipFile(archive, "a") as opened:
        info = zipfile.ZipInfo("m/link")
        info.create_system = 3
        info.external_attr = (kind | 0o777) << 16
        opened.writestr(info, "/etc/passwd")
    assert "link or device" in refused(archive, tmp_path / "to")


@pytest.mark.parametrize(("first", "second"), [("m/a", "m/A"), ("m/\u1ed1", "m/o\u0302\u0301")])
def test_two_names_that_one_folder_cannot_hold(tmp_path: Path, first: str, second: str) -> None:
    archive = zip_of(tmp_path / "a.zip", {**GOOD, first: b"1", second: b"2"})
    assert "twice" in refused(archive, tmp_path / "to")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_the_same_name_twice(tmp_path: Path) -> None:
    archive = zip_of(tmp_path / "a.zip", GOOD)
    with zipfile.ZipFile(archive, "a") as opened:
        opened.writestr("m/README", b"again")
    assert "twice" in refused(archive, tmp_path / "to")


def test_a_file_where_a_folder_is_needed(tmp_path: Path) -> None:
    archive = zip_of(tmp_path / "a.zip", {**GOOD, "m/x": b"1", "m/x/y": b"2"})
    assert "folder" in refused(archive, tmp_path / "to")


def test_a_bomb_by_ratio(tmp_path: Path) -> None:
    archive = zip_of(tmp_path / "a.zip", {**GOOD, "m/zeros": bytes(90_000)})
    assert "compressed" in refused(archive, tmp_path / "to")


def test_more_bytes_than_declared(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as opened:
        for name, content in {**GOOD, "m/big": bytes(100_000)}.items():
            opened.writestr(name, content)
    assert "bytes unpacked" in refused(tmp_path / "a.zip", tmp_path / "to")


def test_more_files_than_declared(tmp_path: Path) -> None:
    archive = zip_of(tmp_path / "a.zip", {**GOOD, **{f"m/{n}": b"" for n in range(9)}})
    assert "entries" in refused(archive, tmp_path / "to")


def test_an_entry_that_lies_about_its_size(tmp_path: Path) -> None:
    archive = zip_of(tmp_path / "a.zip", {**GOOD, "m/lie": b"0123456789" * 50})
    raw = bytearray(archive.read_bytes())
    central = raw.rindex(b"PK\x01\x02")
    local = raw.rindex(b"PK\x03\x04")
    struct.pack_into("<I", raw, central + 24, 5)
    struct.pack_into("<I", raw, local + 22, 5)
    archive.write_bytes(raw)
    refused(archive, tmp_path / "to")


def test_an_archive_without_what_makes_it_a_model(tmp_path: Path) -> None:
    archive = zip_of(tmp_path / "a.zip", {"m/README": b"hello"})
    assert "am/final.mdl" in refused(archive, tmp_path / "to")


def test_an_encrypted_entry(tmp_path: Path) -> None:
    archive = zip_of(tmp_path / "a.zip", GOOD)
    raw = bytearray(archive.read_bytes())
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        raw[raw.index(mark) + offset] |= 1
    archive.write_bytes(raw)
    assert "encrypted" in refused(archive, tmp_path / "to")


@given(position=st.floats(0, 1, exclude_max=True), value=st.integers(0, 255), cut=st.booleans())
def test_a_damaged_archive_is_unpacked_whole_or_refused(
    tmp_path_factory: pytest.TempPathFactory, position: float, value: int, cut: bool
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    raw = bytearray(zip_of(folder / "a.zip", GOOD).read_bytes())
    place = int(position * len(raw))
    raw = raw[:place] if cut else raw[:place] + bytes([value]) + raw[place + 1 :]
    (folder / "a.zip").write_bytes(raw)
    try:
        digests = unpack(folder / "a.zip", folder / "to")
    except ArchiveRefused:
        assert not [path for path in folder.rglob("*") if path.is_file() and path.name != "a.zip"]
    else:
        # A flipped bit in a date or comment harms nothing; the contents are checked by zip's own CRC.
        contents = sorted((folder / "to/models/m" / name).read_bytes() for name in digests)
        assert b"model" in contents
