"""`run.py` and `.ci/run`: the parts that can be judged without building an environment."""

from __future__ import annotations

import ast
import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture
def run(project_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script as a module, with its folders moved into a temporary one."""
    spec = importlib.util.spec_from_file_location("nghisu_run", project_root / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "STAMP", tmp_path / ".venv" / "stamp.json")
    monkeypatch.setattr(module, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(module, "ASSETS", tmp_path / ".assets")
    (tmp_path / ".venv").mkdir()
    (tmp_path / "requirements").mkdir()
    for name in ("runtime", "test"):
        (tmp_path / "requirements" / f"{name}.txt").write_text(f"{name}==1\n")
    return module


def test_an_old_python_can_read_far_enough_to_say_that_it_is_too_old(project_root: Path) -> None:
    tree = ast.parse((project_root / "run.py").read_text(encoding="utf-8"), feature_version=(3, 7))
    imported = {
        (node.module or "") if isinstance(node, ast.ImportFrom) else alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    assert imported <= set(sys.stdlib_module_names)


def test_no_command_and_a_wrong_one_show_the_commands(project_root: Path) -> None:
    for arguments, code in (([], 0), (["--help"], 0), (["dance"], 2)):
        done = subprocess.run(
            [sys.executable, str(project_root / "run.py"), *arguments],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code
        assert "python3 run.py demo" in done.stdout


def test_packages_are_installed_once_for_each_lock(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    installed: list[str] = []
    monkeypatch.setattr(run, "_venv_works", lambda: True)
    monkeypatch.setattr(run, "_pip_install", lambda lock: installed.append(lock.stem))
    run._environment("runtime")
    run._environment("runtime")
    assert installed == ["runtime"]
    run._environment("test")
    run._environment("runtime")
    assert installed == ["runtime", "test"]
    (run.ROOT / "requirements" / "runtime.txt").write_text("runtime==2\n")
    run._environment("runtime")
    assert installed == ["runtime", "test", "runtime"]


def test_an_installation_that_failed_is_tried_again(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(lock: Path) -> None:
        raise run.Stop

    monkeypatch.setattr(run, "_venv_works", lambda: True)
    monkeypatch.setattr(run, "_pip_install", fail)
    with pytest.raises(run.Stop):
        run._environment("runtime")
    assert not run.STAMP.exists()


def test_a_damaged_stamp_means_install_again(run: ModuleType) -> None:
    run.STAMP.write_text('{"runtime": "12')
    assert run._stamps() == {}


@pytest.mark.parametrize("content", [None, b"", b"#!/bin/sh\nexit 1\n", b"\x7fELF nonsense"])
def test_a_broken_environment_is_seen(
    run: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None
) -> None:
    python = tmp_path / "python"
    if content is not None:
        python.write_bytes(content)
        python.chmod(0o755)
    monkeypatch.setattr(run, "PYTHON", python)
    assert not run._venv_works()


def test_this_environment_works(run: ModuleType) -> None:
    assert run._venv_works() is (sys.prefix != sys.base_prefix)


def test_addresses_of_indexes_are_never_shown(run: ModuleType) -> None:
    lines = [
        "Looking in indexes: https://user:secret@index.invalid/simple\n",
        "ERROR: Could not fetch https://index.invalid/simple/x/ (404)\n",
    ]
    assert run._without_addresses(lines) == ["ERROR: Could not fetch … (404)"]


def test_a_failing_pip_is_shown_without_addresses(
    run: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lock = tmp_path / "requirements" / "runtime.txt"
    lock.write_text("nghisu-no-such-package==1 --hash=sha256:" + "0" * 64 + "\n")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", "https://index.invalid/simple")
    monkeypatch.setenv("PIP_RETRIES", "0")
    with pytest.raises(run.Stop):
        run._pip_install(lock)
    text = capsys.readouterr().out
    assert "nghisu-no-such-package" in text
    assert "://" not in text


def test_missing_libraries_are_named_with_their_command(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run.sys, "platform", "linux")
    monkeypatch.setattr(run, "_can_use_apt", lambda: False)
    monkeypatch.setattr(run, "_loads", lambda name: name != "libportaudio.so.2")
    run._system_libraries()
    assert "sudo apt-get install libportaudio2" in capsys.readouterr().out
    monkeypatch.setattr(run, "_loads", lambda name: name != "libEGL.so.1")
    with pytest.raises(run.Stop):
        run._system_libraries()


def test_a_library_that_is_not_there_does_not_load(run: ModuleType) -> None:
    assert not run._loads("libnghisu-none.so.9")


@pytest.mark.parametrize(
    ("display", "named", "expected"),
    [("", None, "offscreen"), (":0", None, None), ("", "minimal", "minimal")],
)
def test_without_a_display_qt_draws_offscreen(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, display: str, named: str | None, expected: str | None
) -> None:
    monkeypatch.setattr(run.sys, "platform", "linux")
    monkeypatch.setenv("DISPLAY", display)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    if named:
        monkeypatch.setenv("QT_QPA_PLATFORM", named)
    assert run._child_environment().get("QT_QPA_PLATFORM") == expected


def test_assets_are_installed_once_for_each_manifest(
    run: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[list[str]] = []
    codes = [1, 0, 0]
    monkeypatch.setattr(run, "_call", lambda arguments: calls.append(arguments) or codes.pop(0))
    monkeypatch.delenv("NGHISU_HOME", raising=False)
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/models.toml").write_text("schema = 1\n")
    with pytest.raises(run.Stop):
        run._assets()
    run._assets()
    run._assets()
    assert len(calls) == 2
    assert (tmp_path / ".assets/.gitignore").read_text() == "*\n"
    (tmp_path / "assets/models.toml").write_text("schema = 1 # newer\n")
    run._assets()
    assert len(calls) == 3


def steps_of(run: ModuleType, monkeypatch: pytest.MonkeyPatch, rest: list[str], fail: str = "") -> list[str]:
    ran: list[str] = []

    def call(arguments: list[str], cwd: Path | None = None) -> int:
        ran.append(" ".join(arguments))
        return 3 if fail and fail in ran[-1] else 0

    monkeypatch.setattr(run, "_call", call)
    monkeypatch.delenv("CI", raising=False)
    assert run._test(rest) == (3 if fail else 0)
    return ran


def test_checks_come_first_and_pytest_last(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = steps_of(run, monkeypatch, ["-k", "hall"])
    assert [re.split(" ", step)[1] for step in ran[:3]] == ["ruff", "ruff", "mypy"]
    assert "importlinter" in ran[3]
    assert ran[4:] == ["-m pytest -n 2 -k hall"]


def test_the_first_failure_ends_the_run_with_its_code(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert len(steps_of(run, monkeypatch, [], fail="mypy")) == 3
    summary = capsys.readouterr().out
    assert "✗ mypy" in summary
    assert re.search(r"– pytest +không chạy / not run", summary)


@pytest.mark.parametrize(("rest", "pytest_line"), [([], "-m pytest -n 2"), (["-n0"], "-m pytest -n0")])
def test_quick_runs_the_tests_alone(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, rest: list[str], pytest_line: str
) -> None:
    assert steps_of(run, monkeypatch, ["--quick", *rest]) == [pytest_line]


def test_ci_passes_the_exit_code_on(project_root: Path) -> None:
    script = (project_root / ".ci" / "run").read_text(encoding="utf-8")
    assert "set -euo pipefail" in script
    assert subprocess.run(["bash", "-n", str(project_root / ".ci/run")], check=False).returncode == 0


def test_bench_prints_and_writes_ours_beside_the_baseline(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from benchmarks import __main__ as bench
    from benchmarks.figure import Figure

    figures = {
        "benchmarks.good": [Figure("open", 6.0, 3.0, "ms", "<= 2x", True, "200 pages")],
        "benchmarks.slow": [Figure("check-in", 80.0, None, "ms", "<= 60 ms", False)],
    }

    class Module:
        def __init__(self, name: str) -> None:
            self.name = name

        def run(self, data: Path | None, models: Path) -> list[Figure]:
            assert data == tmp_path
            if self.name not in figures:
                raise ValueError("no data")
            return figures[self.name]

    monkeypatch.setattr(bench, "NAMES", ("good", "slow", "bad"))
    monkeypatch.setattr(bench.importlib.util, "find_spec", lambda name: name)
    monkeypatch.setattr(bench.importlib, "import_module", Module)
    report = tmp_path / "report.json"
    assert bench.main(["good", "slow", "--data", str(tmp_path), "--json", str(report)]) == 0
    text = capsys.readouterr().out
    assert re.search(r"open +6\.00 +3\.00 +ms +2\.00x +<= 2x +yes", text)
    assert "MISSED" in text
    written = json.loads(report.read_text(encoding="utf-8"))
    assert written["benchmarks"][0]["figures"][0]["ratio"] == 2.0
    assert bench.main(["bad", "good", "--data", str(tmp_path)]) == 1
    assert "✗ bad: ValueError: no data" in capsys.readouterr().out
