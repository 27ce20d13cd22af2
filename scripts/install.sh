#!/bin/sh
# Install packages into a virtual environment: scripts/install.sh VENV ARGUMENT...
# The arguments are those of `pip install`. uv needs a tenth of pip's time, but does not read pip's
# settings (such as a mirror). If it cannot install them, pip does, or says what is wrong.
set -eu

venv=$1
shift
pip="$venv/bin/python -m pip install --quiet --disable-pip-version-check"

if ! [ -x "$venv/bin/uv" ]; then
    $pip --only-binary :all: --require-hashes -r requirements-install.lock 2>/dev/null || :
fi
"$venv/bin/uv" pip install --quiet --python "$venv/bin/python" "$@" 2>/dev/null || exec $pip "$@"
