"""What can go wrong with papers, lists and packs, by code.

```
DocumentsError
├── PdfError           this file cannot be shown at all
├── PageError          one page cannot be shown; the others go on
├── MarkError          a mark on a page cannot be kept
├── TableError         a list (roster, agenda) cannot be read
├── FolderError        the folder of a congress cannot become a pack
└── PackError          a pack cannot be trusted or read
```
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.errors import NghisuError


class DocumentsError(NghisuError):
    """Anything in this package that a person can mend."""

    code = "documents.error"


class Cancelled(DocumentsError):
    """The user stopped it. Nothing was left half done."""

    code = "documents.cancelled"


class PdfError(DocumentsError):
    """The file cannot be shown."""

    code = "documents.pdf_error"


class NotAPdf(PdfError):
    """The bytes are something else, whatever the name says."""

    code = "documents.not_a_pdf"


class PdfDamaged(PdfError):
    """A PDF that cannot be opened: cut off, overwritten, or made to do harm."""

    code = "documents.pdf_damaged"


class PdfEncrypted(PdfError):
    """The PDF wants a password, or another one than was given."""

    code = "documents.pdf_encrypted"


class PdfNoPages(PdfError):
    """The PDF opens and has nothing to show."""

    code = "documents.pdf_no_pages"


class PdfTooLarge(PdfError):
    """More bytes than a tablet can hold in memory. `size_mb`, `limit_mb`."""

    code = "documents.too_large"


class RendererStopped(PdfError):
    """The process that draws pages is not there (stopped, or cannot be started)."""

    code = "documents.renderer_stopped"


class DocumentNotOpen(PdfError):
    """A page was asked of a document that is closed."""

    code = "documents.not_open"


class PageError(DocumentsError):
    """One page cannot be shown."""

    code = "documents.page_error"


class PageBroken(PageError):
    """The page's content cannot be drawn. `page`: number from 1."""

    code = "documents.page_broken"


class PageTimedOut(PageError):
    """Drawing the page did not end in time. `page`: number from 1."""

    code = "documents.page_timeout"


class PageTooHungry(PageError):
    """Drawing the page asked for more memory than is allowed. `page`: number from 1."""

    code = "documents.page_memory"


class MarkError(DocumentsError):
    """A mark on a page cannot be kept."""

    code = "documents.mark_error"


class MarkTooLarge(MarkError):
    """More ink or text than one mark may hold. `limit_kb`."""

    code = "documents.mark_too_large"


class TableError(DocumentsError):
    """A list cannot be read. `file`: its name."""

    code = "documents.table_error"


class TableNotSupported(TableError):
    """An old Excel file, a web page, or something that is no list at all."""

    code = "documents.table_not_supported"


class TableDamaged(TableError):
    """A spreadsheet that does not open."""

    code = "documents.table_damaged"


class TableEmpty(TableError):
    """No rows."""

    code = "documents.table_empty"


class ColumnsMissing(TableError):
    """Columns without which the list means nothing. `columns`: their names."""

    code = "documents.columns_missing"


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong in one row. `code` is a message code; the value may be personal, so it is not kept."""

    sheet: str
    row: int
    column: str
    code: str


class RowsInvalid(TableError):
    """Rows that need mending, all of them at once. `file`, `count`, `rows`: their numbers."""

    code = "documents.rows_invalid"

    def __init__(self, file: str, problems: tuple[RowProblem, ...]) -> None:
        self.problems = problems
        numbers = sorted({problem.row for problem in problems})
        shown = ", ".join(str(number) for number in numbers[:20])
        super().__init__(file=file, count=len(problems), rows=shown + (", …" if len(numbers) > 20 else ""))


class FolderError(DocumentsError):
    """The folder of a congress cannot become a pack."""

    code = "documents.folder_error"


class CongressFileMissing(FolderError):
    """No congress.toml. `file`."""

    code = "documents.congress_missing"


class CongressFileInvalid(FolderError):
    """congress.toml cannot be understood. `file`, `field`."""

    code = "documents.congress_invalid"


class ListMissing(FolderError):
    """No roster or no agenda. `file`: the name that was looked for."""

    code = "documents.list_missing"


class NoDocuments(FolderError):
    """Not one PDF in the folder of documents."""

    code = "documents.no_documents"


class SecretMarking(FolderError):
    """A paper is marked as a state secret and so does not belong here. `file`, `marking`."""

    code = "documents.secret_marking"


class DocumentRefused(FolderError):
    """A paper cannot be shown on a tablet. `file`; `reason` is the code of the `PdfError`."""

    code = "documents.document_refused"


class FileMisplaced(FolderError):
    """A file whose kind, name or place says nothing. `file`."""

    code = "documents.file_misplaced"


class PhotoRefused(FolderError):
    """A photograph that is none, or of nobody on the roster. `file`."""

    code = "documents.photo_refused"


class FileChanged(FolderError):
    """A file was changed while the pack was being built. `file`."""

    code = "documents.file_changed"


class FolderRefused(FolderError):
    """Several things in the folder need mending. `count`, `files`; each one is in `errors`."""

    code = "documents.folder_refused"

    def __init__(self, errors: tuple[FolderError, ...]) -> None:
        self.errors = errors
        names = sorted({str(error.params.get("file", "")) for error in errors})
        super().__init__(count=len(errors), files=", ".join(names[:10]) + (", …" if len(names) > 10 else ""))


class PackError(DocumentsError):
    """A pack cannot be trusted or read."""

    code = "documents.pack_error"


class NotAPack(PackError):
    """The file is something else."""

    code = "documents.not_a_pack"


class PackDamaged(PackError):
    """The pack is cut off or was altered. `what`: which part."""

    code = "documents.pack_damaged"


class PackNotTrusted(PackError):
    """The signature is not this congress's."""

    code = "documents.pack_not_trusted"


class PackTooNew(PackError):
    """Made by a newer program. `version`, `supported`."""

    code = "documents.pack_too_new"
