"""`python -m polling.cli`: the same commands, where there is no `polling` on the PATH."""

import sys

from polling.cli import main

sys.exit(main())
