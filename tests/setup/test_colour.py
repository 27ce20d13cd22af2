"""Contrast, against values that the standard's own formula and browsers give."""

import pytest

from polling.setup.colour import ENOUGH, contrast_on_dark, contrast_on_light


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
    assert contrast_on_light(accent) == pytest.approx(expected, abs=0.005)


def test_the_default_accent_can_be_read_everywhere() -> None:
    assert contrast_on_light("#0b6e69") == pytest.approx(6.1, abs=0.05)
    assert contrast_on_dark("#0b6e69") > ENOUGH


def test_the_screen_shows_the_accent_as_the_browser_mixes_it() -> None:
    # Chromium's color-mix(in oklab, #0b6e69 55%, #c9fff7) is rgb(98 176 170).
    assert contrast_on_dark("#0b6e69") == pytest.approx(7.15, abs=0.1)
