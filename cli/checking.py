"""Print what is wrong with the content."""

import asyncio
from pathlib import Path

import typer

from cli.console import console, output


def check_content(content: Path, *, links: bool = False) -> None:
    """Print each problem as file:line: problem; ends with status 1 when there is one.

    Args:
        content: Folder of content files.
        links: Whether to ask for the pages of the sources as well.
    """
    from knowledge.checking import check
    from knowledge.links import find_dead_links
    from knowledge.loading import load_content

    problems = check(content)
    if links:
        with console.status("Asking for the pages of the sources …"):
            problems += asyncio.run(find_dead_links(load_content(content)))
    for problem in problems:
        output.print(str(problem), markup=False)
    if problems:
        console.print(f"{len(problems)} problems.")
        raise typer.Exit(1)
    console.print("The content is in order.")
