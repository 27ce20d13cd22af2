#!/bin/sh
# Make the virtual environment in $1 with $PYTHON, or with the first Python 3.11+ on PATH;
# or say in one line what to install.
set -eu

recent() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

fail() { echo "$1" >&2; exit 1; }

for python in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
    recent "$python" && break
    python=
done
[ -n "$python" ] || fail "This needs Python 3.11 or newer as ${PYTHON:-python3}: install one from python.org, brew (python@3.13) or apt (python3 python3-venv)."

"$python" -c 'import ensurepip, venv' 2>/dev/null ||
    fail "$python has no venv module: on Debian and Ubuntu, apt install python3-venv."

exec "$python" -m venv "$1"
