"""Minutes out of the log: draft, layout profile of the congress, DOCX."""

from __future__ import annotations

from pathlib import Path

from app.domain.state import CongressState
from app.minutes.builder import build_draft
from app.minutes.docx_export import export_docx
from app.paper.layout import load_profiles, profile_named


def render_minutes(state: CongressState, profiles: Path, now_utc_ms: int) -> tuple[bytes, int]:
    """The file's bytes, and how many segments are in it. Raises the errors of `minutes` and `paper`."""
    draft = build_draft(state, now_utc_ms)
    profile = profile_named(load_profiles(profiles), state.settings.layout_profile)
    segments_count = sum(len(speech.segment_ids) for speech in draft.transcript)
    return export_docx(draft, profile), segments_count
