"""`python -m web` starts the edge."""

from web.server import main

main()
