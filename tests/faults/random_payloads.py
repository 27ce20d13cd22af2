"""Random malformed and hostile payloads: values, bodies, URLs, socket frames."""

import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import Flask

from tests import protocol_page
from tests.app_urls import addresses

HOLE = re.compile(r"<(?:any\(([^)]*)\)|(int))?:?(\w+)>")
LONG = 20_000

WORDS = (
    "",
    " ",
    "\0",
    "a\0b",
    "\ud800",
    "\udfff\ud800",
    "\u202e\u2066evil\u2069",
    "\ufeff",
    "١٢٣",
    "😀" * 300,
    "' OR 1=1; DROP TABLE ballot; --",
    "<script>alert(1)</script>",
    "{{ 7 * 7 }}{% for x in y %}",
    "%s%n%(x)s{0}{}",
    "../../../../etc/passwd",
    '=HYPERLINK("http://x")',
    "http://[::1",
    "ranking",
    "lobby",
    "on",
    "1",
    "-1",
    "0x10",
    "1e400",
    "NaN",
    "null",
    "[]",
    "12:99",
    "9999-99-99",
    "a" * LONG,
    "\r\nSet-Cookie: a=b",
)
NUMBERS = (0, -1, 1, 2, 3, 2**31, 2**53 + 1, 2**63 - 1, 2**63, -(2**63) - 1, 10**40, 0.5, 1e308)
STRANGE: tuple[Any, ...] = (
    None,
    True,
    False,
    [],
    {},
    [[]],
    [None],
    {"": ""},
    {"__proto__": 1},
    float("nan"),
)
BODIES: tuple[bytes, ...] = (
    b"",
    b"{",
    b"null",
    b'"a"',
    b"\xff\xfe\x00",
    b"[" * 60_000,
    b'{"a":' * 30_000,
    b"9" * 6_000,
    b"1e999999",
    b"%",
    b"a=%ff%fe&b[]=1&=&&&",
    b"&".join(b"f%d=1" % n for n in range(3_000)),
    b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.json"\r\n\r\n{',
    b"PK\x03\x04" + b"\0" * 400,
)
TYPES = (
    "application/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "multipart/form-data",
    "application/json; charset=utf-7",
    "application/x-www-form-urlencoded; charset=nonsense",
    "text/plain",
    "",
)


@dataclass(frozen=True)
class Door:
    """A URL or event, with its roles and field names."""

    name: str
    roles: tuple[str, ...]
    fields: tuple[str, ...]

    @property
    def is_event(self) -> bool:
        """Whether it is a socket event."""
        return " " not in self.name


@cache
def doors(app: Flask) -> list[Door]:
    """All URLs and socket events."""
    events = protocol_page.rows("Socket events from the page")
    told = [(name, roles, fields.strip("`")) for name, roles, fields in events]
    return [
        Door(name, tuple(roles.split(", ")), tuple(fields.split(", ")) if fields else ())
        for name, roles, fields in [*addresses(app), *told]
    ]


class Lot:
    """Random values from a seed."""

    def __init__(self, seed: str, known: dict[str, Any]) -> None:
        self.chance = random.Random(seed)
        self._facts = known  # existing ids and codes
        self._known = list(known.values())
        self._kinds: tuple[Callable[[], Any], ...] = (
            lambda: self.chance.choice(WORDS),
            lambda: self.chance.choice(NUMBERS),
            lambda: self.chance.choice(STRANGE),
            lambda: self.chance.choice(self._known),
            self._list,
            self._deep,
        )

    def value(self) -> Any:
        """Anything."""
        return self.chance.choices(self._kinds, weights=(6, 4, 3, 6, 2, 1))[0]()

    def payload(self, door: Door) -> Any:
        """Return (most of) the target's fields with random values, or sometimes no object."""
        if self.chance.random() < 0.1:
            return self.value()
        fields = {name: self.value() for name in door.fields if self.chance.random() < 0.9}
        if self.chance.random() < 0.1:
            fields[str(self.value())[:200]] = self.value()
        return fields

    def text(self, door: Door) -> str:
        """Return it as JSON, with NaN and lone surrogates as a hostile client may write them."""
        return self.dumped(self.payload(door))

    @staticmethod
    def dumped(value: Any) -> str:
        """Dump any value as JSON."""
        return json.dumps(value)

    def address(self, door: Door) -> str:
        """Return the URL with random values for its variables, sometimes with a query."""
        path = HOLE.sub(self._fill, door.name.split(" ", 1)[1])
        if self.chance.random() < 0.2:
            path += f"?{self.chance.choice(door.fields or ('x',))}={self.quoted(self.value())}"
        return path

    def body(self) -> tuple[bytes, str]:
        """Return bytes that are not a payload, and their declared content type."""
        body = bytearray(self.chance.choice(BODIES))
        for _ in range(self.chance.randint(0, 3)):
            if body:
                body[self.chance.randrange(len(body))] = self.chance.randrange(256)
        return bytes(body), self.chance.choice(TYPES)

    def _fill(self, hole: re.Match[str]) -> str:
        stages, number, name = hole.groups()
        if name in self._facts and self.chance.random() < 0.85:
            return str(self._facts[name])
        if stages and self.chance.random() < 0.8:
            return str(self.chance.choice(stages.split(", ")))
        if number and self.chance.random() < 0.8:
            return str(self.chance.choice((0, 1, 2, 3, 2**31, 2**63, 10**30)))
        if self.chance.random() < 0.8:
            return str(self.chance.choice(self._known))
        return self.quoted(self.chance.choice(WORDS)) or "x"

    @staticmethod
    def quoted(value: Any) -> str:
        """Return a random value for a query or a form."""
        raw = str(value)[:2_000].encode("utf-8", "surrogatepass")
        return "".join(f"%{byte:02X}" for byte in raw)

    def _list(self) -> list[Any]:
        return [self.chance.choice(self._known) for _ in range(self.chance.choice((1, 3, 500)))]

    def _deep(self) -> Any:
        made: Any = "x"
        for _ in range(self.chance.choice((3, 60, 400))):
            made = [made] if self.chance.random() < 0.5 else {"a": made}
        return made
