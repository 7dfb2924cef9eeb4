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


class PdfPasswordWrong(PdfError):
    """None of the passwords that were given opens the PDF."""

    code = "documents.pdf_password_wrong"


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


class FileEmpty(FolderError):
    """A file without a single byte in it."""

    code = "documents.file_empty"


class OfficeMissing(FolderError):
    """An Office paper, and no LibreOffice on this machine to make a PDF of it."""

    code = "documents.office_missing"


class OfficeEncrypted(FolderError):
    """An Office paper that wants a password."""

    code = "documents.office_encrypted"


class OfficeNotReadable(FolderError):
    """Named like an Office paper, and is none or is cut off."""

    code = "documents.office_not_readable"


class MacroFile(FolderError):
    """An Office paper with a program inside."""

    code = "documents.macro_file"


class ConvertFailed(FolderError):
    """LibreOffice could make nothing of a paper."""

    code = "documents.convert_failed"


class ConvertTimedOut(FolderError):
    """LibreOffice did not finish a paper in time."""

    code = "documents.convert_timed_out"


class PictureRefused(FolderError):
    """A picture that cannot be made a page: broken, or far too large."""

    code = "documents.picture_refused"


class RecognizerMissing(FolderError):
    """A scan, and no Tesseract with Vietnamese on this machine."""

    code = "documents.recognizer_missing"


class ChildFailed(DocumentsError):
    """Work on a file did not end well: it crashed, took too long or too much memory."""

    code = "documents.child_failed"


class FileChanged(FolderError):
    """A file was changed while the pack was being built. `file`."""

    code = "documents.file_changed"


class NotReadyToSign(FolderError):
    """Something that would go into the pack is refused. `file`; `reason`: the remark's code."""

    code = "documents.not_ready"


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


class PackTooOld(PackError):
    """Made by a program before packs were encrypted for each circle of readers."""

    code = "documents.pack_too_old"


class PackKeyMissing(PackError):
    """This device has not been given the congress's pack key yet."""

    code = "documents.pack_key_missing"


class PackKeyWrong(PackError):
    """The pack was sealed with another key than this device has."""

    code = "documents.pack_key_wrong"


class PackNotForThisDevice(PackError):
    """A paper of the pack is for other readers: this device has no key that opens it."""

    code = "documents.pack_not_for_this_device"


class PackBaseMissing(PackError):
    """The pack only says what changed since another one, which this device has not taken. `made_at`."""

    code = "documents.pack_base_missing"
