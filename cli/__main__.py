"""`python -m cli` is `ronghe`."""

from cli.main import main

main()
