"""The commands IT staff type, each in a process of its own as they would run it."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from app.cli import main
from app.documents.sample.folder import build_sample_folder
from tests.fakes.papers import make_folder, make_pdf


@pytest.fixture
def nghisu(tmp_path, project_root):
    """Runs `nghisu …` on a hall in a folder of this test; returns code, output and errors."""

    def run(*arguments: object, language: str = "vi", given: str = "") -> tuple[int, str, str]:
        ran = subprocess.run(
            [sys.executable, "-m", "app", "--language", language, *map(str, arguments)],
            cwd=project_root,
            capture_output=True,
            text=True,
            input=given,
            timeout=120,
            check=False,
        )
        return ran.returncode, ran.stdout, ran.stderr

    return run


@pytest.fixture
def where(tmp_path):
    return ("--folder", tmp_path / "hall", "--key-folder", tmp_path / "keys")


def test_passwords_of_locked_papers_come_from_a_file_or_the_input(nghisu, tmp_path):
    folder = make_folder(tmp_path / "folder")
    (folder / "documents" / "van-kien" / "khoá.pdf").write_bytes(make_pdf(1, password="Kín 1"))
    check = ("pack", "check", "--folder", tmp_path / "none", folder, "--ocr", "never")
    code, out, err = nghisu(*check)
    assert (code, "Tệp PDF có mật khẩu." in out, err) == (1, True, "")
    secrets = tmp_path / "passwords.txt"
    secrets.write_text("khác\n\nKín 1\n", encoding="utf-8-sig")
    code, out, err = nghisu(*check, "--password-file", secrets)
    assert (code, "Đã mở khóa bằng mật khẩu." in out, err) == (0, True, "")
    secrets.write_text("Kín 1\r\n", encoding="utf-16")  # as Notepad may save it
    assert nghisu(*check, "--password-file", secrets)[0] == 0
    code, out, _ = nghisu(*check, "--password-file", "-", given="sai\n")
    assert (code, "không mở được tệp PDF này" in out) == (1, True)
    code, _, err = nghisu(*check, "--password-file", tmp_path / "thiếu.txt")
    assert (code, "thiếu.txt" in err, "Traceback" in err) == (1, True, False)


def test_a_terminal_is_asked_for_passwords_until_they_open(tmp_path, monkeypatch, capsys, project_root):
    folder = make_folder(tmp_path / "folder")
    (folder / "documents" / "van-kien" / "khoá.pdf").write_bytes(make_pdf(1, password="Kín 1"))
    answers, asked = ["sai", "Kín 1"], []
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setattr("getpass.getpass", lambda words: asked.append(words) or answers.pop(0))
    assert main(["pack", "check", "--folder", str(tmp_path / "none"), str(folder), "--ocr", "never"]) == 0
    assert asked == ["Mật khẩu của van-kien/khoá.pdf (để trống để bỏ qua): "] * 2
    assert "không mở được tệp PDF này" in capsys.readouterr().err


@pytest.mark.slow
def test_a_congress_from_the_command_line(nghisu, where, tmp_path):
    code, out, err = nghisu(
        "hall", "init", *where, "--title", "Đại hội Đảng bộ phường An Bình", "--host", "127.0.0.1"
    )
    assert code == 0, err
    assert "CA SHA-256" in out

    code, _, err = nghisu("hall", "init", *where, "--title", "Lần nữa")
    assert (code, "Traceback" in err) == (1, False)

    source = build_sample_folder(tmp_path / "source")
    pack = tmp_path / "congress.pack"
    code, out, err = nghisu("pack", "check", *where, source, "--json")
    checked = json.loads(out)
    assert (code, checked["can_be_signed"], len(checked["papers"])) == (0, True, 10), err
    code, out, err = nghisu("pack", "build", *where, source, pack)
    assert code == 0, err
    assert "Danh sách 132 người, trong đó 22 khách mời" in out
    assert "110 đại biểu, 22 khách mời" in out

    code, out, err = nghisu("pack", "inspect", *where, pack, language="en")
    assert (code, "Báo cáo chính trị" in out, "132 persons" in out) == (0, True, True), err

    code, out, err = nghisu("hall", "publish", *where, pack)
    assert (code, err) == (0, "")
    assert "rejected 0" in out
    code, out, _ = nghisu("hall", "publish", *where, pack)
    assert (code, "confirmed 0" in out) == (0, True)

    provisioning, picture = tmp_path / "tablet.json", tmp_path / "tablet.svg"
    code, out, err = nghisu(
        "hall", "enrol", *where, "tablet", "Máy 12", "--person", 12, "--out", provisioning, "--qr", picture
    )
    assert (code, out) == (0, ""), err
    written = json.loads(provisioning.read_text("utf-8"))
    assert (written["role"], written["name"]) == ("tablet", "Máy 12")
    assert provisioning.stat().st_mode & 0o077 == 0, "it holds a token"
    assert picture.read_bytes().startswith(b"<?xml")

    code, out, _ = nghisu("hall", "status", *where)
    assert code == 0
    assert "documents 10" in out
    code, out, _ = nghisu("hall", "badges", *where, tmp_path / "badges")
    assert (code, len(list((tmp_path / "badges").glob("*.svg")))) == (0, 132)

    content = bytearray(pack.read_bytes())
    content[500] ^= 1  # inside the signed list of members
    pack.write_bytes(content)
    code, _, err = nghisu("hall", "publish", *where, pack)
    assert (code, "Traceback" in err) == (1, False)
    assert "gói" in err.lower()


def test_errors_are_words_in_the_users_language(nghisu, where):
    code, _, vietnamese = nghisu("hall", "status", *where)
    assert code == 1
    code, _, english = nghisu("hall", "status", *where, language="en")
    assert code == 1
    assert vietnamese != english
    assert "Traceback" not in vietnamese + english


def test_an_unknown_person_or_device_is_named(nghisu, where):
    assert nghisu("hall", "init", *where, "--title", "Đại hội")[0] == 0
    code, _, err = nghisu("hall", "enrol", *where, "tablet", "Máy", "--person", 77)
    assert (code, "77" in err) == (1, True)
    code, _, err = nghisu("hall", "revoke", *where, "không có")
    assert (code, "Traceback" in err) == (1, False)


def test_a_damaged_provisioning_file_is_refused(nghisu, tmp_path):
    path = tmp_path / "p.json"
    path.write_text("{}", encoding="utf-8")
    code, _, err = nghisu(
        "tablet", "--folder", tmp_path / "t", "--key-folder", tmp_path / "k", "--provisioning", path
    )
    assert (code, "Traceback" in err) == (1, False)
    assert err.strip()


def test_a_file_that_is_not_there_is_named(nghisu, where):
    assert nghisu("hall", "init", *where, "--title", "Đại hội")[0] == 0
    code, _, err = nghisu("hall", "publish", *where, "không-có.pack")
    assert (code, "không-có.pack" in err, "Traceback" in err) == (1, True, False)


def test_wrong_usage_says_how(nghisu):
    code, _, err = nghisu("hall")
    assert (code, "usage" in err) == (2, True)
