"""Vietnamese is written in the source; other languages come from Qt Linguist files in `assets/translations`.

The `.ts` files are read as they are: they are small, the tools that compile them need not be shipped,
and a translator sees the change at the next start.
"""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from PySide6.QtCore import QCoreApplication, QObject, QTranslator

CONTEXT = "nghisu"
SOURCE_LANGUAGE = "vi"


def tr(source: str, n: int = -1, **values: object) -> str:
    """The text in the present language, with `{name}` placeholders filled; `n` chooses a plural form."""
    text = QCoreApplication.translate(CONTEXT, source, None, n)
    if n >= 0:
        values["n"] = n
    return text.format(**values) if values else text


class TsTranslator(QTranslator):
    """Looks texts up in a `.ts` file. Sources without a finished translation stay Vietnamese."""

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts = read_ts(path)

    def isEmpty(self) -> bool:
        return not self._texts

    def translate(
        self, context: str, source: str, _disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        """Qt calls this, in the thread that asks."""
        forms = self._texts.get(source) if context == CONTEXT else None
        if not forms:
            return None
        return forms[0] if n in (-1, 1) or len(forms) == 1 else forms[1]


def read_ts(path: Path) -> dict[str, tuple[str, ...]]:
    """Source to translation, or to its plural forms (one, many). Unfinished entries are left out."""
    root = ElementTree.parse(path).getroot()  # noqa: S314 - our own file
    texts: dict[str, tuple[str, ...]] = {}
    for message in root.iter("message"):
        translation = message.find("translation")
        if translation is None or translation.get("type"):
            continue
        forms = tuple(form.text or "" for form in translation.findall("numerusform")) or (
            translation.text or "",
        )
        if all(forms):
            texts[message.findtext("source") or ""] = forms
    return texts


def available_languages(folder: Path) -> tuple[str, ...]:
    return (SOURCE_LANGUAGE, *sorted(path.stem for path in folder.glob("*.ts")))
