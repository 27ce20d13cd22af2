"""QR codes as SVG for pages and print, and as text for the terminal."""

import io

import qrcode
import qrcode.image.svg


def as_svg(address: str) -> str:
    """An SVG document that scales to any size, dark on transparent."""
    image = qrcode.make(address, image_factory=qrcode.image.svg.SvgPathImage, border=2)
    return image.to_string(encoding="unicode")


def as_text(address: str) -> str:
    """The code in half blocks, for a terminal."""
    code = qrcode.QRCode(border=2)
    code.add_data(address)
    out = io.StringIO()
    code.print_ascii(out=out, invert=True)
    return out.getvalue()
