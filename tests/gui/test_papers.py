"""Papers in the hall: who has opened what, counted by right; calling back with the consequences said."""

from __future__ import annotations

from uuid import UUID

from app.domain import payloads as p
from app.domain.entities import (
    Congress,
    Device,
    Document,
    DocumentKind,
    PageRange,
    PersonKind,
    Role,
    Settings,
)
from app.domain.state import CongressState, DocumentVersion, Reading
from app.ui.papers.presenter import Reach, audience_words, detail, overview, reader_rows
from app.ui.screenshots import settle
from app.ui.widgets.basics import Field
from tests.fakes.basics import START_MS, fixed_id
from tests.fakes.services import FakeHouse
from tests.gui.conftest import OpenShell
from tests.gui.people import rows_of, tap, tap_row, words_on, write

POLITICAL = fixed_id("document-3")
RESOLUTION = fixed_id("document-8")


def read(state: CongressState, document_id: UUID, number: int, pages: int, sha256: str = "") -> None:
    """Delegate `number` has seen the first `pages` pages."""
    sha256 = sha256 or state.documents[document_id].sha256
    owner_id = fixed_id(f"person-{number}")
    state.readings[document_id, owner_id, sha256] = Reading(
        owner_id, document_id, sha256, START_MS, START_MS + 60_000, (1 << pages) - 1
    )


def limit(state: CongressState, document_id: UUID, **changes: object) -> Document:
    document = state.documents[document_id].model_copy(update=changes)
    state.documents[document_id] = document
    return document


def sample() -> CongressState:
    return FakeHouse(Role.CHAIR).congress.state.copy()


# --- the rules ---


def test_only_readers_of_the_present_version_with_a_right_are_counted() -> None:
    state = sample()
    limit(state, RESOLUTION, delegations=("Chi bộ khu phố 1",))
    entitled = [one for one in state.persons.values() if one.delegation == "Chi bộ khu phố 1"]
    stranger = next(one for one in state.persons.values() if one.delegation == "Chi bộ khu phố 2")
    read(state, RESOLUTION, entitled[0].number, 12)
    read(state, RESOLUTION, entitled[1].number, 5)
    read(state, RESOLUTION, entitled[2].number, 12, sha256="f" * 64)  # the version before
    read(state, RESOLUTION, stranger.number, 12)
    paper = detail(state, RESOLUTION)
    assert paper is not None
    assert (paper.count.entitled, paper.count.opened, paper.count.whole) == (len(entitled), 2, 1)
    assert paper.others == 1
    reaches = {reader.person.id: reader.reach for reader in paper.readers}
    assert reaches[entitled[0].id] is Reach.WHOLE
    assert reaches[entitled[1].id] is Reach.BEGUN
    assert reaches[entitled[2].id] is Reach.UNOPENED
    assert stranger.id not in reaches


def test_pages_that_the_paper_no_longer_has_do_not_make_it_read() -> None:
    state = sample()
    read(state, RESOLUTION, 42, 40)
    owner = fixed_id("person-42")
    key = (RESOLUTION, owner, state.documents[RESOLUTION].sha256)
    reading = state.readings[key]
    state.readings[key] = Reading(owner, RESOLUTION, reading.sha256, 0, 0, 0b11 << 30)
    paper = detail(state, RESOLUTION)
    assert paper is not None
    assert paper.count.opened == 0


def test_the_list_says_versions_rights_and_readings() -> None:
    state = sample()
    document = limit(state, RESOLUTION, person_kinds=(PersonKind.OFFICIAL,), one_sitting=True)
    before = state.document_versions[RESOLUTION]
    state.document_versions[RESOLUTION] = (*before, DocumentVersion(document, START_MS))
    for number in range(20, 60):
        read(state, RESOLUTION, number, 12 if number < 40 else 3)
    row = next(one for one in overview(state).rows if one.key == RESOLUTION)
    assert "bản thứ 2, thay lúc" in row.detail
    assert "khách mời không đọc được" in row.detail
    assert "phát cho phiên này" in row.detail
    assert "đã mở 40 / 98, đọc hết 20" in row.detail.replace("\u00a0", " ")
    assert [one.id for one in overview(state).handed_out] == [RESOLUTION]


def test_many_delegations_are_named_in_short() -> None:
    document = Document(
        id=RESOLUTION, title="x", kind=DocumentKind.RESOLUTION, sha256="0" * 64, size_bytes=1, page_count=1,
        delegations=("Tổ 1", "Tổ 2", "Tổ 3", "Tổ 4"),
    )  # fmt: skip
    assert audience_words(document) == "chỉ cho Tổ 1, Tổ 2 và 2 đoàn khác"


def test_people_stand_under_their_delegation_and_can_be_filtered() -> None:
    state = sample()
    read(state, POLITICAL, 1, 48)
    paper = detail(state, POLITICAL)
    assert paper is not None
    rows = reader_rows(paper.readers)
    headings = [one for one in rows if not one.indent]
    assert len(headings) == 6
    assert len(rows) == 132 + len(headings)
    whole = reader_rows(paper.readers, Reach.WHOLE)
    assert [one.key for one in whole if one.indent] == [fixed_id("person-1")]
    assert whole[0].trailing.startswith("1 / ")


def test_papers_called_back_stand_last_with_their_reason() -> None:
    house = FakeHouse(Role.CHAIR)
    house.congress.load(p.DocumentWithdrawn(document_id=POLITICAL, reason="phát nhầm bản"))
    last = overview(house.congress.state).rows[-1]
    assert (last.key, last.is_muted) == (POLITICAL, True)
    assert "phát nhầm bản" in last.detail


def test_a_large_congress_is_counted_quickly_enough_to_be_tested() -> None:
    state = sample()
    for number in range(1, 133):
        for document_id in state.documents:
            read(state, document_id, number, 2)
    assert all("đã mở 132\u00a0/\u00a0132" in one.detail for one in overview(state).rows)


# --- the screen ---


def test_a_paper_shows_who_has_read_it(open_house: OpenShell) -> None:
    house = FakeHouse(Role.CHAIR)
    person = house.congress.state.persons[fixed_id("person-42")]
    house.congress.load(
        p.DeviceEnrolled(
            device=Device(
                id=house.congress.device_id, name="Máy 42", role=Role.TABLET, public_key="1" * 64,
                person_id=person.id,
            )
        ),
        p.DocumentRead(
            document_id=POLITICAL,
            sha256=house.congress.state.documents[POLITICAL].sha256,
            pages=(PageRange(first=0, last=11),),
        ),
    )  # fmt: skip
    _house, shell = open_house(Role.CHAIR, house=house)
    shell.window.go("papers")
    assert settle(shell)
    tap_row(shell, "Văn bản trong hội trường", "Báo cáo chính trị")
    assert "Đã mở 1 / 132" in words_on(shell.window)
    tap(shell, "Đọc dở")
    assert rows_of(shell, "Ai đã đọc") == [person.delegation, person.full_name]
    tap(shell, "Đọc hết")
    assert rows_of(shell, "Ai đã đọc") == []


def test_calling_back_says_what_happens_and_needs_a_second_tap(open_house: OpenShell) -> None:
    house, shell = open_house(Role.CHAIR)
    shell.window.go("papers")
    assert settle(shell)
    tap_row(shell, "Văn bản trong hội trường", "Dự thảo Nghị quyết")
    tap(shell, "Thu hồi")
    assert "mất khi nối lại" in words_on(shell.window)
    tap(shell, "Thôi")
    assert house.congress.said == []
    tap(shell, "Thu hồi")
    field = next(one for one in shell.window.screen_shown.findChildren(Field) if one.isVisible())
    write(field, "phát nhầm bản")
    tap(shell, "Thu hồi văn bản này")
    assert house.congress.said == [p.DocumentWithdrawn(document_id=RESOLUTION, reason="phát nhầm bản")]
    assert "Đã thu hồi lúc" in words_on(shell.window)


def test_everything_handed_out_for_the_sitting_goes_in_one_tap(open_house: OpenShell) -> None:
    house = FakeHouse(Role.CHAIR)
    for name in ("document-4", "document-8"):
        document = house.congress.state.documents[fixed_id(name)]
        fresh = document.model_copy(update={"one_sitting": True, "sha256": "e" * 64})
        house.congress.load(p.DocumentPublished(document=fresh))
    _house, shell = open_house(Role.CHAIR, house=house)
    shell.window.go("papers")
    assert settle(shell)
    tap(shell, "Thu hồi tất cả văn bản phát cho phiên này (2)")
    tap(shell, "Thu hồi 2 văn bản")
    assert {one.document_id for one in house.congress.said} == {
        fixed_id("document-4"),
        fixed_id("document-8"),
    }
    assert "Đã thu hồi 2 văn bản" in words_on(shell.window)


def test_without_receipts_nobody_is_counted(open_house: OpenShell) -> None:
    house = FakeHouse(Role.CHAIR)
    congress = house.congress.state.congress
    assert isinstance(congress, Congress)
    quiet = congress.model_copy(update={"settings": Settings(read_receipts=False)})
    house.congress.load(p.CongressConvened(congress=quiet))
    _house, shell = open_house(Role.CHAIR, house=house)
    shell.window.go("papers", document_id=POLITICAL)
    assert settle(shell)
    assert "Đại hội này không ghi lại ai đã đọc." in words_on(shell.window)
    assert "đã mở" not in words_on(shell.window)
    assert rows_of(shell, "Ai đã đọc") == []
