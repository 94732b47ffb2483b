"""`python -m bench [NAME …]`: run benchmarks by name, or all of them."""

import asyncio
import sys

from bench import conversation

BENCHMARKS = {"conversation": conversation.main}


def main() -> None:
    """Run those named on the command line."""
    names = sys.argv[1:] or list(BENCHMARKS)
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        sys.exit(f"no benchmark named {', '.join(unknown)}; there are: {', '.join(BENCHMARKS)}")
    for name in names:
        asyncio.run(BENCHMARKS[name]())


main()
