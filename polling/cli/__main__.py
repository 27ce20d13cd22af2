"""`python -m polling.cli`: the same commands, if `polling` is not on PATH."""

import sys

from polling.cli import main

sys.exit(main())
