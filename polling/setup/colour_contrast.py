"""The contrast of the event's accent colour, on light pages and on the screen.

Light pages show white text on the accent. Dark pages and the screen show the accent, mixed with a
light tint, on near-black. Keep the values in sync with `static/css/tokens.css`.
"""

Colour = tuple[float, float, float]

ENOUGH = 4.5  # WCAG 2.2, success criterion 1.4.3, level AA
WHITE, SCREEN, TINT = "#ffffff", "#0f1519", "#c9fff7"
SHARE = 0.55  # of the accent in the mixed colour


def contrast(one: str, other: str) -> float:
    """Return the WCAG contrast of two colours, from 1 to 21."""
    darker, lighter = sorted((_luminance(_linear(one)), _luminance(_linear(other))))
    return (lighter + 0.05) / (darker + 0.05)


def as_on_dark(accent: str) -> str:
    """Return the accent as shown on dark pages: `color-mix(in oklab, accent 55%, tint)`.

    Source of the colour space: Ottosson, "A perceptual color space for image processing" (2020).
    """
    mixed = [
        SHARE * a + (1 - SHARE) * b
        for a, b in zip(_oklab(_linear(accent)), _oklab(_linear(TINT)), strict=True)
    ]
    return "#" + "".join(f"{_byte(channel):02x}" for channel in _from_oklab(*mixed))


def _linear(colour: str) -> Colour:
    """Return linear-light red, green and blue of `#rrggbb`, each from 0 to 1."""
    r, g, b = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return _channel(r), _channel(g), _channel(b)


def _channel(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _byte(linear: float) -> int:
    within = max(0.0, min(1.0, linear))
    value = 12.92 * within if within <= 0.0031308 else 1.055 * within ** (1 / 2.4) - 0.055
    return round(255 * value)


def _luminance(colour: Colour) -> float:
    r, g, b = colour
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def _oklab(colour: Colour) -> Colour:
    r, g, b = colour
    long = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    middle = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    short = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def _from_oklab(lightness: float, a: float, b: float) -> Colour:
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
