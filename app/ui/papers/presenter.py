"""Who may read each published paper, who has, and what calling it back means. No widgets, any thread."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from app.domain.entities import Document, Person, PersonKind, Role
from app.domain.folding import fold_key
from app.domain.state import CongressState, Reading
from app.ui.translation import tr
from app.ui.widgets.rows import Row
from app.ui.words import clock_time, shelf_name

_LISTED_DELEGATIONS = 2


class Reach(StrEnum):
    """How far somebody has come in a paper."""

    UNOPENED = "unopened"
    BEGUN = "begun"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody with a right to the paper. `pages` of its present version have been before their eyes."""

    person: Person
    pages: int
    page_count: int
    last_at_utc_ms: int | None

    @property
    def reach(self) -> Reach:
        if not self.pages:
            return Reach.UNOPENED
        return Reach.WHOLE if self.pages >= self.page_count else Reach.BEGUN


@dataclass(frozen=True, slots=True)
class Count:
    """Of those with a right to the paper: how many opened it, how many saw every page."""

    entitled: int
    opened: int
    whole: int

    @property
    def percent(self) -> int:
        return self.opened * 100 // self.entitled if self.entitled else 0

    @property
    def words(self) -> str:
        opened = tr("đã mở {opened} / {entitled}", opened=self.opened, entitled=self.entitled)
        opened = opened.replace(" / ", "\u00a0/\u00a0")
        return f"{opened}, {tr('đọc hết {whole}', whole=self.whole)}" if self.whole else opened


@dataclass(frozen=True, slots=True)
class PaperDetail:
    """One paper, told to the secretary. `others`: shared devices, or people without a right."""

    document: Document
    facts: tuple[str, ...]
    count: Count
    readers: tuple[Reader, ...]
    others: int
    is_withdrawn: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """The list of papers and what can be called back in one tap."""

    rows: tuple[Row, ...]
    handed_out: tuple[Document, ...]


def overview(state: CongressState, selected: UUID | None = None) -> Overview:
    """Papers in the order of the shelves, those called back last."""
    readings = _by_document(state)
    here = state.documents_on_shelf()
    gone = [doc for doc in state.documents.values() if doc.id in state.withdrawn]
    gone.sort(key=lambda doc: -state.withdrawn[doc.id].at_utc_ms)
    rows = [_row(state, doc, readings.get(doc.id, {}), doc.id == selected) for doc in here]
    rows += [_withdrawn_row(state, doc, doc.id == selected) for doc in gone]
    return Overview(tuple(rows), tuple(doc for doc in here if doc.one_sitting))


def detail(state: CongressState, document_id: UUID) -> PaperDetail | None:
    """None for a paper that never was published."""
    document = state.documents.get(document_id)
    if document is None:
        return None
    readings = _by_document(state).get(document_id, {})
    readers = readers_of(state, document, readings)
    entitled = {reader.person.id for reader in readers}
    return PaperDetail(
        document=document,
        facts=_facts(state, document),
        count=_count(readers),
        readers=readers,
        others=len(readings.keys() - entitled),
        is_withdrawn=document_id in state.withdrawn,
    )


def readers_of(state: CongressState, document: Document, readings: dict[UUID, Reading]) -> tuple[Reader, ...]:
    """Everybody on the roster whose tablet may hold the paper; delegations as one says them, by number."""
    mask = (1 << document.page_count) - 1
    found = []
    for person in state.persons.values():
        if not document.is_for(Role.TABLET, person):
            continue
        reading = readings.get(person.id)
        pages = (reading.pages & mask).bit_count() if reading else 0
        last = reading.last_at_utc_ms if reading else None
        found.append(Reader(person, pages, document.page_count, last))
    return tuple(sorted(found, key=lambda one: (fold_key(one.person.delegation), one.person.number)))


def _by_document(state: CongressState) -> dict[UUID, dict[UUID, Reading]]:
    """Readings of the present versions: document -> owner -> reading."""
    found: dict[UUID, dict[UUID, Reading]] = {}
    for reading in state.readings.values():
        document = state.documents.get(reading.document_id)
        if document is not None and document.sha256 == reading.sha256:
            found.setdefault(document.id, {})[reading.owner_id] = reading
    return found


def _count(readers: Iterable[Reader]) -> Count:
    reaches = [reader.reach for reader in readers]
    unopened, whole = reaches.count(Reach.UNOPENED), reaches.count(Reach.WHOLE)
    return Count(len(reaches), len(reaches) - unopened, whole)


# --- words ---


def _row(state: CongressState, document: Document, readings: dict[UUID, Reading], is_current: bool) -> Row:
    parts = [shelf_name(document.kind), version_words(state, document), audience_words(document)]
    if document.one_sitting:
        parts.append(tr("phát cho phiên này"))
    if state.settings.read_receipts:
        parts.append(_count(readers_of(state, document, readings)).words)
    return Row(
        key=document.id,
        title=document.title,
        detail=" · ".join(part for part in parts if part),
        icon="timer" if document.one_sitting else "file-text",
        is_current=is_current,
    )


def _withdrawn_row(state: CongressState, document: Document, is_current: bool) -> Row:
    return Row(
        key=document.id,
        title=document.title,
        detail=withdrawal_words(state, document.id),
        icon="prohibit",
        is_muted=True,
        is_current=is_current,
    )


def withdrawal_words(state: CongressState, document_id: UUID) -> str:
    withdrawal = state.withdrawn[document_id]
    words = tr("đã thu hồi lúc {time}", time=clock_time(withdrawal.at_utc_ms))
    return f"{words}: {withdrawal.reason}" if withdrawal.reason else words


def version_words(state: CongressState, document: Document) -> str:
    """Nothing for a paper that was never replaced."""
    versions = state.document_versions.get(document.id, ())
    if len(versions) < 2:
        return ""
    return tr(
        "bản thứ {number}, thay lúc {time}",
        number=len(versions),
        time=clock_time(versions[-1].published_at_utc_ms),
    )


def audience_words(document: Document) -> str:
    """Whom the paper leaves out; nothing when everybody may read it."""
    parts = []
    if document.delegations:
        named = ", ".join(document.delegations[:_LISTED_DELEGATIONS])
        more = len(document.delegations) - _LISTED_DELEGATIONS
        if more > 0:
            named = tr("{named} và {count} đoàn khác", named=named, count=more)
        parts.append(tr("chỉ cho {delegations}", delegations=named))
    if document.person_kinds and PersonKind.GUEST not in document.person_kinds:
        parts.append(tr("khách mời không đọc được"))
    return ", ".join(parts)


def _facts(state: CongressState, document: Document) -> tuple[str, ...]:
    """What it is, in one line; who may read it and for how long, in another."""
    everybody = "" if document.delegations or document.person_kinds else tr("mọi người đọc được")
    lines = (
        (shelf_name(document.kind), tr("{n} trang", n=document.page_count), version_words(state, document)),
        (
            audience_words(document) or everybody,
            tr("phát cho phiên này, sẽ thu hồi") if document.one_sitting else "",
        ),
    )
    facts = (", ".join(part for part in line if part) for line in lines)
    return tuple(fact[0].upper() + fact[1:] for fact in facts)


def reader_rows(readers: Iterable[Reader], shown: Reach | None = None) -> tuple[Row, ...]:
    """A heading for each delegation with its count, then its people. `shown`: only those who came so far."""
    by_delegation: dict[str, list[Reader]] = {}
    for reader in readers:
        by_delegation.setdefault(reader.person.delegation, []).append(reader)
    rows: list[Row] = []
    for delegation, members in by_delegation.items():
        listed = [one for one in members if shown is None or one.reach is shown]
        if not listed:
            continue
        count = _count(members)
        rows.append(
            Row(
                key=("delegation", delegation),
                title=delegation or tr("Không thuộc đoàn nào"),
                trailing=f"{count.opened} / {count.entitled}",
                icon="users-three",
                tone="accent_text",
            )
        )
        rows += [_reader_row(one) for one in listed]
    return tuple(rows)


def _reader_row(reader: Reader) -> Row:
    icon, tone, words = {
        Reach.UNOPENED: ("circle", "absent", tr("chưa mở")),
        Reach.BEGUN: (
            "circle-half",
            "unsure",
            tr("{pages} / {all} trang", pages=reader.pages, all=reader.page_count),
        ),
        Reach.WHOLE: ("check-circle", "good", tr("đọc hết")),
    }[reader.reach]
    last = reader.last_at_utc_ms
    return Row(
        key=reader.person.id,
        title=reader.person.full_name,
        leading=str(reader.person.number),
        icon=icon,
        tone=tone,
        trailing=f"{words}, {clock_time(last)}" if last else words,
        indent=1,
    )
