"""The way in: prepares everything the program needs, then starts it.

    python3 run.py demo        hold a small congress on this machine
    python3 run.py test        check the code and run every test
    python3 run.py bench       measure, beside the baseline
    python3 run.py guide       take the user guide's pictures anew
    python3 run.py tablet | gate | chair | hall | screen | pack | checkin
    python3 run.py assets install | verify | list

Only the standard library is used. This file is also read by Pythons that are too old for the rest:
it must stay readable to them until `_right_python` has found a better one.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
ASSETS = ROOT / ".assets"
STAMP = VENV / "nghisu-locks.json"
OLDEST, NEWEST = (3, 11), (3, 13)
WINDOWS = sys.platform == "win32"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")

APP_COMMANDS = ("demo", "tablet", "gate", "chair", "hall", "screen", "pack", "checkin", "speech", "minutes")
MODULES = {"bench": "benchmarks", "guide": "docs.pictures"}
COMMANDS = (*APP_COMMANDS, *MODULES, "test", "assets")

# Shared library -> Debian package, as `ldd` over the installed wheels of PySide6, OpenCV, MediaPipe
# and Vosk names what the system must bring.
NEEDED_LIBRARIES = {
    "libstdc++.so.6": "libstdc++6",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libGLESv2.so.2": "libgles2",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libX11.so.6": "libx11-6",
    "libxcb.so.1": "libxcb1",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libzstd.so.1": "libzstd1",
    "libbrotlidec.so.1": "libbrotli1",
}
# Without these the program runs, but hears no microphone or shows no window under X11.
OPTIONAL_LIBRARIES = {
    "libportaudio.so.2": "libportaudio2",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}

_PIP_PACKAGE = re.compile(r"(?:Collecting|Requirement already satisfied:) ([A-Za-z0-9._-]+)")
_ADDRESS = re.compile(r"\S+://\S+")


class Stop(Exception):
    """The run cannot go on; the words were printed already."""

    def __init__(self, code: int = 1) -> None:
        super().__init__(code)
        self.code = code


def say(vietnamese: str, english: str) -> None:
    """One short message in both languages."""
    print(f"{vietnamese}\n  {english}", flush=True)


def main(arguments: list[str]) -> int:
    """Prepare and start; returns the exit code."""
    if not arguments or arguments[0] not in COMMANDS:
        print((__doc__ or "").strip())
        return 0 if arguments[:1] in (["-h"], ["--help"], []) else 2
    command, rest = arguments[0], arguments[1:]
    try:
        _right_python(arguments)
        if command != "assets":
            _system_libraries()
        _environment("test" if command == "test" or command in MODULES else "runtime")
        if command == "assets":
            return _call(["-m", "app.runtime.assets", *rest])
        _assets()
        if command == "test":
            return _test(rest)
        module = [MODULES[command]] if command in MODULES else ["app", command]
        return _replace_by(["-m", *module, *rest])
    except Stop as stop:
        return stop.code
    except KeyboardInterrupt:
        say("Đã dừng. Chạy lại để tiếp tục.", "Stopped. Run it again to go on.")
        return 130


# ---- Python ------------------------------------------------------------------------------------


def _right_python(arguments: list[str]) -> None:
    """Go on under a Python of the right version, or say which one is needed."""
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return
    for minor in range(OLDEST[1], NEWEST[1] + 1):
        found = shutil.which(f"python3.{minor}")
        command = [found] if found else ["py", f"-3.{minor}"] if WINDOWS and shutil.which("py") else None
        if command and _answers(command, minor):
            raise Stop(subprocess.call([*command, str(ROOT / "run.py"), *arguments]))
    have = ".".join(str(part) for part in sys.version_info[:3])
    say(
        f"Cần Python từ 3.11 đến 3.13; máy này đang dùng {have}.",
        f"Python 3.11 to 3.13 is needed; this is {have}. Install one of them and run this again.",
    )
    raise Stop


def _answers(command: list[str], minor: int) -> bool:
    """True when `command` starts a Python of that version."""
    check = f"import sys; sys.exit(sys.version_info[:2] != (3, {minor}))"
    return subprocess.run([*command, "-c", check], capture_output=True, check=False).returncode == 0


# ---- The system ----------------------------------------------------------------------------------


def _system_libraries() -> None:
    """Install what is missing on Debian as root; else name the command."""
    if not sys.platform.startswith("linux"):
        return
    needed = _missing(NEEDED_LIBRARIES)
    optional = _missing(OPTIONAL_LIBRARIES)
    if not needed and not optional:
        return
    packages = sorted({*needed.values(), *optional.values()})
    if _can_use_apt():
        say(
            f"Đang cài {len(packages)} thư viện hệ thống…",
            f"Installing {len(packages)} system libraries: {' '.join(packages)}",
        )
        _apt_install(packages)
        needed = _missing(NEEDED_LIBRARIES)
        if not needed:
            return
    say(
        f"Máy thiếu thư viện: {', '.join([*needed, *optional])}.",
        f"Libraries are missing. On Debian or Ubuntu: sudo apt-get install {' '.join(packages)}",
    )
    if needed:
        raise Stop


def _missing(libraries: dict[str, str]) -> dict[str, str]:
    return {name: package for name, package in libraries.items() if not _loads(name)}


def _loads(library: str) -> bool:
    """The loader's own answer, which is right whatever the package manager thinks."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _can_use_apt() -> bool:
    return not WINDOWS and os.geteuid() == 0 and shutil.which("apt-get") is not None


def _apt_install(packages: list[str]) -> bool:
    """True when apt installed all of them."""
    _apt_get("update")
    done = _apt_get("install", "-y", "--no-install-recommends", *packages)
    if done.returncode:
        print("\n".join(_without_addresses(done.stderr.splitlines()[-3:])))
    return done.returncode == 0


def _apt_get(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["apt-get", "-qq", *arguments],
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )


def _without_addresses(lines: list[str]) -> list[str]:
    """Lines of a package tool without the addresses that it uses: those are this machine's business."""
    return [_ADDRESS.sub("…", line.rstrip()) for line in lines if not line.startswith("Looking in ")]


# ---- The virtual environment ---------------------------------------------------------------------


def _environment(lock_name: str) -> None:
    """Make `.venv` hold exactly what the lock says; nothing to do when it did last time."""
    locks = {name: _hash(ROOT / "requirements" / f"{name}.txt") for name in ("runtime", "test")}
    if not _venv_works():
        _make_venv()
    stamps = _stamps()
    if stamps.get(lock_name) == locks[lock_name]:
        return
    _pip_install(ROOT / "requirements" / f"{lock_name}.txt")
    # The test lock holds the runtime lock.
    names = ("runtime", "test") if lock_name == "test" else ("runtime",)
    _write_atomically(STAMP, json.dumps({**stamps, **{name: locks[name] for name in names}}))


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _stamps() -> dict[str, str]:
    try:
        return dict(json.loads(STAMP.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _write_atomically(path: Path, text: str) -> None:
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)


def _venv_works() -> bool:
    """False for one that is missing, half made, or made by a Python that is gone."""
    check = (
        f"import sys, pip; sys.exit(not ({OLDEST} <= sys.version_info[:2] <= {NEWEST} "
        "and sys.prefix != sys.base_prefix))"
    )
    if not PYTHON.is_file():
        return False
    try:
        return subprocess.run([str(PYTHON), "-c", check], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _make_venv() -> None:
    say("Đang tạo môi trường Python (.venv)…", "Creating the Python environment (.venv)…")
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    made = subprocess.run(command, capture_output=True, check=False)
    if (made.returncode or not _venv_works()) and _can_use_apt():
        # Debian ships venv without ensurepip until this package is there.
        _apt_install([f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"])
        made = subprocess.run(command, capture_output=True, check=False)
    if made.returncode or not _venv_works():
        say(
            "Không tạo được môi trường Python.",
            "The Python environment could not be created. On Debian or Ubuntu: "
            f"sudo apt-get install python{sys.version_info[0]}.{sys.version_info[1]}-venv",
        )
        raise Stop


def _pip_install(lock: Path) -> None:
    """Install a lock with its hashes, showing how far it is; what is there already is kept."""
    say("Đang cài các gói Python…", "Installing Python packages (some minutes the first time)…")
    command = [str(PYTHON), "-m", "pip", "install", "--require-hashes", "--no-input", "--progress-bar=off"]
    command += ["--disable-pip-version-check", "-r", str(lock)]
    pip = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    last: list[str] = []
    seen = 0
    with pip:
        try:
            for line in pip.stdout or ():
                last = [*last[-14:], line]
                package = _PIP_PACKAGE.match(line)
                if package:
                    seen += 1
                    _show(f"  {seen} {package[1]}", seen % 20 == 0)
                elif line.startswith("Installing collected packages"):
                    _show("  đang ghi vào đĩa / writing to disk…", True)
        except BaseException:
            # Two pips in one environment would break it: this one ends before the run does.
            pip.terminate()
            raise
    if sys.stdout.isatty():
        print()
    if pip.returncode:
        print("\n".join(_without_addresses(last)))
        say(
            "Không cài được các gói Python. Hãy kiểm tra mạng rồi chạy lại.",
            "The Python packages could not be installed. Check the network and run this again.",
        )
        raise Stop


def _show(text: str, milestone: bool) -> None:
    """A line that is redrawn on a terminal; elsewhere only the milestones are printed."""
    if sys.stdout.isatty():
        print(f"\r\x1b[K{text}", end="", flush=True)
    elif milestone:
        print(text, flush=True)


# ---- Assets and starting -------------------------------------------------------------------------


def _child_environment() -> dict[str, str]:
    env = dict(os.environ)
    env.setdefault("NGHISU_HOME", str(ASSETS))
    env["PYTHONPATH"] = os.pathsep.join([str(ROOT), *filter(None, [env.get("PYTHONPATH")])])
    env.setdefault("PYTHONUTF8", "1")
    no_display = sys.platform.startswith("linux") and not (env.get("DISPLAY") or env.get("WAYLAND_DISPLAY"))
    if no_display:
        env.setdefault("QT_QPA_PLATFORM", "offscreen")
    return env


def _assets() -> None:
    """Install models, samples and fonts when the manifest is not the one of the last full install."""
    folder = Path(_child_environment()["NGHISU_HOME"])
    stamp = folder / "manifest.sha256"
    wanted = _hash(ROOT / "assets" / "models.toml")
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return
    folder.mkdir(parents=True, exist_ok=True)
    if folder == ASSETS:
        # Nothing of a foreign licence may slip into the repository.
        _write_atomically(folder / ".gitignore", "*\n")
    say("Đang cài mô hình, mẫu và phông chữ…", "Installing models, samples and fonts…")
    if _call(["-m", "app.runtime.assets", "install"]):
        say(
            "Thiếu tệp bắt buộc; xem các dòng có dấu ✗ ở trên.",
            "Files that are needed are missing: see the lines marked ✗ above.",
        )
        raise Stop
    _write_atomically(stamp, wanted)


def _call(arguments: list[str], cwd: Path | None = None) -> int:
    return subprocess.call([str(PYTHON), *arguments], env=_child_environment(), cwd=cwd)


def _replace_by(arguments: list[str]) -> int:
    """Become the program, so that signals and the exit code are its own."""
    if not WINDOWS:
        sys.stdout.flush()
        os.execve(PYTHON, [str(PYTHON), *arguments], _child_environment())
    return _call(arguments)


# ---- Tests ---------------------------------------------------------------------------------------


def _test(rest: list[str]) -> int:
    """Every check in order, stopping at the first that fails; `--quick` runs the tests alone."""
    quick = "--quick" in rest
    rest = [argument for argument in rest if argument != "--quick"]
    if os.environ.get("CI") == "true":
        _postgresql()
    workers = [] if any(a.startswith(("-n", "--numprocesses", "--pdb")) for a in rest) else ["-n", "2"]
    steps = [("pytest", ["-m", "pytest", *workers, *rest])]
    if not quick:
        linter = "from importlinter.cli import lint_imports_command; lint_imports_command()"
        steps = [
            ("ruff check", ["-m", "ruff", "check"]),
            ("ruff format", ["-m", "ruff", "format", "--check"]),
            ("mypy", ["-m", "mypy"]),
            ("import contracts", ["-c", linter]),
            *steps,
        ]
    results: list[tuple[str, float, int]] = []
    for name, arguments in steps:
        print(f"\n== {name}", flush=True)
        started = time.monotonic()
        code = _call(arguments, cwd=ROOT)
        results.append((name, time.monotonic() - started, code))
        if code:
            break
    print("\n== Kết quả / summary")
    for name, seconds, code in results:
        print(f"{'✗' if code else '✓'} {name:18} {seconds:7.1f} s")
    for name, _ in steps[len(results) :]:
        print(f"– {name:18} không chạy / not run")
    return results[-1][2]


def _postgresql() -> None:
    """On a build machine, have the server's programs that the tests marked `postgres` start."""
    if shutil.which("initdb") or list(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        return
    if _can_use_apt():
        say("Đang cài PostgreSQL để kiểm thử…", "Installing PostgreSQL for the tests…")
        _apt_install(["postgresql"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
