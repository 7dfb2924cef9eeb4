"""The command line: reads arguments, starts the right piece, prints its answer in the user's language."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from app.domain.errors import NghisuError

Command = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 done, 1 refused with words, 2 wrong usage."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["assets"]:
        # Has its own arguments, and must run before anything heavy is installed.
        from app.runtime.assets.cli import main as assets_main

        return assets_main(given[1:])
    parsed = _parser().parse_args(given)
    command: Command = parsed.command
    try:
        return command(parsed)
    except NghisuError as error:
        print(_words(error, parsed.language), file=sys.stderr)
        return 1
    except OSError as error:
        if not error.filename:
            raise
        from app.wiring.errors import FileUnreadable

        print(_words(FileUnreadable(name=str(error.filename)), parsed.language), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _words(error: NghisuError, language: str) -> str:
    from app.runtime.messages import Messages
    from app.runtime.paths import assets_folder

    words = Messages.load(assets_folder() / "messages", language).of(error)
    return f"{words.what}\n  {words.fix}" if words.fix else words.what


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="nghisu", description="Đại hội không giấy tờ · A congress without paper"
    )
    parser.add_argument("--language", choices=("vi", "en"), default="vi")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_devices(commands)
    _add_hall(commands)
    _add_pack(commands)
    _add_checkin(commands)
    _add_minutes(commands)
    _add_speech(commands)
    demo = commands.add_parser("demo", help="hold a small congress on this machine")
    demo.add_argument("--out", type=Path, default=Path("out"), help="where results go (default: out)")
    demo.add_argument(
        "--windows", choices=("auto", "never"), default="auto", help="leave windows open after it"
    )
    demo.set_defaults(command=_lazily("app.wiring.demo.run", "run_demo"))
    commands.add_parser("assets", help="install | verify | list models, fonts and samples")
    return parser


def _add_devices(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    for role in ("tablet", "gate", "chair", "screen"):
        device = commands.add_parser(role, help=f"open the {role}'s screen")
        _add_machine(device)
        device.add_argument("--provisioning", type=Path, help="enrol with this file first")
        device.add_argument("--import", dest="pack", type=Path, help="take this pack in before opening")
        device.add_argument(
            "--camera",
            default="0",
            help="a camera (0, 0@90 turned, 0@mirrored), a video file or a folder of pictures",
        )
        device.add_argument("--full-screen", action="store_true")
        device.set_defaults(command=_lazily("app.wiring.device_app", "run_device"), role=role)


def _add_machine(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--folder", type=Path, help="where this role keeps its data")
    parser.add_argument(
        "--key-folder", type=Path, help="keep the key's secret here instead of the system's keystore"
    )


def _add_hall_machine(parser: argparse.ArgumentParser) -> None:
    _add_machine(parser)
    parser.add_argument(
        "--database", help="postgresql://… for a large hall; SQLCipher in the folder otherwise"
    )


def _add_hall(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    hall = commands.add_parser("hall", help="the hall server and its administration")
    actions = hall.add_subparsers(required=True, metavar="ACTION")

    def action(name: str, text: str) -> argparse.ArgumentParser:
        parser = actions.add_parser(name, help=text)
        _add_hall_machine(parser)
        parser.set_defaults(command=_lazily("app.wiring.hall_commands", name))
        return parser

    init = action("init", "found a congress: its keys and certificates")
    init.add_argument("--title", required=True, help="the congress's title")
    init.add_argument("--name", default="Máy chủ hội trường")
    init.add_argument(
        "--host", action="append", default=[], help="address or name tablets reach it by; may repeat"
    )
    init.add_argument("--port", type=int, default=8443)
    serve = action("serve", "run the server")
    serve.add_argument("--listen", default="0.0.0.0", help="address to listen on")  # noqa: S104
    serve.add_argument("--port", type=int)
    serve.add_argument("--address", action="append", default=[], help="another address tablets reach it by")
    serve.add_argument("--no-advertise", action="store_true", help="do not announce it on the local network")
    action("status", "figures of the hall")
    enrol = action("enrol", "make a single-use invitation for a device")
    enrol.add_argument("role", choices=("tablet", "gate", "chair", "screen"))
    enrol.add_argument("name", help="the device's name")
    enrol.add_argument("--person", type=int, help="number of the delegate who gets the tablet")
    enrol.add_argument("--out", type=Path, help="write the provisioning file here (default: print it)")
    enrol.add_argument("--qr", type=Path, help="write a QR code here (.svg or .png)")
    publish = action("publish", "put a pack into the hall's log")
    publish.add_argument("pack", type=Path)
    revoke = action("revoke", "refuse a device from now on; it wipes itself")
    revoke.add_argument("device", help="the device's id or name")
    revoke.add_argument("--reason", default="")
    badges = action("badges", "write one QR code a person")
    badges.add_argument("out", type=Path, help="folder for the SVG files")


def _add_pack(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    pack = commands.add_parser("pack", help="the congress pack")
    actions = pack.add_subparsers(required=True, metavar="ACTION")

    def action(name: str, text: str) -> argparse.ArgumentParser:
        parser = actions.add_parser(name, help=text)
        _add_machine(parser)
        parser.set_defaults(command=_lazily("app.wiring.pack_commands", name), database=None)
        return parser

    check = action("check", "say what is in a folder and what is wrong with it")
    build = action("build", "check a folder and write one signed, sealed pack")
    for parser in (check, build):
        parser.add_argument(
            "source", type=Path, help="folder with congress.toml, roster, agenda, documents/, photos/"
        )
        parser.add_argument(
            "--ocr",
            choices=("auto", "never"),
            default="auto",
            help="recognise scans where Tesseract is installed",
        )
        parser.add_argument(
            "--password-file",
            metavar="FILE",
            help="passwords to try on locked PDFs, one a line; - reads them from the input",
        )
    check.add_argument("--json", action="store_true", help="print everything as JSON")
    build.add_argument("out", type=Path)
    build.add_argument("--since", type=Path, help="only what changed since this pack, for a USB stick")
    build.add_argument(
        "--withdraw-missing", action="store_true", help="call back papers that the folder has no longer"
    )
    action("inspect", "say what a pack of this congress holds").add_argument("pack", type=Path)


def _add_checkin(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    checkin = commands.add_parser("checkin", help="check-in: thresholds, badges, the board's papers, erasure")
    actions = checkin.add_subparsers(required=True, metavar="ACTION")
    calibrate = actions.add_parser("calibrate", help="measure the roster's photographs; propose thresholds")
    calibrate.add_argument("photos", type=Path, help="one folder a person, or files number_….jpg")
    calibrate.add_argument("--curve", type=Path, help="draw the error rates here (.svg)")
    calibrate.add_argument("--margin-milli", type=int, default=60, help="over the second best, x 1000")
    calibrate.add_argument("--far-percent", type=float, default=0.5, help="strangers accepted at most")
    calibrate.set_defaults(command=_lazily("app.wiring.checkin_commands", "calibrate"))

    def action(name: str, text: str) -> argparse.ArgumentParser:
        parser = actions.add_parser(name, help=text)
        _add_hall_machine(parser)
        parser.set_defaults(command=_lazily("app.wiring.board_commands", name))
        return parser

    erase = action("erase", "destroy all templates and photographs, on every device")
    erase.add_argument("--reason", help="why, for the record")
    erase.add_argument("--report", action="store_true", help="only say which devices have answered")
    report = action("report", "write the credentials report")
    report.add_argument("out", type=_file_of(".docx", ".pdf", ".xlsx"), help="a file .docx, .pdf or .xlsx")
    report.add_argument("--attendance", action="store_true", help="the list of attendance instead")
    report.add_argument("--number", default="01", help="the paper's number")
    report.add_argument("--town", default="", help="the town before the date")
    report.add_argument("--signed-by", default="", help="the name under the signature")
    badges = action("badges", "draw badges to print, eight on a sheet")
    badges.add_argument("out", type=Path, help="a PDF file")


def _add_speech(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    speech = commands.add_parser("speech", help="engines compared; recordings as audio files")
    actions = speech.add_subparsers(required=True, metavar="ACTION")
    compare = actions.add_parser("compare", help="let every installed engine hear a recording")
    compare.add_argument("audio", type=Path, help="WAV, FLAC, OGG or MP3")
    compare.add_argument("reference", type=Path, nargs="?", help="a text file with what was really said")
    compare.add_argument(
        "--engine",
        action="append",
        default=[],
        metavar="NAME=FOLDER",
        help="a Vosk model's folder; may repeat",
    )
    compare.set_defaults(command=_lazily("app.wiring.speech_commands", "compare"))
    export = actions.add_parser("export", help="write a recording of this chair; without a file, list them")
    _add_machine(export)
    export.add_argument("out", type=Path, nargs="?", help="a file .flac or .wav")
    export.add_argument("--recording", type=int, help="its number in the list (default: the last one)")
    export.add_argument("--track", type=int, help="one input by itself, from 1 (default: the mix)")
    export.add_argument("--from", dest="from_s", type=float, help="begin at this second")
    export.add_argument("--to", dest="to_s", type=float, help="end at this second")
    export.set_defaults(command=_lazily("app.wiring.speech_commands", "export"))


def _add_minutes(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    minutes = commands.add_parser("minutes", help="the minutes of this chair, or of the hall")
    actions = minutes.add_subparsers(required=True, metavar="ACTION")

    def action(name: str, text: str, *suffixes: str) -> argparse.ArgumentParser:
        parser = actions.add_parser(name, help=text)
        _add_hall_machine(parser)
        parser.add_argument("--hall", action="store_true", help="from the hall's log, not a chair's")
        parser.add_argument("--profile", default="", help="HD05, HD36 or ND30 (default: the congress's)")
        parser.add_argument("out", type=_file_of(*suffixes), help=f"a file {', '.join(suffixes)}")
        parser.set_defaults(command=_lazily("app.wiring.minutes_commands", name))
        return parser

    export = action("export", "write the minutes or subtitles", ".docx", ".pdf", ".txt", ".srt", ".vtt")
    export.add_argument("--recording", type=int, help="subtitles of this recording only, the oldest is 1")
    action("template", "write a Word template to begin with", ".docx")


def _file_of(*suffixes: str) -> Callable[[str], Path]:
    """A path whose name says one of these formats."""

    def path_of(text: str) -> Path:
        path = Path(text)
        if path.suffix.lower() not in suffixes:
            raise argparse.ArgumentTypeError(", ".join(suffixes))
        return path

    return path_of


def _lazily(module: str, function: str) -> Command:
    """A command whose module is imported when it runs: a tablet must not wait for the server's libraries."""

    def run(arguments: argparse.Namespace) -> int:
        command: Command = getattr(importlib.import_module(module), function)
        return command(arguments)

    return run
