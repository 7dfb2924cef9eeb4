"""Words and pictures for where each person stands; the counting is `app.credentials.attendance`'s."""

from __future__ import annotations

from collections.abc import Iterable

from app.credentials.attendance import AttendanceFigures, Standing, standing_of
from app.domain.entities import Person
from app.domain.state import CongressState
from app.ui.services import SyncPhase, SyncStatus
from app.ui.translation import tr
from app.ui.words import clock_time

STANDING_LOOKS: dict[Standing, tuple[str, str]] = {
    Standing.PRESENT: ("check-circle", "good"),
    Standing.LATE: ("clock", "unsure"),
    Standing.NOT_ARRIVED: ("circle-dashed", "absent"),
    Standing.ABSENT_WITH_LEAVE: ("envelope-simple-open", "absent"),
    Standing.ABSENT_WITHOUT_LEAVE: ("x-circle", "accent_text"),
    Standing.LEFT: ("sign-out", "absent"),
}
"""Icon and tone, in the order in which the board reads them. The word stands beside them always; the seat map
draws its own shapes."""


def standing_word(standing: Standing) -> str:
    return {
        Standing.PRESENT: tr("Có mặt"),
        Standing.LATE: tr("Đến muộn"),
        Standing.NOT_ARRIVED: tr("Chưa đến"),
        Standing.ABSENT_WITH_LEAVE: tr("Vắng có phép"),
        Standing.ABSENT_WITHOUT_LEAVE: tr("Vắng không phép"),
        Standing.LEFT: tr("Đã về"),
    }[standing]


def by_standing(state: CongressState, persons: Iterable[Person]) -> dict[Standing, list[Person]]:
    """Every standing is a key; people by number."""
    groups: dict[Standing, list[Person]] = {standing: [] for standing in STANDING_LOOKS}
    for person in sorted(persons, key=lambda one: one.number):
        groups[standing_of(state, person.id)].append(person)
    return groups


def quorum_words(found: AttendanceFigures) -> str:
    """The quorum with its denominators, of delegates and of delegations."""
    counts, rule = found.quorum, found.quorum_fraction
    share = f"{rule.numerator}/{rule.denominator}"
    return tr(
        "Triệu tập {convened}, cần {required} ({share}), của ít nhất {units} trong {delegations} đoàn",
        convened=counts.convened,
        required=counts.required,
        share=share,
        units=found.units_required,
        delegations=counts.delegations,
    )


def freshness(status: SyncStatus) -> tuple[str, str, str]:
    """Icon, tone and words: how far the numbers can be trusted. Other gates may know more than this one."""
    last = status.last_synced_at_utc_ms
    at = tr("lúc {time}", time=clock_time(last)) if last else tr("chưa lần nào")
    if status.phase is SyncPhase.UP_TO_DATE and not status.pending_count:
        return "cloud-check", "good", tr("Số liệu của mọi cửa, {at}", at=at)
    words = tr("Số liệu của máy này; các cửa khác: {at}", at=at)
    if status.pending_count:
        words += ". " + tr("{n} việc chưa gửi", n=status.pending_count)
    return "cloud-slash", "unsure", words
