"""Where marks are seen and made: on pages as they are printed, and on their text set large."""

from __future__ import annotations

from app.ui.reader.canvas import PageCanvas
from app.ui.reader.large_text_area import LargeTextArea
from app.ui.reader.large_text_words import LargePage
from app.ui.reader.layout import PageView

MarkedArea = PageCanvas | LargeTextArea
PageFace = PageView | LargePage
