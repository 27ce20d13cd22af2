"""scripts/install.sh installs with uv, or with pip where uv cannot."""

import shlex
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

SCRIPT = Path(__file__).resolve().parents[2] / "scripts/install.sh"
WANTED = ["--require-hashes", "-r", "requirements.lock"]
PIP = "python -m pip install --quiet --disable-pip-version-check"


class Fake:
    """A virtual environment whose programs only note their arguments."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.noted = folder / "noted"
        (folder / "bin").mkdir()

    def has(self, name: str, *, status: int = 0, also: str = ":") -> None:
        """Add a program that exits with a status; `also` is run before."""
        program = self.folder / "bin" / name
        noted = shlex.quote(str(self.noted))
        program.write_text(f'#!/bin/sh\necho "{name} $*" >> {noted}\n{also}\nexit {status}\n')
        program.chmod(0o755)

    def install(self) -> tuple[int, list[str]]:
        """Run the script; return its exit status, and what was run."""
        done = subprocess.run(["/bin/sh", SCRIPT, self.folder, *WANTED], check=False)
        return done.returncode, self.noted.read_text().splitlines()


@pytest.fixture
def venv(tmp_path: Path) -> Fake:
    return Fake(tmp_path)


def uv_command(venv: Fake) -> str:
    return " ".join(["uv pip install --quiet --python", f"{venv.folder}/bin/python", *WANTED])


def pip_command() -> str:
    return " ".join([PIP, *WANTED])


def test_uv_installs(venv: Fake) -> None:
    venv.has("python")
    venv.has("uv")
    assert venv.install() == (0, [uv_command(venv)])


def test_pip_first_installs_uv(venv: Fake) -> None:
    uv = venv.folder / "bin/uv"
    venv.has("python", also=f"ln -s {shlex.quote(str(venv.folder / 'bin/other'))} {uv}")
    venv.has("other")
    status, noted = venv.install()
    assert status == 0
    assert noted[0].endswith("--require-hashes -r requirements-install.lock")
    assert noted[1:] == [uv_command(venv).replace("uv", "other", 1)]


@pytest.mark.parametrize("status", [0, 3])
def test_where_uv_cannot_pip_installs_and_decides(venv: Fake, status: int) -> None:
    venv.has("python", status=status)
    venv.has("uv", status=2)
    assert venv.install() == (status, [uv_command(venv), pip_command()])


def test_where_there_is_no_uv_pip_installs(venv: Fake) -> None:
    venv.has("python")
    status, noted = venv.install()
    assert status == 0
    assert noted[1:] == [pip_command()]
