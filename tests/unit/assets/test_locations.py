from __future__ import annotations

from pathlib import Path

import pytest

from app.runtime.assets.locations import (
    asset_roots,
    find_asset,
    find_model_folder,
    install_folder,
    model_path,
    project_root,
    shared_folder,
    user_data_folder,
)

NEEDED = ("face_detection_yunet_2023mar.onnx", "face_recognition_sface_2021dec.onnx")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    root.mkdir()
    return root


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return {"NGHISU_HOME": str(tmp_path / "home"), "XDG_DATA_HOME": str(tmp_path / "xdg")}


def fill(folder: Path, *names: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).write_bytes(b"model")
    return folder


def test_nothing_anywhere(project: Path, env: dict[str, str]) -> None:
    assert list(asset_roots(project, env)) == []
    assert find_model_folder(project, env) is None
    assert model_path("x.onnx", project, env) is None


def test_installed_models_come_before_shared_ones(project: Path, env: dict[str, str], tmp_path: Path) -> None:
    shared = fill(tmp_path / "shared/models", *NEEDED)
    assert find_model_folder(project, env) == shared
    own = fill(project / ".assets/models", *NEEDED)
    assert find_model_folder(project, env) == own
    home = fill(tmp_path / "home/models", *NEEDED)
    assert find_model_folder(project, env) == home


def test_a_folder_without_the_face_models_is_passed_over(
    project: Path, env: dict[str, str], tmp_path: Path
) -> None:
    fill(tmp_path / "home/models", NEEDED[0])
    shared = fill(tmp_path / "shared/models", *NEEDED)
    assert find_model_folder(project, env) == shared


def test_each_asset_is_found_where_it_is(project: Path, env: dict[str, str], tmp_path: Path) -> None:
    fill(tmp_path / "home/fonts", "a.ttf")
    fill(tmp_path / "shared/models", "b.onnx")
    assert find_asset("fonts/a.ttf", project, env) == tmp_path / "home/fonts/a.ttf"
    assert model_path("b.onnx", project, env) == tmp_path / "shared/models/b.onnx"


def test_a_named_shared_folder_wins(project: Path, tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    assert shared_folder(project, {}) == tmp_path / "shared"
    assert shared_folder(project, {"NGHISU_ASSETS": str(project)}) == project
    assert shared_folder(project, {"NGHISU_ASSETS": str(tmp_path / "gone")}) == tmp_path / "shared"


@pytest.mark.parametrize(
    ("platform", "environment", "tail"),
    [
        ("linux", {"XDG_DATA_HOME": "/data"}, "/data/nghisu"),
        ("linux", {"XDG_DATA_HOME": "relative"}, ".local/share/nghisu"),
        ("linux", {}, ".local/share/nghisu"),
        ("darwin", {}, "Library/Application Support/nghisu"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/nghisu"),
        ("win32", {}, "AppData/Local/nghisu"),
    ],
)
def test_the_users_data_folder(platform: str, environment: dict[str, str], tail: str) -> None:
    assert user_data_folder(environment, platform).as_posix().endswith(tail)


def test_the_install_folder_can_be_named() -> None:
    assert install_folder({"NGHISU_HOME": "/opt/nghisu"}) == Path("/opt/nghisu")
    assert install_folder({}).name == "nghisu"


def test_the_projects_root_holds_the_manifest() -> None:
    assert (project_root() / "assets/models.toml").is_file()
