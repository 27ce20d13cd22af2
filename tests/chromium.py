"""The Chromium for browser tests; ``python -m tests.chromium`` makes sure that there is one.

``CHROMIUM`` is its path. Otherwise, it is searched in the usual places, or else Debian's package is
installed if that needs no password. Playwright's own download is not used, because tests should use
a browser that people have. Debian's headless shell is the same engine without windows, which cost
about as much processor time as the pages in them.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

SHELL, CHROMIUM = "chromium-headless-shell", "chromium"
NAMES = (SHELL, CHROMIUM, "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC_FOLDERS = (Path("/Applications"), Path.home() / "Applications")
MAC_APPLICATIONS = (
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Chromium.app/Contents/MacOS/Chromium",
)
APT_GET = ("env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet=2")
HOW = (
    "The browser tests need Chromium or Chrome. Install one (apt install chromium, "
    "brew install --cask chromium), or set CHROMIUM to where it is."
)


def find() -> Path | None:
    """Return the browser's executable, or None. A wrong ``CHROMIUM`` is not replaced."""
    if named := os.environ.get("CHROMIUM"):
        return _on_path(named)
    return next(filter(None, map(_on_path, NAMES)), None) or _in_applications()


def _on_path(name: str) -> Path | None:
    found = shutil.which(name)
    return Path(found) if found else None


def _in_applications() -> Path | None:
    places = (folder / application for folder in MAC_FOLDERS for application in MAC_APPLICATIONS)
    return next(filter(Path.exists, places), None)


def install() -> None:
    """Install Debian's Chromium, if this user needs no password for it."""
    as_root = _become_root()
    if as_root is None or not shutil.which("apt-get"):
        return
    print("Installing Chromium for the browser tests (apt-get)", flush=True)
    subprocess.run([*as_root, *APT_GET, "update"], check=False)
    for name in (SHELL, CHROMIUM):  # older systems have no shell
        if find() is None:
            package = ["install", "--yes", "--no-install-recommends", name]
            subprocess.run([*as_root, *APT_GET, *package], check=False)


def _become_root() -> list[str] | None:
    if os.geteuid() == 0:
        return []
    sudo = ["sudo", "--non-interactive"]
    allowed = shutil.which("sudo") and subprocess.run([*sudo, "true"], check=False).returncode == 0
    return sudo if allowed else None


def main() -> None:
    """Find it, install it if necessary, or exit with a sentence that explains how."""
    if find() is None and "CHROMIUM" not in os.environ:
        install()
    if find() is None:
        sys.exit(HOW)


if __name__ == "__main__":
    main()
