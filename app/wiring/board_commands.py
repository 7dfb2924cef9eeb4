"""`nghisu checkin erase | report | badges`: the credentials board on the hall's command line."""

from __future__ import annotations

import argparse
from datetime import datetime

from app.credentials.badges import Badge, draw_badges
from app.credentials.erasure import erasure_answers
from app.credentials.errors import NoCongress
from app.credentials.report import ReportDetails, attendance_list, credentials_report
from app.domain.badge import make_badge
from app.domain.state import CongressState
from app.hall import admin
from app.hall.reader_keys import board_key
from app.paper.fonts import find_serif
from app.paper.text import VIETNAM_TIME, Signature, moment
from app.runtime.messages import Messages
from app.runtime.paths import assets_folder
from app.storage.files import write_atomic
from app.ui.services.board import PaperFormat
from app.wiring.credentials import freshness_of, in_format
from app.wiring.credentials import opened as opened_details
from app.wiring.errors import ReasonMissing
from app.wiring.hall_commands import opened


def erase(arguments: argparse.Namespace) -> int:
    """Order the erasure, or (`--report`) only say who has answered; 1 while somebody has not."""
    with opened(arguments) as (machine, hall):
        if arguments.report:
            state = hall.ledger.catch_up()
        elif not (arguments.reason or "").strip():
            raise ReasonMissing()
        else:
            state = admin.erase_faces(hall, arguments.reason.strip(), machine.clock, machine.random_bytes)
    return _print_answers(state, arguments.language)


def _print_answers(state: CongressState, language: str) -> int:
    messages = Messages.load(assets_folder() / "messages", language)

    def line(code: str, **params: object) -> str:
        return messages.by_code(f"checkin.{code}", params).what

    def at(utc_ms: int) -> str:
        if language == "vi":
            return moment(utc_ms, VIETNAM_TIME)
        return f"{datetime.fromtimestamp(utc_ms / 1000, VIETNAM_TIME):%Y-%m-%d %H:%M}"

    if state.erasure_ordered_at_utc_ms is None:
        print(line("not_ordered"))
        return 1
    print(line("ordered", at=at(state.erasure_ordered_at_utc_ms)))
    answers = erasure_answers(state)
    for answer in answers:
        done = answer.erasure
        said = line("silent")
        if done:
            counts = {"templates": done.templates_count, "photos": done.photos_count}
            said = line("erased", at=at(done.at_utc_ms), **counts)
        print(f"{said}  {answer.device.role.value}  {answer.device.name}")
    silent = sum(answer.erasure is None for answer in answers)
    print(line("erased_count", done=len(answers) - silent, all=len(answers)))
    return 1 if silent else 0


def report(arguments: argparse.Namespace) -> int:
    """Write the credentials report, or (`--attendance`) the list, in the format that the file's name asks."""
    form = PaperFormat(arguments.out.suffix[1:].lower())
    signed_by = ReportDetails().signed_by
    details = ReportDetails(
        number=arguments.number,
        town=arguments.town,
        signed_by=Signature(signed_by.authority, signed_by.role, arguments.signed_by),
    )
    with opened(arguments) as (machine, hall):
        state = hall.ledger.catch_up()
        freshness, now_ms = freshness_of(hall.store), machine.clock.now_utc_ms()
        if arguments.attendance:
            paper = attendance_list(state, freshness, now_ms, details)
        else:
            known = opened_details(state, board_key(hall.identity.root_key))
            paper = credentials_report(state, known, freshness, now_ms, details)
        write_atomic(arguments.out, in_format(paper, form, state, machine.layout_profiles))
    counts = paper.attendance
    print(f"{counts.delegates.present}/{counts.delegates.listed} · {arguments.out}")
    return 0


def badges(arguments: argparse.Namespace) -> int:
    """Write sheets of badges to print, in the roster's order."""
    with opened(arguments) as (_, hall):
        state = hall.ledger.catch_up()
        if state.congress is None:
            raise NoCongress
        congress, key = state.congress, hall.identity.root_key
        people = sorted(state.persons.values(), key=lambda person: person.number)
        sheet = [Badge(person, make_badge(person.id, congress.id, key)) for person in people]
    write_atomic(arguments.out, draw_badges(congress.title, sheet, find_serif()))
    print(f"{len(sheet)} · {arguments.out}")
    return 0
