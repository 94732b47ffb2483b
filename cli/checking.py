"""Print what is wrong with the content."""

from pathlib import Path

import typer

from cli.console import console, output


def check_content(content: Path) -> None:
    """Print each problem as file:line: problem; ends with status 1 when there is one."""
    from knowledge.checking import check

    problems = check(content)
    for problem in problems:
        output.print(str(problem), markup=False)
    if problems:
        console.print(f"{len(problems)} problems.")
        raise typer.Exit(1)
    console.print("The content is in order.")
