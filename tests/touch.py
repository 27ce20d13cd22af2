"""A finger on a touch screen, emulated in Chromium."""

from playwright.sync_api import CDPSession, Locator, Page

STEPS = 4


class Finger:
    """`finger.down(handle)`, then any number of `.to(x, y)`, then `.up()`."""

    def __init__(self, page: Page) -> None:
        self._glass: CDPSession = page.context.new_cdp_session(page)
        self._at = (0.0, 0.0)

    def down(self, where: Locator) -> None:
        """Touch the middle of an element."""
        self._at = middle(where)
        self._send("touchStart", self._at)

    def to(self, x: float, y: float) -> None:
        """Slide to this point."""
        (x0, y0), self._at = self._at, (x, y)
        for step in range(1, STEPS + 1):
            share = step / STEPS
            self._send("touchMove", (x0 + (x - x0) * share, y0 + (y - y0) * share))

    def up(self) -> None:
        """Lift the finger."""
        self._send("touchEnd")

    def _send(self, kind: str, *at: tuple[float, float]) -> None:
        points = [{"x": x, "y": y} for x, y in at]
        self._glass.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def middle(where: Locator) -> tuple[float, float]:
    """The middle of an element, in the window."""
    box = where.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
