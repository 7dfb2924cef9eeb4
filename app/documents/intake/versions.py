"""Papers that say the same, and corrected files that take the place of older ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID, uuid5

from app.documents.intake.checks import paragraphs_of
from app.documents.intake.corrections import row_of
from app.documents.intake.matching import find_replaced
from app.documents.intake.names import read_name
from app.documents.intake.planned import PlannedPaper, Published
from app.documents.intake.remarks import Remark, note, warning


def document_id(congress_id: UUID, paper: PlannedPaper) -> UUID:
    """A paper keeps its id when the pack is built again, and gives it to the file that replaces it."""
    return paper.choices.replaces or own_id(congress_id, paper.file.name)


def own_id(congress_id: UUID, file: str) -> UUID:
    """The id of a file that replaces no other."""
    return uuid5(congress_id, f"document:{file}")


def duplicates_in(papers: Sequence[PlannedPaper]) -> dict[str, tuple[Remark, ...]]:
    """By file: that it says the same as one before it, by bytes or by text; but for those left out."""
    bytes_of: dict[str, str] = {}
    text_of: dict[str, str] = {}
    remarks: dict[str, tuple[Remark, ...]] = {}
    for paper in papers:
        if paper.checked is None or paper.choices.is_left_out:
            continue
        content, text = paper.checked.content.sha256, paper.checked.text_key
        if content in bytes_of:
            remarks[paper.file.name] = (warning("documents.same_bytes", other=bytes_of[content]),)
        elif text and text in text_of:
            remarks[paper.file.name] = (warning("documents.same_text", other=text_of[text]),)
        bytes_of.setdefault(content, paper.file.name)
        text_of.setdefault(text, paper.file.name)
    return remarks


def with_versions_chosen(
    papers: Sequence[PlannedPaper],
    congress_id: UUID,
    corrections: Mapping[str, Mapping[str, str]],
    published: Published,
) -> list[PlannedPaper]:
    """Corrected files take the place of an older file beside them, or of a published paper."""
    keys = _version_keys(papers)
    newest: dict[tuple[str, str], PlannedPaper] = {}
    for paper in papers:
        key = keys[paper.file.name]
        if key not in newest or _version_of(paper) > _version_of(newest[key]):
            newest[key] = paper
    groups = Counter(keys.values())
    present = {own_id(congress_id, paper.file.name) for paper in papers}
    lost = [paper for paper in published.documents.values() if paper.id not in present]
    texts = {paper.id: paragraphs_of(text) for paper in lost if (text := published.text_of(paper))}
    answers = []
    for one in papers:
        paper, key = one, keys[one.file.name]
        row = row_of(corrections, paper.file.name)
        if paper is not newest[key] and not row.get("left_out"):
            older = note("documents.older_version", other=newest[key].file.name)
            left_out = replace(paper.choices, is_left_out=True)
            paper = replace(paper, choices=left_out, file_remarks=(*paper.file_remarks, older))
        elif paper.choices.replaces is None and not row.get("replaces"):
            replaced = None
            if groups[key] > 1:
                # The first of its kind gave the paper its id; every correction since then keeps it.
                first = min((each for each in papers if keys[each.file.name] == key), key=_version_of)
                replaced = own_id(congress_id, first.file.name) if first is not paper else None
            elif own_id(congress_id, paper.file.name) not in published.documents:
                paragraphs = paper.checked.paragraphs if paper.checked else frozenset()
                choices = paper.choices
                replaced = find_replaced(choices.title, choices.kind, paragraphs, lost, texts)
            if replaced:
                paper = replace(paper, choices=replace(paper.choices, replaces=replaced))
        answers.append(paper)
    return answers


def _version_keys(papers: Sequence[PlannedPaper]) -> dict[str, tuple[str, str]]:
    """By file: what its versions have in common.

    "Bao cao.pdf" is a version of "Báo cáo.pdf"; where names differ in their marks they are papers of their
    own, as the speeches of Hoa and of Hòa are.
    """
    spellings: dict[tuple[str, str], set[str]] = {}
    names = {paper.file.name: read_name(paper.file.stem) for paper in papers}
    for file, name in names.items():
        if name.spelled_key != name.paper_key:
            spellings.setdefault((_folder_of(file), name.paper_key), set()).add(name.spelled_key)
    return {
        file: (_folder_of(file), name.paper_key)
        if len(spellings.get((_folder_of(file), name.paper_key), ())) < 2
        else (_folder_of(file), name.spelled_key)
        for file, name in names.items()
    }


def _folder_of(file: str) -> str:
    return file.rpartition("/")[0]


def _version_of(paper: PlannedPaper) -> tuple[tuple[int, int], float, str]:
    return read_name(paper.file.stem).version, paper.file.path.stat().st_mtime, paper.file.name
