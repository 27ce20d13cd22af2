"""The room's Wi-Fi as what a phone's camera reads."""

import re

_HEXADECIMAL = re.compile("[0-9A-Fa-f]+")


def join_text(name: str, password: str) -> str:
    """What a QR code says by which a phone joins the network; an open one without a password."""
    kind = (
        f"T:WPA;S:{_escaped(name)};P:{_escaped(password)}"
        if password
        else (f"T:nopass;S:{_escaped(name)}")
    )
    return f"WIFI:{kind};;"


def _escaped(text: str) -> str:
    """Signs with a meaning get a backslash; what looks like bytes in hexadecimal, quotes."""
    if _HEXADECIMAL.fullmatch(text):
        return f'"{text}"'
    return re.sub(r'([\\;,:"])', r"\\\1", text)
