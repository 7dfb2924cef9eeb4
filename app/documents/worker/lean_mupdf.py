"""MuPDF's binding without the page layout models that it loads on its own.

They are for turning PDFs into Markdown, are not used here, and cost a worker 90 MB and 0.7 s at its start
(145 MB and 0.9 s with them, 55 MB and 0.2 s without, PyMuPDF 2.0).
"""

from __future__ import annotations

import sys

_LEFT_OUT = tuple(name for name in ("pymupdf.layout", "pymupdf4llm") if name not in sys.modules)

sys.modules.update(dict.fromkeys(_LEFT_OUT))  # type: ignore[arg-type]  # None: as if not installed
try:
    import pymupdf
finally:
    for _name in _LEFT_OUT:
        del sys.modules[_name]

__all__ = ["pymupdf"]
