from pathlib import Path

import pytest

from tests import chromium


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without programs, with one folder on PATH."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(chromium, "MAC_FOLDERS", (tmp_path / "Applications",))
    monkeypatch.delenv("CHROMIUM", raising=False)
    return tmp_path


def put(executable: Path) -> Path:
    executable.parent.mkdir(parents=True, exist_ok=True)
    executable.write_text("#!/bin/sh\n")
    executable.chmod(0o755)
    return executable


@pytest.mark.parametrize("name", chromium.NAMES)
def test_each_usual_name_on_path_is_found(folder: Path, name: str) -> None:
    browser = put(folder / name)

    assert chromium.find() == browser


def test_debians_chromium_comes_before_chrome_and_its_headless_shell_first(folder: Path) -> None:
    put(folder / "google-chrome")
    debians = put(folder / "chromium")
    assert chromium.find() == debians
    shell = put(folder / "chromium-headless-shell")
    assert chromium.find() == shell


def test_the_variable_wins_over_what_is_on_path(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder / "chromium")
    mine = put(folder / "mine" / "browser")
    monkeypatch.setenv("CHROMIUM", str(mine))

    assert chromium.find() == mine


def test_a_variable_that_names_nothing_is_not_made_good_for(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder / "chromium")
    monkeypatch.setenv("CHROMIUM", str(folder / "absent"))

    assert chromium.find() is None
    with pytest.raises(SystemExit, match="set CHROMIUM to where it is"):
        chromium.main()


def test_a_browser_in_a_macs_own_applications_is_found(folder: Path) -> None:
    browser = put(folder / "Applications/Chromium.app/Contents/MacOS/Chromium")

    assert chromium.find() == browser
