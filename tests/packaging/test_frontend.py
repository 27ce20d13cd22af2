"""scripts/build_frontend.py, on a small separate site with the libraries of this checkout."""

import gzip
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from scripts.build_frontend import build

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
FONT = "@fontsource/noto-serif/files/noto-serif-latin-600-normal.woff2"
FILES = {
    "static/js/pages/participant.js": (
        'import { greet } from "../greet.js"; greet("phone");'
        'addEventListener("click", () => import("../editor.js"))'
    ),
    "static/js/pages/screen.js": 'import { greet } from "../greet.js"; greet("screen")',
    "static/js/greet.js": "export const greet = (who) => console.log(`Hello from the ${who}`)",
    "static/js/editor.js": 'import * as Y from "yjs"; export const doc = new Y.Doc()',
    "static/css/pages/participant.css": (
        f'@font-face {{ font-family: Serif; src: url("{FONT}") format("woff2") }}'
    ),
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    shutil.copy2(ROOT / "package-lock.json", tmp_path)
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    return tmp_path


def manifest(site: Path) -> dict[str, str]:
    names: dict[str, str] = json.loads((site / "static/dist/manifest.json").read_text())
    return names


def text_of(site: Path, name: str) -> str:
    return (site / "static/dist" / manifest(site)[name]).read_text()


def test_the_manifest_names_each_page_and_each_font(site: Path) -> None:
    build(site)

    assert sorted(manifest(site)) == [
        Path(FONT).name,
        "participant.css",
        "participant.js",
        "screen.js",
    ]
    assert all((site / "static/dist" / name).is_file() for name in manifest(site).values())


def test_a_stylesheet_finds_its_font_in_the_same_folder(site: Path) -> None:
    build(site)

    assert f"url(./{manifest(site)[Path(FONT).name]})" in text_of(site, "participant.css").replace(
        '"', ""
    )


def test_a_bundle_is_renamed_when_its_content_changes_and_only_then(site: Path) -> None:
    build(site)
    before = manifest(site)
    page = site / "static/js/pages/screen.js"
    page.write_text(page.read_text().replace("screen", "wall"))
    build(site)
    after = manifest(site)

    assert {name for name in before if before[name] != after[name]} == {"screen.js"}


def test_a_lazy_import_stays_out_of_the_page_until_it_is_needed(site: Path) -> None:
    build(site)

    assert "import(" in text_of(site, "participant.js")
    assert len(text_of(site, "participant.js")) < 1_000  # Yjs alone is 60 times as large


def test_a_page_without_lazy_imports_is_one_file_with_all_that_it_imports(site: Path) -> None:
    build(site)

    assert "Hello from the" in text_of(site, "screen.js")
    assert "import" not in text_of(site, "screen.js")


def test_text_worth_it_is_compressed_beforehand(site: Path) -> None:
    build(site)

    packed = list((site / "static/dist").glob("*.gz"))
    assert [path.name.partition("-")[0] for path in packed] == ["editor"]
    assert gzip.decompress(packed[0].read_bytes()) == packed[0].with_suffix("").read_bytes()


def test_two_builds_of_the_same_source_are_the_same_to_the_byte(site: Path) -> None:
    build(site)
    first = contents(site)
    build(site)

    assert contents(site) == first


def contents(site: Path) -> dict[str, bytes]:
    files = (path for path in (site / "static/dist").rglob("*") if path.is_file())
    return {path.name: path.read_bytes() for path in files}


def test_the_fonts_of_printed_documents_come_with_their_licence(site: Path) -> None:
    build(site)
    names = {path.name for path in (site / "static/dist/fonts").iterdir()}
    scripts = ("Sans", "SansArabic", "SansKhmer", "SansLao", "SansMyanmar", "SansThai", "Serif")
    assert {f"Noto{script}_400Regular.ttf" for script in scripts} | {"OFL.txt"} <= names


def test_a_failed_build_leaves_the_last_good_one(
    site: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    build(site)
    before = manifest(site)
    (site / "static/js/greet.js").write_text("export const greet = (")

    with pytest.raises(subprocess.CalledProcessError):
        build(site)
    assert manifest(site) == before
    assert "static/js/greet.js" in capfd.readouterr().err
