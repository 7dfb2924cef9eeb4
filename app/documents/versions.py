"""Papers that say the same, and corrected files that take the place of older ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID, uuid5

from app.documents.checks import paragraphs_of
from app.documents.corrections import row_of
from app.documents.matching import find_replaced
from app.documents.names import read_name
from app.documents.planned import PlannedPaper, Published
from app.documents.remarks import note, warning


def document_id(congress_id: UUID, paper: PlannedPaper) -> UUID:
    """A paper keeps its id when the pack is built again, and gives it to the file that replaces it."""
    return paper.choices.replaces or own_id(congress_id, paper.file.name)


def own_id(congress_id: UUID, file: str) -> UUID:
    """The id of a file that replaces no other."""
    return uuid5(congress_id, f"document:{file}")


def with_duplicates_marked(papers: Sequence[PlannedPaper]) -> list[PlannedPaper]:
    """Papers that say the same as one before them are marked, by bytes or by text."""
    bytes_of: dict[str, str] = {}
    text_of: dict[str, str] = {}
    marked = []
    for paper in papers:
        remark = None
        if paper.checked and not paper.choices.is_left_out:
            content, text = paper.checked.content.sha256, paper.checked.text_key
            if content in bytes_of:
                remark = warning("documents.same_bytes", other=bytes_of[content])
            elif text and text in text_of:
                remark = warning("documents.same_text", other=text_of[text])
            bytes_of.setdefault(content, paper.file.name)
            text_of.setdefault(text, paper.file.name)
        marked.append(replace(paper, file_remarks=(*paper.file_remarks, remark)) if remark else paper)
    return marked


def with_versions_chosen(
    papers: Sequence[PlannedPaper],
    congress_id: UUID,
    corrections: Mapping[str, Mapping[str, str]],
    published: Published,
) -> list[PlannedPaper]:
    """Corrected files take the place of an older file beside them, or of a published paper."""
    newest: dict[tuple[str, str], PlannedPaper] = {}
    for paper in papers:
        key = _version_key(paper)
        if key not in newest or _version_of(paper) > _version_of(newest[key]):
            newest[key] = paper
    groups = Counter(map(_version_key, papers))
    present = {own_id(congress_id, paper.file.name) for paper in papers}
    lost = [paper for paper in published.documents.values() if paper.id not in present]
    texts = {paper.id: paragraphs_of(text) for paper in lost if (text := published.text_of(paper))}
    answers = []
    for one in papers:
        paper, key = one, _version_key(one)
        row = row_of(corrections, paper.file.name)
        if paper is not newest[key] and not row.get("left_out"):
            older = note("documents.older_version", other=newest[key].file.name)
            left_out = replace(paper.choices, is_left_out=True)
            paper = replace(paper, choices=left_out, file_remarks=(*paper.file_remarks, older))
        elif paper.choices.replaces is None and not row.get("replaces"):
            replaced = None
            if groups[key] > 1:
                # The first of its kind gave the paper its id; every correction since then keeps it.
                first = min((each for each in papers if _version_key(each) == key), key=_version_of)
                replaced = own_id(congress_id, first.file.name) if first is not paper else None
            elif own_id(congress_id, paper.file.name) not in published.documents:
                paragraphs = paper.checked.paragraphs if paper.checked else frozenset()
                choices = paper.choices
                replaced = find_replaced(choices.title, choices.kind, paragraphs, lost, texts)
            if replaced:
                paper = replace(paper, choices=replace(paper.choices, replaces=replaced))
        answers.append(paper)
    return answers


def _version_key(paper: PlannedPaper) -> tuple[str, str]:
    return paper.file.name.rpartition("/")[0], read_name(paper.file.stem).paper_key


def _version_of(paper: PlannedPaper) -> tuple[tuple[int, int], float, str]:
    return read_name(paper.file.stem).version, paper.file.path.stat().st_mtime, paper.file.name
