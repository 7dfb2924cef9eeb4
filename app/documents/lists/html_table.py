"""Web pages named .xls, as many programs export lists: their tables as rows of text."""

from __future__ import annotations

from html.parser import HTMLParser

_MAX_SPAN = 200


def html_rows(text: str, max_rows: int, max_columns: int) -> list[list[str]]:
    """The rows of every table of a page, in order. A cell that spans others repeats its text in them."""
    parser = _TableParser(max_rows, max_columns)
    parser.feed(text)
    parser.close()
    return parser.rows


class _TableParser(HTMLParser):
    def __init__(self, max_rows: int, max_columns: int) -> None:
        super().__init__(convert_charrefs=True)
        self._max_rows, self._max_columns = max_rows, max_columns
        self.rows: list[list[str]] = []
        self._spans = (1, 1)
        self._text: list[str] | None = None
        self._hanging: dict[int, tuple[int, str]] = {}
        """Column -> (rows still to fill, text) of cells that span rows."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._hanging.clear()
        elif tag == "tr":
            self._end_cell()
            self._begin_row()
        elif tag in ("td", "th"):
            self._end_cell()
            given = dict(attrs)
            self._spans = (_span(given.get("colspan")), _span(given.get("rowspan")))
            self._text = []
        elif tag == "br":
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def _begin_row(self) -> None:
        if len(self.rows) < self._max_rows:
            self.rows.append([])
            self._fill_hanging()

    def _end_cell(self) -> None:
        if self._text is None:
            return
        text, self._text = "".join(self._text), None
        if not self.rows:
            return
        row = self.rows[-1]
        columns, rows = self._spans
        for _ in range(min(columns, self._max_columns - len(row))):
            if rows > 1:
                self._hanging[len(row)] = (rows - 1, text)
            row.append(text)
        self._fill_hanging()

    def _fill_hanging(self) -> None:
        """Cells of rows above that reach down to where the next cell would be."""
        row = self.rows[-1]
        while (hanging := self._hanging.get(len(row))) and len(row) < self._max_columns:
            left, text = hanging
            if left > 1:
                self._hanging[len(row)] = (left - 1, text)
            else:
                del self._hanging[len(row)]
            row.append(text)


def _span(text: str | None) -> int:
    return min(int(text), _MAX_SPAN) if text and text.isdigit() and int(text) else 1
