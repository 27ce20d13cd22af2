"""The wheel as users get it, installed without this checkout.

It is built from the source archive, installed with the hash-locked dependencies into an empty
environment, and serves pages from another folder.
"""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urljoin

import pytest

from benchmarks.server_processes import reserved_port
from tests.patience import PATIENCE_SECONDS

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]


def run(*command: str | Path, cwd: Path = ROOT) -> None:
    subprocess.run(command, cwd=cwd, check=True)


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment with only the wheel and its dependencies."""
    folder = tmp_path_factory.mktemp("wheel")
    venv = folder / "venv"
    # With the pinned build tools of this environment, as `make` does.
    uv = (sys.executable, "-m", "uv")
    build = ("build", "--quiet", "--no-build-isolation", "--python", sys.executable)
    run(*uv, *build, "--out-dir", folder)  # the archive, and from it the wheel
    (wheel,) = folder.glob("*.whl")
    run(sys.executable, "-m", "venv", "--without-pip", venv)
    # uv links files from its cache, which is six times as fast as pip.
    into = (*uv, "pip", "install", "--quiet", "--python", venv)
    run(*into, "--require-hashes", "-r", ROOT / "requirements.lock")
    run(*into, "--no-deps", wheel)
    return venv


@contextmanager
def serving(command: Path, folder: Path) -> Iterator[str]:
    """Run `polling serve` in a separate folder; yield the URL once it answers."""
    with reserved_port() as port:
        variables = {
            "PATH": os.defpath,
            "HOST": "127.0.0.1",
            "PORT": str(port),
            "DATABASE_URL": f"sqlite:///{folder}/workshop.sqlite",
        }
        server = subprocess.Popen([command, "serve"], cwd=folder, env=variables)
        try:
            wait_until_open(port, server)
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.terminate()
            server.wait(PATIENCE_SECONDS)


def wait_until_open(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail(f"polling serve did not open its port; exit status {server.poll()}")


def fetch(address: str) -> tuple[str, str]:
    """Return the content type and the text. Raises HTTPError unless it succeeds."""
    with urllib.request.urlopen(address, timeout=PATIENCE_SECONDS) as response:  # noqa: S310  our own
        return response.headers.get_content_type(), response.read().decode()


def test_the_installed_command_serves_a_page_with_its_style_and_script(
    environment: Path, tmp_path: Path
) -> None:
    with serving(environment / "bin/polling", tmp_path) as address:
        kind, page = fetch(address)
        styles = re.findall(r'<link[^>]+rel="stylesheet"[^>]+href="([^"]+)"', page)
        scripts = re.findall(r'<script[^>]+src="([^"]+)"', page)

        assert (kind, page[:15]) == ("text/html", "<!doctype html>")
        assert {fetch(urljoin(address, path))[0] for path in styles} == {"text/css"}
        assert {fetch(urljoin(address, path))[0] for path in scripts} == {"text/javascript"}
        assert fetch(urljoin(address, "/guides/organizer"))[0] == "text/html"


def test_the_wheel_brings_its_own_files_and_none_of_their_sources(environment: Path) -> None:
    (packages,) = environment.glob("lib/python*/site-packages")
    bundled = packages / "polling/_bundled"

    found = sorted(path.name for path in bundled.iterdir())
    assert found == ["docs", "migrations", "static", "templates"]
    assert {path.name for path in (bundled / "docs").rglob("*.py")} == {"verify.py"}
    guides = {path.name for path in (ROOT / "docs/guides").iterdir()}
    assert {path.name for path in (bundled / "docs").rglob("*.md")} == guides
    assert not (bundled / "static/js").exists()
    assert (packages / "config.py").exists()
