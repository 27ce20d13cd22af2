"""QR codes: as SVG for pages and print, as text for the terminal, and the content for Wi-Fi."""

import io
import re
from functools import lru_cache

import qrcode
import qrcode.image.svg


@lru_cache(maxsize=64)  # drawing takes about 10 ms, and a workshop shows few addresses all day
def as_svg(address: str) -> str:
    """Return an SVG document that scales to any size, dark on transparent."""
    image = qrcode.make(address, image_factory=qrcode.image.svg.SvgPathImage, border=2)
    return image.to_string(encoding="unicode")


def each_as_svg(addresses: list[str]) -> list[str]:
    """Do the same for several addresses."""
    return [as_svg(address) for address in addresses]


def as_text(address: str) -> str:
    """Return the code in half blocks, for a terminal."""
    code = qrcode.QRCode(border=2)
    code.add_data(address)
    out = io.StringIO()
    code.print_ascii(out=out, invert=True)
    return out.getvalue()


_HEXADECIMAL = re.compile("[0-9A-Fa-f]+")


def wifi_text(name: str, password: str) -> str:
    """Return the content of a QR code for a Wi-Fi network, which is open without a password."""
    kind = (
        f"T:WPA;S:{_escaped(name)};P:{_escaped(password)}"
        if password
        else (f"T:nopass;S:{_escaped(name)}")
    )
    return f"WIFI:{kind};;"


def _escaped(text: str) -> str:
    """Escape special characters, and quote texts that look like hexadecimal bytes."""
    if _HEXADECIMAL.fullmatch(text):
        return f'"{text}"'
    return re.sub(r'([\\;,:"])', r"\\\1", text)
