"""What the board lists: standings with their counts, delegations as bars, people, and who came last."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.credentials.attendance import AttendanceFigures, Standing, Tally, last_arrivals, standing_of
from app.domain.entities import Person
from app.domain.folding import fold_text
from app.domain.state import CongressState
from app.ui.board.history import device_name, method_words
from app.ui.board.standing import STANDING_LOOKS, by_standing, quorum_words, standing_word
from app.ui.translation import tr
from app.ui.widgets.people import find_people
from app.ui.widgets.rows import Row
from app.ui.words import clock_time, person_line

OTHERS = "others"
"""The key of those who are not counted: guests and alternates."""
ARRIVALS_SHOWN = 60


@dataclass(frozen=True, slots=True)
class BarRow(Row):
    """A row with a bar under it: shares of its people, each 0 to 1, present (late among them) and away."""

    present: float = 0.0
    late: float = 0.0
    away: float = 0.0


@dataclass(frozen=True, slots=True)
class Headline:
    """The quorum in words."""

    present: str
    state: str
    needed: str
    has_quorum: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """Whom the list shows. `standing` None: everyone; `OTHERS`: without a vote. `delegation` None: all."""

    standing: Standing | str | None = Standing.NOT_ARRIVED
    delegation: str | None = None
    text: str = ""


def headline(found: AttendanceFigures) -> Headline:
    counts = found.quorum
    return Headline(
        present=tr("Có mặt {present} / {convened}", present=counts.present, convened=counts.convened),
        state=tr("Đủ số đại biểu cần thiết") if found.has_quorum else tr("Chưa đủ số đại biểu cần thiết"),
        needed=quorum_words(found),
        has_quorum=found.has_quorum,
    )


def standing_rows(state: CongressState, chosen: Standing | str | None) -> list[Row]:
    delegates = [person for person in state.persons.values() if person.kind.is_convened]
    rows = [
        Row(
            key=standing,
            title=standing_word(standing),
            icon=STANDING_LOOKS[standing][0],
            tone=STANDING_LOOKS[standing][1],
            trailing=str(len(people)),
            is_current=standing == chosen,
        )
        for standing, people in by_standing(state, delegates).items()
    ]
    others = [person for person in state.persons.values() if not person.kind.is_convened]
    if others:
        here = sum(person.id in state.presences for person in others)
        trailing = f"{here} / {len(others)}"
        title = tr("Khách mời, dự khuyết")
        rows.append(Row(OTHERS, title, icon="users", trailing=trailing, is_current=chosen == OTHERS))
    return rows


def delegation_rows(found: AttendanceFigures) -> list[BarRow]:
    rows = [_bar(name, tally, name or tr("Không thuộc đoàn nào")) for name, tally in found.delegations]
    if found.others.listed:
        rows.append(_bar(None, found.others, tr("Khách mời, dự khuyết")))
    return rows


def _bar(key: str | None, tally: Tally, title: str) -> BarRow:
    away = tally.left + tally.absent_with_leave + tally.absent_without_leave
    parts = (
        (tally.late, tr("{n} đến muộn", n=tally.late)),
        (tally.not_arrived, tr("{n} chưa đến", n=tally.not_arrived)),
        (tally.absent_with_leave, tr("{n} vắng có phép", n=tally.absent_with_leave)),
        (tally.absent_without_leave, tr("{n} vắng không phép", n=tally.absent_without_leave)),
        (tally.left, tr("{n} đã về", n=tally.left)),
    )
    listed = max(tally.listed, 1)
    return BarRow(
        key=key,
        title=title,
        detail=", ".join(words for count, words in parts if count) or tr("Đủ mặt"),
        trailing=f"{tally.present} / {tally.listed}",
        present=tally.present / listed,
        late=tally.late / listed,
        away=away / listed,
    )


def people_rows(state: CongressState, wanted: Filter) -> list[Row]:
    return [_person_row(state, person) for person in _chosen(state, wanted)]


def _chosen(state: CongressState, wanted: Filter) -> list[Person]:
    people: Iterable[Person] = state.persons.values()
    if wanted.text.strip():
        # Whoever is sought by name is found wherever they stand.
        return find_people(people, wanted.text)
    if wanted.standing == OTHERS:
        people = [person for person in people if not person.kind.is_convened]
    elif wanted.standing is not None:
        delegates = [person for person in people if person.kind.is_convened]
        people = by_standing(state, delegates)[Standing(wanted.standing)]
    if wanted.delegation is not None:
        convened_only = wanted.standing is None
        people = [
            person
            for person in people
            if person.delegation == wanted.delegation and (person.kind.is_convened or not convened_only)
        ]
    return sorted(people, key=lambda person: (fold_text(person.delegation), person.number))


def _person_row(state: CongressState, person: Person) -> Row:
    standing = standing_of(state, person.id)
    icon, tone = STANDING_LOOKS[standing]
    return Row(
        key=person.id,
        title=person.full_name,
        detail=", ".join(part for part in (person_line(person), person.seat) if part),
        icon=icon,
        tone=tone,
        trailing=standing_word(standing),
    )


def filter_words(wanted: Filter, count: int) -> str:
    """Above the list: whom it shows."""
    if wanted.text.strip():
        return tr("Tìm thấy {n} người", n=count)
    if wanted.standing is None:
        who = tr("Mọi đại biểu")
    elif wanted.standing == OTHERS:
        who = tr("Khách mời, dự khuyết")
    else:
        who = standing_word(Standing(wanted.standing))
    where = f", {wanted.delegation}" if wanted.delegation else ""
    return f"{who}{where}: {count}"


def arrival_rows(state: CongressState) -> list[Row]:
    rows = []
    for arrival in last_arrivals(state, ARRIVALS_SHOWN):
        standing = Standing.LATE if arrival.is_late else Standing.PRESENT
        icon, tone = STANDING_LOOKS[standing]
        presence = state.presences[arrival.person.id]
        how = f"{method_words(arrival.method)}, {device_name(state, presence.device_id)}"
        late = standing_word(standing) if arrival.is_late else ""
        rows.append(
            Row(
                key=arrival.person.id,
                title=arrival.person.full_name,
                detail=". ".join(part for part in (person_line(arrival.person), how, late) if part),
                icon=icon,
                tone=tone,
                trailing=clock_time(arrival.at_utc_ms),
            )
        )
    return rows
