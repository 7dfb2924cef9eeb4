"""A congress at the moment of its credentials report: people, a log, and what the board knows."""

from __future__ import annotations

from app.credentials.attendance import Freshness
from app.credentials.details import PersonDetails
from app.domain import payloads as p
from app.domain.entities import CheckInMethod, Congress, PersonKind, Role
from app.domain.fold import fold
from app.domain.state import CongressState
from tests.fakes.clock import FakeClock
from tests.fakes.congress import fixed_id, people, signer

BEGAN_UTC_MS = 1_795_312_800_000  # 2026-11-22 09:00 in Vietnam
MINUTE_MS = 60_000
CONGRESS = Congress(
    id=fixed_id("congress"),
    title="Đại hội đại biểu Đảng bộ phường An Bình lần thứ I",
    issuing_body="Đại hội đại biểu Đảng bộ phường An Bình lần thứ I, nhiệm kỳ 2025 - 2030",
    term="2025 - 2030",
    starts_on="2026-11-22",
)
_KINDS = (PersonKind.EX_OFFICIO, PersonKind.EX_OFFICIO, PersonKind.APPOINTED)
ROSTER = tuple(
    person.model_copy(
        update={
            "gender": "Nữ" if number % 2 == 0 else "Nam",
            "birth_year": 1960 + 3 * number,
            **({"kind": _KINDS[number]} if number < len(_KINDS) else {}),
        }
    )
    for number, person in enumerate(people(12, 3))
)
KNOWN = {
    person.id: details
    for person, details in zip(
        ROSTER,
        (
            PersonDetails(person_id=ROSTER[0].id, ethnicity="Kinh", education="TS. Kinh tế",
                          political_theory="Cử nhân", party_joined_on="1985-11-23", born_on="1960-11-23"),
            PersonDetails(person_id=ROSTER[1].id, ethnicity="kinh", education="ThS. Luật",
                          political_theory="Cao cấp", party_joined_on="1996"),
            PersonDetails(person_id=ROSTER[2].id, ethnicity="Tày", education="Đại học",
                          political_theory="CC LLCT", party_years=12),
            PersonDetails(person_id=ROSTER[3].id, ethnicity="Kinh", education="12/12",
                          political_theory="Trung cấp", party_joined_on="2020-02-03",
                          ineligible="Đang trong thời gian thi hành kỷ luật"),
            PersonDetails(person_id=ROSTER[4].id, ethnicity="Nùng", education="Kỹ sư"),
        ),
        strict=False,
    )
}  # fmt: skip
FRESHNESS = Freshness(seq=57, newest_at_utc_ms=BEGAN_UTC_MS + 20 * MINUTE_MS)
WRITTEN_UTC_MS = BEGAN_UTC_MS + 25 * MINUTE_MS


def the_congress() -> CongressState:
    """Ten of twelve delegates came; one too late, one has gone again; two guests came."""
    clock = FakeClock(BEGAN_UTC_MS)
    say = signer(Role.GATE, "gate", clock).sign
    methods = (CheckInMethod.FACE, CheckInMethod.FACE, CheckInMethod.BADGE)
    came = [(-20 + n, p.CheckedIn(person_id=ROSTER[n].id, method=methods[n % 3])) for n in range(9)]
    script: list[tuple[int, p.Payload]] = [
        (-60, p.CongressConvened(congress=CONGRESS)),
        (-60, p.RosterPublished(persons=ROSTER)),
        *came,
        *((-5, p.CheckedIn(person_id=guest.id, method=CheckInMethod.FACE)) for guest in ROSTER[-2:]),
        (-2, p.AbsenceNoted(person_id=ROSTER[10].id, with_leave=True, reason="Đi công tác")),
        (0, p.SittingOpened(name="Phiên chính thức")),
        (8, p.CheckedIn(person_id=ROSTER[9].id, method=CheckInMethod.MANUAL, reason="Quên thẻ")),
        (15, p.PersonLeft(person_id=ROSTER[8].id, reason="Ốm")),
    ]
    events = []
    for minute, payload in script:
        clock.utc_ms = BEGAN_UTC_MS + minute * MINUTE_MS
        events.append(say(payload).event)
    return fold(events)
