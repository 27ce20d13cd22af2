"""Contrast, compared with the standard's formula and with browsers."""

import pytest

from polling.setup.colour_contrast import ENOUGH, SCREEN, WHITE, as_on_dark, contrast


@pytest.mark.parametrize(
    "accent, expected",
    [
        pytest.param("#000000", 21.0, id="black"),
        pytest.param("#ffffff", 1.0, id="white"),
        pytest.param("#767676", 4.54, id="the lightest grey that passes"),
        pytest.param("#777777", 4.48, id="the darkest grey that fails"),
    ],
)
def test_white_text_on_the_accent(accent: str, expected: float) -> None:
    assert contrast(WHITE, accent) == pytest.approx(expected, abs=0.005)


def test_the_default_accent_can_be_read_everywhere() -> None:
    assert contrast(WHITE, "#0b6e69") > ENOUGH
    assert contrast(as_on_dark("#0b6e69"), SCREEN) > ENOUGH


@pytest.mark.parametrize(
    "accent, shown",
    [
        pytest.param("#0b6e69", "#69ada6", id="the default"),
        pytest.param("#ffcc00", "#eae597", id="yellow"),
        pytest.param("#7a1fa2", "#a28bcb", id="purple"),
        pytest.param("#000000", "#415552", id="black"),
        pytest.param("#0000ff", "#4498ff", id="blue, at the edge of what screens show"),
    ],
)
def test_dark_pages_show_the_accent_as_the_browser_mixes_it(accent: str, shown: str) -> None:
    # From Chromium's color-mix(in oklab, accent 55%, #c9fff7).
    assert as_on_dark(accent) == shown
