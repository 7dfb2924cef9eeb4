from __future__ import annotations

import io
import re
import tomllib
from pathlib import Path

import pytest

from app.runtime.assets import errors
from app.runtime.assets.cli import main


def run(*arguments: str) -> tuple[int, str]:
    out = io.StringIO()
    return main(arguments, out=out), out.getvalue()


def test_list_shows_everything_as_missing_in_an_empty_folder(tmp_path: Path) -> None:
    code, text = run("list", "--to", str(tmp_path))
    assert code == 1, "three models are needed"
    assert text.count("chưa có / missing") == 21
    assert "CC BY-NC" in text


def test_list_of_one(tmp_path: Path) -> None:
    code, text = run("list", "carphone", "--to", str(tmp_path))
    assert code == 0
    assert len(text.splitlines()) == 2


def test_install_verify_and_list_from_a_folder_with_no_network(tmp_path: Path, models_dir: Path) -> None:
    code, text = run("install", "--from", str(models_dir), "--to", str(tmp_path), "yunet", "face-landmarker")
    assert code == 0, text
    assert "2/2" in text
    code, text = run("verify", "--to", str(tmp_path), "yunet")
    assert code == 0, text
    (tmp_path / "models/face_detection_yunet_2023mar.onnx").write_bytes(b"damaged")
    code, text = run("verify", "--to", str(tmp_path), "yunet")
    assert code == 1
    assert "hỏng / damaged" in text


def test_a_missing_file_is_explained_in_both_languages(tmp_path: Path) -> None:
    code, text = run("install", "--from", str(tmp_path), "--to", str(tmp_path / "home"), "yunet")
    assert code == 1
    assert "Không nguồn nào cung cấp được yunet" in text
    assert "No source could give yunet" in text


def test_missing_optional_files_are_no_failure_unless_asked_for(tmp_path: Path, models_dir: Path) -> None:
    everything = ["install", "--from", str(models_dir), "--to", str(tmp_path)]
    code, text = run(*everything)
    assert code == 0, text
    assert "Chỉ" not in text
    assert "tùy chọn" in text
    assert run(*everything, "vosk-small-vn-0.4")[0] == 1


def test_an_unknown_name(tmp_path: Path) -> None:
    code, text = run("install", "--to", str(tmp_path), "thong")
    assert code == 1
    assert "thong" in text


def test_every_error_has_words_in_both_languages(project_root: Path) -> None:
    codes = {
        kind.code: kind.__doc__ or ""
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, errors.AssetError)
    }
    for language in ("vi", "en"):
        path = project_root / "assets/messages" / language / "assets.toml"
        words = tomllib.loads(path.read_text(encoding="utf-8"))
        assert set(words) == set(codes)
        for code, texts in words.items():
            assert set(texts) == {"what", "fix"}
            used = set(re.findall(r"{(\w+)}", " ".join(texts.values())))
            assert used <= set(re.findall(r"`(\w+)`", codes[code])), f"{language}: {code}"


@pytest.mark.parametrize("command", [[], ["delete"], ["install", "--to"]])
def test_wrong_use(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(command)
    assert "usage: nghisu assets" in capsys.readouterr().err
