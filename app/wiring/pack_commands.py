"""`nghisu pack check | build | inspect`: the secretariat's workbench on the command line."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.documents.errors import PdfPasswordWrong
from app.documents.intake.passwords import LOCKED, Passwords
from app.documents.intake.plan import FolderPlan
from app.documents.intake.planned import Published
from app.documents.intake.remarks import Remark
from app.documents.lists.tables import decode_text
from app.documents.pack.build import build_pack
from app.documents.pack.format import BlobForm
from app.documents.steps import Step
from app.domain.entities import DocumentKind, PersonKind
from app.domain.fold import fold
from app.hall.errors import HallError
from app.runtime.messages import Messages
from app.runtime.paths import assets_folder
from app.storage.errors import StorageError
from app.wiring import packs
from app.wiring.hall_commands import opened
from app.wiring.machine import Machine

_BAR_CHARS = 24
_FILE_CHARS = 48
_MARKS = {"refused": "✗", "warning": "!", "note": "·"}


def check(arguments: argparse.Namespace) -> int:
    """Print the table of papers and every finding; 1 when something would stop the pack."""
    machine = Machine.of("hall", arguments.folder, arguments.key_folder)
    messages = _messages(arguments)
    with packs.pack_room(machine.random_bytes, _passwords(arguments)) as room:
        plan = _inspected(arguments, room, _published(arguments), messages)
    if arguments.json:
        print(json.dumps(_as_json(plan, messages), ensure_ascii=False, indent=1))
    else:
        _print_plan(plan, messages)
    return 1 if plan.refusals else 0


def build(arguments: argparse.Namespace) -> int:
    """Check a folder and write the signed pack."""
    messages = _messages(arguments)
    with (
        opened(arguments) as (machine, hall),
        packs.pack_room(machine.random_bytes, _passwords(arguments)) as room,
    ):
        plan = _inspected(arguments, room, packs.published_in(hall), messages)
        _print_plan(plan, messages)
        if plan.refusals:
            return 1
        withdraw = (
            frozenset(paper.id for paper in plan.missing) if arguments.withdraw_missing else frozenset()
        )
        with _Bar(messages) as bar, packs.opened_base(hall, arguments.since) as since:
            summary = build_pack(
                plan,
                arguments.out,
                packs.signing(machine, hall),
                withdraw=withdraw,
                since=since,
                on_step=bar.show,
            )
    said = {**asdict(summary), "name": summary.path.name, "items": summary.agenda_items}
    _say(messages, "pack_built", **said, size_mb=f"{summary.size_bytes / 1e6:.1f}")
    return 0


def inspect(arguments: argparse.Namespace) -> int:
    """Verify a whole pack of the hall on this machine, and print what it holds."""
    with opened(arguments) as (_, hall), packs.open_in_hall(hall, arguments.pack) as reader:
        manifest = reader.manifest
        state = fold(signed.event for signed in reader.events())
        reader.verify()
    assert state.congress is not None  # `events` has checked it
    messages = _messages(arguments)
    made = datetime.fromtimestamp(manifest.made_at_utc_ms / 1000, UTC)
    _say(messages, "pack_made", title=state.congress.title, made=f"{made:%Y-%m-%d %H:%M} UTC")
    forms = Counter(blob.form for blob in manifest.blobs)
    _say(
        messages,
        "pack_holds",
        persons=len(state.persons),
        items=len(state.agenda),
        photos=len(state.photos),
        **{form.value: forms[form] for form in BlobForm},
    )
    for paper in state.documents_on_shelf():
        kind = _kind(messages, paper.kind)
        print(f"{kind:15} {paper.position:3} {paper.title} ({paper.page_count})")
    for document_id in state.withdrawn:
        _say(messages, "pack_withdrawn", document=document_id)
    return 0


def _say(messages: Messages, code: str, **params: object) -> None:
    print(messages.by_code(f"commands.{code}", params).what)


def _kind(messages: Messages, kind: DocumentKind | None) -> str:
    return messages.by_code(f"commands.kind_{kind.value if kind else 'unknown'}").what


def _passwords(arguments: argparse.Namespace) -> list[str]:
    """Those of the file that was named, one a line; never an argument, which every process can see."""
    name = arguments.password_file
    if name is None:
        return []
    text = sys.stdin.read() if name == "-" else decode_text(Path(name).read_bytes(), name)
    return [line for line in text.splitlines() if line]


def _inspected(
    arguments: argparse.Namespace, room: packs.PackRoom, published: Published | None, messages: Messages
) -> FolderPlan:
    """The folder, checked. Without a file of passwords, a terminal is asked for those of locked PDFs."""
    can_ask = arguments.password_file is None and sys.stdin.isatty() and sys.stderr.isatty()
    while True:
        with _Bar(messages) as bar:
            plan = room.inspect(
                arguments.source, published, bar.show, bar.never, recognise=arguments.ocr == "auto"
            )
        if not can_ask or not _ask_for_passwords(plan, room.passwords, messages):
            return plan


def _ask_for_passwords(plan: FolderPlan, passwords: Passwords, messages: Messages) -> bool:
    """Whether any was given."""
    was_given = False
    for paper in plan.papers_to_sign:
        codes = {remark.code for remark in paper.remarks}
        if not codes & LOCKED:
            continue
        if PdfPasswordWrong.code in codes:
            print(f"{paper.file.name}: {messages.by_code(PdfPasswordWrong.code).text}", file=sys.stderr)
        answer = getpass.getpass(
            messages.by_code("documents.password_wanted", {"file": paper.file.name}).what
        )
        if answer:
            passwords.add(answer, paper.file.name)
            was_given = True
    return was_given


def _published(arguments: argparse.Namespace) -> Published | None:
    """What the hall has, where it is on this machine: a folder can be checked anywhere."""
    try:
        with opened(arguments) as (_, hall):
            state = packs.published_in(hall)
            return Published(state.documents)
    except (HallError, StorageError):
        return None


def _messages(arguments: argparse.Namespace) -> Messages:
    return Messages.load(assets_folder() / "messages", arguments.language)


def _print_plan(plan: FolderPlan, messages: Messages) -> None:
    persons = plan.roster.persons
    guests = sum(person.kind is PersonKind.GUEST for person in persons)
    print(plan.congress.title if plan.congress else plan.folder.name)
    counts = {"persons": len(persons), "guests": guests}
    _say(messages, "pack_counts", **counts, items=len(plan.agenda), papers=len(plan.papers))
    _print_remarks(plan.remarks, messages)
    if plan.roster_remarks and plan.listing.roster_file:
        print(plan.listing.roster_file.name)
    _print_remarks(plan.roster_remarks, messages)
    for paper in plan.papers:
        choices, checked = paper.choices, paper.checked
        place = f"m{choices.agenda_position}" if choices.agenda_position else "-"
        kind = _kind(messages, choices.kind)
        left_out = f" {messages.by_code('commands.pack_left_out').what}" if choices.is_left_out else ""
        pages = checked.page_count if checked else "?"
        print(f"{kind:15} {choices.position:3} {place:4} {pages:>4} {paper.file.name}{left_out}")
        _print_remarks(paper.remarks, messages)
    for missing in plan.missing:
        _say(messages, "pack_missing", title=missing.title, kind=_kind(messages, missing.kind))


def _print_remarks(remarks: Iterable[Remark], messages: Messages) -> None:
    for remark in remarks:
        words = messages.by_code(remark.code, remark.params)
        sheet = f"{remark.params['sheet']} " if remark.params.get("sheet") else ""
        row = f"[{sheet}{remark.row}] " if remark.row else ""
        print(f"    {_MARKS[remark.gravity]} {row}{words.text}")


def _as_json(plan: FolderPlan, messages: Messages) -> dict[str, Any]:
    def said(remarks: Iterable[Remark]) -> list[dict[str, Any]]:
        found = []
        for remark in remarks:
            words = messages.by_code(remark.code, remark.params)
            found.append({"gravity": remark.gravity.value, "code": remark.code, "row": remark.row,
                          "what": words.what, "fix": words.fix})  # fmt: skip
        return found

    return {
        "congress": plan.congress.model_dump(mode="json") if plan.congress else None,
        "findings": said(plan.remarks),
        "roster": {
            "file": plan.listing.roster_file.name if plan.listing.roster_file else None,
            "persons": len(plan.roster.persons),
            "columns": [asdict(column) for column in plan.roster.columns],
            "findings": said(plan.roster_remarks),
        },
        "agenda": [item.model_dump(mode="json") for item in plan.agenda],
        "papers": [
            {
                "file": paper.file.name,
                "size_bytes": paper.size_bytes,
                "pages": paper.checked.page_count if paper.checked else None,
                **json.loads(json.dumps(asdict(paper.choices), default=str)),
                "findings": said(paper.remarks),
            }
            for paper in plan.papers
        ],
        "missing": [{"id": str(paper.id), "title": paper.title} for paper in plan.missing],
        "can_be_signed": not plan.refusals,
    }


class _Bar:
    """A progress bar on a terminal, and nothing elsewhere."""

    def __init__(self, messages: Messages) -> None:
        self._messages = messages

    def __enter__(self) -> _Bar:
        return self

    def __exit__(self, *_: object) -> None:
        if sys.stderr.isatty():
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)

    def show(self, step: Step) -> None:
        if not sys.stderr.isatty() or not step.total:
            return
        filled = _BAR_CHARS * step.done // step.total
        bar = "█" * filled + "░" * (_BAR_CHARS - filled)
        file = step.file if len(step.file) <= _FILE_CHARS else "…" + step.file[-_FILE_CHARS:]
        stage = self._messages.by_code(f"commands.stage_{step.stage.value}").what
        print(f"\r\x1b[K{stage:15} {bar} {file}", end="", file=sys.stderr, flush=True)

    @staticmethod
    def never() -> bool:
        """Ctrl+C is how one stops it here: what was begun is undone on the way out."""
        return False
