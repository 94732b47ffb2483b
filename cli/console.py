"""How commands speak to the person at the terminal."""

import os
import sys

from rich.console import Console

#: Progress and messages; results that a machine may read go to standard output by themselves.
console = Console(stderr=True, highlight=False, soft_wrap=True, no_color=bool(os.environ.get("NO_COLOR")))
output = Console(file=sys.stdout, highlight=False, soft_wrap=True)
