"""`python -m bench [NAME [FILE] …]`: run benchmarks by name, or all of them; some take a file."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from bench import confusion, conversation, growth, intents, language, nlu, retrieval

BENCHMARKS: dict[str, Callable[..., Awaitable[None]]] = {
    "confusion": confusion.main,
    "conversation": conversation.main,
    "growth": growth.main,
    "intents": intents.main,
    "language": language.main,
    "nlu": nlu.main,
    "retrieval": retrieval.main,
}


def main() -> None:
    """Run those named on the command line."""
    chosen: list[list[str]] = []
    for argument in sys.argv[1:] or BENCHMARKS:
        if argument in BENCHMARKS:
            chosen.append([argument])
        elif chosen and Path(argument).is_file():
            chosen[-1].append(argument)
        else:
            sys.exit(f"no benchmark or file named {argument}; there are: {', '.join(BENCHMARKS)}")
    for name, *files in chosen:
        asyncio.run(BENCHMARKS[name](*files))


main()
