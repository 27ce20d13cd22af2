"""scripts/make_venv.sh without a suitable Python prints one line that says what to install."""

import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

SCRIPT = Path(__file__).resolve().parents[2] / "scripts/make_venv.sh"
TOO_OLD = "#!/bin/sh\nexit 1\n"
WITHOUT_VENV = '#!/bin/sh\ncase "$2" in *ensurepip*) exit 1 ;; esac\n'
GOOD = '#!/bin/sh\n[ "$1" = -c ] || echo "$0 $*"\n'


def make_venv(
    folder: Path, pythons: dict[str, str], **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run the script with only these fake programs on PATH."""
    for name, text in pythons.items():
        (folder / name).write_text(text)
        (folder / name).chmod(0o755)
    return subprocess.run(
        ["/bin/sh", SCRIPT, folder / "venv"],
        env={"PATH": str(folder), **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_first_python_that_is_new_enough_is_taken(tmp_path: Path) -> None:
    made = make_venv(tmp_path, {"python3": TOO_OLD, "python3.13": TOO_OLD, "python3.11": GOOD})

    assert made.stdout == f"{tmp_path}/python3.11 -m venv {tmp_path}/venv\n"
    assert (made.returncode, made.stderr) == (0, "")


@pytest.mark.parametrize(
    "pythons",
    [pytest.param({}, id="no Python"), pytest.param({"python3": TOO_OLD}, id="an old Python")],
)
def test_without_a_new_enough_python_it_says_where_to_get_one(
    tmp_path: Path, pythons: dict[str, str]
) -> None:
    failed = make_venv(tmp_path, pythons)

    assert failed.returncode == 1
    assert failed.stderr == (
        "This needs Python 3.11 or newer as python3: install one from python.org, "
        "brew (python@3.13) or apt (python3 python3-venv).\n"
    )


def test_a_python_that_was_named_is_not_passed_over(tmp_path: Path) -> None:
    failed = make_venv(tmp_path, {"python3": GOOD, "python3.9": TOO_OLD}, PYTHON="python3.9")

    assert failed.returncode == 1
    assert failed.stderr.startswith("This needs Python 3.11 or newer as python3.9:")


def test_debians_split_off_venv_module_is_named(tmp_path: Path) -> None:
    failed = make_venv(tmp_path, {"python3": WITHOUT_VENV})

    assert (failed.returncode, failed.stderr) == (
        1,
        "python3 has no venv module: on Debian and Ubuntu, apt install python3-venv.\n",
    )
