"""Where one is in a column of pages whose heights become known only as they are read."""

from __future__ import annotations


class FlowColumn:
    """Pages one under another in pixels. The place is the page at the view's top and how much of it is above.

    A page that has not been set yet is as high as the others are on average. When its true height comes,
    the place moves so that the text before the eyes stays where it is.
    """

    def __init__(self, count: int, guess_px: float) -> None:
        self._guess_px = guess_px
        self._known: dict[int, float] = {}
        self._sum_px = 0.0
        self._reset_page: int | None = None
        self.count = count
        self.view_px = 0.0
        self.page = 0
        self.above_px = 0.0

    def is_known(self, page: int) -> bool:
        return page in self._known

    def height(self, page: int) -> float:
        return self._known.get(page, self._average_px)

    @property
    def _average_px(self) -> float:
        return self._sum_px / len(self._known) if self._known else self._guess_px

    def top_of(self, page: int) -> float:
        """Pixels above this page, as far as is known."""
        known = [height for number, height in self._known.items() if number < page]
        return sum(known) + (page - len(known)) * self._average_px

    @property
    def _end_px(self) -> float:
        """How much of the last page may be above the view."""
        return max(0.0, self.height(self.count - 1) - self.view_px)

    @property
    def length_px(self) -> float:
        """The greatest position, as far as is known."""
        return self.top_of(self.count - 1) + self._end_px

    @property
    def position(self) -> float:
        return self.top_of(self.page) + self.above_px

    def go_to(self, page: int, above_px: float = 0.0) -> None:
        self.page, self.above_px = min(max(page, 0), max(0, self.count - 1)), above_px

    def move(self, by_px: float) -> None:
        """Scroll; stops at the beginning and at the last page's end (a short one stands at the top)."""
        page, above = self.page, self.above_px + by_px
        while above < 0 and page > 0:
            page -= 1
            above += self.height(page)
        while page < self.count - 1 and above >= self.height(page):
            above -= self.height(page)
            page += 1
        last = page == self.count - 1
        self.page, self.above_px = page, max(0.0, min(above, self._end_px) if last else above)

    def learn(self, page: int, height_px: float) -> None:
        """A page has been set. Of a page that is entered from below, the lower end stays in place."""
        old = self.height(page)
        was_reset = page == self._reset_page
        self._sum_px += height_px - self._known.get(page, 0.0)
        self._known[page] = height_px
        if page == self.page and self.above_px > 0:
            self.above_px = self.above_px / old * height_px if was_reset else self.above_px + height_px - old
            self.move(0)
        if was_reset:
            self._reset_page = None

    def unlearn(self, page: int) -> None:
        """What was said in its place will be replaced."""
        self._sum_px -= self._known.pop(page, 0.0)

    def forget(self) -> None:
        """Other size or width: the share of the page that is above stays the same."""
        share = self.above_px / self.height(self.page) if self.count else 0.0
        average = self._average_px
        self._known.clear()
        self._sum_px = 0.0
        self._guess_px = average
        self._reset_page = self.page
        self.above_px = share * average
