"""Members of wheels, fetched by the real pip from a folder, so that no network is needed."""

from __future__ import annotations

import base64
import hashlib
import sys
import zipfile
from pathlib import Path

import pytest

from app.runtime.assets.errors import Cancelled, NoSourceLeft
from app.runtime.assets.manifest import WheelMember
from app.runtime.assets.sources import PipWheels
from tests.unit.assets.builders import Bench, asset_of

CONTENT = "Bản ghi".encode() * 1000


def tiny_wheel(folder: Path, members: dict[str, bytes], version: str = "1.0") -> None:
    """A wheel that pip accepts; importing it would fail the test."""
    folder.mkdir(parents=True, exist_ok=True)
    info = f"nghisu_tiny-{version}.dist-info"
    files = {
        "nghisu_tiny/__init__.py": b"raise SystemExit('imported!')",
        **members,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: nghisu-tiny\nVersion: {version}\n".encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: t\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    lines = []
    for name, content in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        lines.append(f"{name},sha256={digest},{len(content)}")
    files[f"{info}/RECORD"] = "\n".join([*lines, f"{info}/RECORD,,"]).encode()
    with zipfile.ZipFile(folder / f"nghisu_tiny-{version}-py3-none-any.whl", "w") as wheel:
        for name, content in files.items():
            wheel.writestr(name, content)


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is the only index pip knows."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null" if sys.platform != "win32" else "nul")
    return folder


def member(name: str = "nghisu_tiny/mẫu (1).wav", version: str = "1.0") -> WheelMember:
    return WheelMember("nghisu-tiny", version, name)


def test_one_member_is_taken_and_nothing_installed(index: Path, tmp_path: Path) -> None:
    tiny_wheel(index, {"nghisu_tiny/mẫu (1).wav": CONTENT, "nghisu_tiny/other": b"x"})
    with PipWheels() as wheels:
        bench = Bench(tmp_path / "home", wheels=wheels)
        assert bench.error_of(asset_of(CONTENT, member())) is None
    assert (tmp_path / "home/models/thing.bin").read_bytes() == CONTENT
    assert "nghisu_tiny" not in sys.modules
    assert [path.name for path in (tmp_path / "home/models").iterdir()] == ["thing.bin"]


def test_a_member_named_in_decomposed_letters_is_found(index: Path, tmp_path: Path) -> None:
    tiny_wheel(index, {"nghisu_tiny/B\u0069\u0300nh.wav": CONTENT})
    with PipWheels() as wheels:
        bench = Bench(tmp_path / "home", wheels=wheels)
        assert bench.error_of(asset_of(CONTENT, member("nghisu_tiny/B\u00ecnh.wav"))) is None


def test_a_wheel_is_fetched_once_for_all_its_members(index: Path, tmp_path: Path) -> None:
    tiny_wheel(index, {"nghisu_tiny/a": b"a", "nghisu_tiny/b": b"b"})
    with PipWheels() as wheels:
        first = wheels("nghisu-tiny", "1.0", lambda done: None)
        (index / "nghisu_tiny-1.0-py3-none-any.whl").unlink()
        assert wheels("nghisu-tiny", "1.0", lambda done: None) == first
    assert not first.exists()


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (member("nghisu_tiny/none"), "the wheel has no such member"),
        (member(version="9.9"), "No matching distribution found for nghisu-tiny==9.9"),
    ],
)
def test_what_is_not_there_is_said(index: Path, tmp_path: Path, source: WheelMember, reason: str) -> None:
    tiny_wheel(index, {})
    with PipWheels() as wheels:
        error = Bench(tmp_path / "home", wheels=wheels).error_of(asset_of(CONTENT, source))
    assert isinstance(error, NoSourceLeft)
    assert reason in str(error.params["reasons"])
    assert "://" not in str(error.params["reasons"])


def test_a_damaged_wheel(tmp_path: Path) -> None:
    (tmp_path / "x.whl").write_bytes(b"PK not a wheel")
    bench = Bench(tmp_path / "home", wheels=lambda project, version, step: tmp_path / "x.whl")
    error = bench.error_of(asset_of(CONTENT, member()))
    assert isinstance(error, NoSourceLeft)
    assert "damaged wheel" in str(error.params["reasons"])


@pytest.mark.parametrize("executable", ["no-python", None])
def test_no_pip_is_a_missing_source_and_not_a_crash(tmp_path: Path, executable: str | None) -> None:
    with PipWheels(executable=executable and str(tmp_path / executable)) as wheels:
        error = Bench(tmp_path / "home", wheels=wheels).error_of(asset_of(CONTENT, member()))
    assert isinstance(error, NoSourceLeft)


def test_stopping_while_pip_works_stops_pip(tmp_path: Path) -> None:
    slow = tmp_path / "slow"
    slow.write_text("#!/bin/sh\nexec sleep 60\n")
    slow.chmod(0o755)

    def stop(done: int) -> None:
        raise Cancelled(name="thing")

    with PipWheels(executable=str(slow)) as wheels, pytest.raises(Cancelled):
        wheels("nghisu-tiny", "1.0", stop)
