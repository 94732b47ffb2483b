"""`python -m web` starts the edge."""

import sys

# httpx loads its command line client where it can, and with it rich and pygments: half a second of the edge's start.
sys.modules["httpx._main"] = None  # type: ignore[assignment] # what Python itself sets for "not importable"

from web.server import main  # noqa: E402 - after the line above, which is its point

main()
