"""Minutes out of the log: the page to work on, versions for the presidium, and files in every format."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from app.documents.reading import Comparison
from app.documents.text.compare import compare_papers
from app.documents.text.reading_text import ReadingText
from app.domain import payloads as p
from app.domain.clock import Clock
from app.domain.state import CongressState
from app.minutes import export, subtitles, wording
from app.minutes.builder import build_draft
from app.minutes.draft import MinutesDraft
from app.minutes.errors import ExportCancelled, VersionUnknown
from app.minutes.extract import Extracts
from app.minutes.template import CheckedTemplate, check_template, fill_template
from app.minutes.template_file import LIMIT_BYTES
from app.minutes.template_make import make_template
from app.minutes.versions import is_approved, last_approved
from app.paper.fonts import find_serif
from app.paper.layout import LayoutProfile, load_profiles, profile_named
from app.storage.device_store import DeviceStore
from app.ui.services.common import IsCancelled, Progress, ProgressCallback
from app.ui.services.minutes import ExportedMinutes, MinutesFormat, MinutesPage
from app.wiring.congress import StoredCongress
from app.wiring.errors import FileUnreadable
from app.wiring.paper_files import write_paper

_STAGE = "minutes"
_STEPS = 3
_TEMPLATE = "minutes template"


@dataclass(frozen=True, slots=True)
class MinutesFile:
    """A file of minutes that is not written yet."""

    content: bytes
    segments_count: int


class StoredMinutes:
    """`MinutesService` over this device's store. Any thread; blocking."""

    def __init__(
        self,
        congress: StoredCongress,
        store: DeviceStore,
        clock: Clock,
        new_id: Callable[[], UUID],
        profiles: Path,
    ) -> None:
        self._congress = congress
        self._store = store
        self._clock = clock
        self._new_id = new_id
        self._profiles = profiles
        self._extracts = Extracts()

    def page(self) -> MinutesPage:
        state = self._state
        draft = self._draft(state)
        lines = tuple(wording.lines(draft))
        return MinutesPage(
            title=wording.abstract(draft),
            lines=lines,
            proposed_count=sum(line.is_proposed for line in lines),
            clashes_count=sum(bool(segment.rivals) for segment in state.segments_in_order()),
            missing=wording.missing(draft.details),
            details=draft.details,
            changed_since_approval=last_approved(state) is not None and not is_approved(state, draft),
        )

    def submit(self) -> UUID:
        version_id = self._new_id()
        text = wording.version_text(self._draft(self._state))
        self._congress.say(p.MinutesSubmitted(version_id=version_id, text=text))
        return version_id

    def differences(self, version_id: UUID, before_id: UUID | None = None) -> Comparison:
        versions = self._state.minutes_versions
        version = next((one for one in versions if one.id == version_id), None)
        if version is None:
            raise VersionUnknown
        earlier = [one for one in versions if one.number < version.number]
        before = earlier[-1] if earlier else None
        if before_id is not None:
            before = next((one for one in versions if one.id == before_id), None)
            if before is None:
                raise VersionUnknown
        old, new = (ReadingText((one.text if one else "",), ()) for one in (before, version))
        return Comparison(compare_papers(old, new), before.submitted_at_utc_ms if before else 0)

    def export(
        self,
        form: MinutesFormat,
        path: Path,
        progress: ProgressCallback,
        is_cancelled: IsCancelled,
        *,
        recording_id: UUID | None = None,
    ) -> ExportedMinutes:
        state = self._state
        progress(Progress(_STAGE, 0, _STEPS))
        layout = layout_of(state, self._profiles)
        made = make_file(
            state,
            form,
            layout,
            self._clock.now_utc_ms(),
            template=kept_template(self._store) if form is MinutesFormat.DOCX else None,
            recording_id=recording_id,
        )
        progress(Progress(_STAGE, 1, _STEPS))
        if is_cancelled():
            raise ExportCancelled
        write_paper(path, made.content)
        progress(Progress(_STAGE, 2, _STEPS))
        sha256 = hashlib.sha256(made.content).hexdigest()
        self._congress.say(
            p.MinutesExported(sha256=sha256, file_name=path.name, segments_count=made.segments_count)
        )
        progress(Progress(_STAGE, _STEPS, _STEPS))
        return ExportedMinutes(path, made.segments_count, sha256)

    def template(self) -> str:
        template = kept_template(self._store)
        return template.name if template else ""

    def use_template(self, path: Path | None) -> None:
        if path is None:
            with self._store.database.write() as tx:
                self._store.settings.forget(tx, _TEMPLATE)
            return
        template = check_template(path.name, _read(path))
        kept = {"name": template.name, "docx": base64.b64encode(template.content).decode()}
        with self._store.database.write() as tx:
            self._store.settings.set(tx, _TEMPLATE, kept)

    def write_template(self, path: Path) -> None:
        write_paper(path, make_template(layout_of(self._state, self._profiles)))

    @property
    def _state(self) -> CongressState:
        return self._store.projection.state

    def _draft(self, state: CongressState) -> MinutesDraft:
        return build_draft(state, self._clock.now_utc_ms(), self._extracts)


def make_file(
    state: CongressState,
    form: MinutesFormat,
    layout: LayoutProfile,
    now_utc_ms: int,
    *,
    template: CheckedTemplate | None = None,
    recording_id: UUID | None = None,
) -> MinutesFile:
    """The minutes in one format. Raises the errors of `app.minutes` and `app.paper`."""
    draft = build_draft(state, now_utc_ms)
    if form in (MinutesFormat.SRT, MinutesFormat.VTT):
        cues = subtitles.cues_of(state, recording_id)
        write = subtitles.to_srt if form is MinutesFormat.SRT else subtitles.to_vtt
        return MinutesFile(write(cues), draft.segments_count)
    paper = export.minutes_paper(draft, layout, is_approved=is_approved(state, draft))
    if form is MinutesFormat.PDF:
        content = export.to_pdf(paper, layout, find_serif())
    elif form is MinutesFormat.TEXT:
        content = export.to_text(paper, layout)
    elif template:
        content = fill_template(template, draft, paper)
    else:
        content = export.to_docx(paper, layout)
    return MinutesFile(content, draft.segments_count)


def _read(path: Path) -> bytes:
    """No more of a file than says that it is too large."""
    try:
        with path.open("rb") as file:
            return file.read(LIMIT_BYTES + 1)
    except OSError as error:
        raise FileUnreadable(name=path.name) from error


def kept_template(store: DeviceStore) -> CheckedTemplate | None:
    """The secretariat's own Word template, where this device keeps one."""
    with store.database.read() as tx:
        kept = store.settings.get(tx, _TEMPLATE)
    return CheckedTemplate(kept["name"], base64.b64decode(kept["docx"])) if kept else None


def layout_of(state: CongressState, profiles: Path, name: str = "") -> LayoutProfile:
    """The layout called `name`, else the congress's own."""
    return profile_named(load_profiles(profiles), name or state.settings.layout_profile)
