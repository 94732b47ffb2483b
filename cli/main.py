"""The commands of `ronghe`."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.core.errors import AssistantError

app = typer.Typer(
    help="Ronghe: the assistant of a service centre for people from abroad.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
train_app = typer.Typer(help="Train what has changed.", invoke_without_command=True)
app.add_typer(train_app, name="train")

Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say only what went wrong.")]
By = Annotated[str, typer.Option(help="Who does it, for the history; the name of the machine's user by default.")]
Content = Annotated[Path, typer.Argument(help="Folder of the content.")]
CONTENT = Path("knowledge/content")
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]


@app.command()
def serve() -> None:
    """Start everything: build and train what is missing, then serve until Ctrl-C."""
    from cli.serving import serve as run

    run()


@app.command()
def build(quiet: Quiet = False) -> None:
    """Build the knowledge index from the content files, unless nothing has changed."""
    from cli.preparation import build_knowledge

    build_knowledge(quiet=quiet)


@train_app.callback()
def train(context: typer.Context, quiet: Quiet = False) -> None:
    """Build the knowledge index and train the Rasa model, unless nothing has changed."""
    if context.invoked_subcommand is None:
        from cli.preparation import train_all

        train_all(quiet=quiet)


@train_app.command("embedder")
def train_embedder(
    pairs: Annotated[
        list[Path], typer.Argument(help="Files of translation pairs, JSON lines, .xz or plain.", exists=True)
    ],
    output: Annotated[Path, typer.Option(help="Folder of the new model.")] = Path("var/embedder"),
    steps: Annotated[int, typer.Option(min=1, help="Batches to train on.")] = 1500,
    seed: Annotated[int, typer.Option(help="Of everything random.")] = 7,
    exclude: Annotated[
        Path | None, typer.Option(help="File of texts to measure with, kept out of training.", exists=True)
    ] = None,
) -> None:
    """Train the multilingual sentence embedder from public translation pairs."""
    from cli.console import console
    from knowledge.training.pretraining import Recipe
    from knowledge.training.pretraining import train_embedder as run

    run(pairs, output, exclude=exclude, recipe=Recipe(steps=steps, seed=seed), progress=console.print)


@app.command()
def check(
    content: Content = CONTENT,
    links: Annotated[
        bool, typer.Option("--links", help="Ask for the pages of the sources too (needs internet).")
    ] = False,
) -> None:
    """Check the content: prints file, line and mend of each problem."""
    from cli.checking import check_content

    check_content(content, links=links)


@app.command()
def publish(
    evaluation: Annotated[
        Path | None, typer.Option(help="Questions to measure with, as for `evaluate`.", exists=True, dir_okay=False)
    ] = None,
    by: By = "",
    force: Annotated[bool, typer.Option("--force", help="Also when it measures worse than the one in use.")] = False,
) -> None:
    """Bring the content as it stands into use, unless it measures worse than what is in use."""
    from cli.publishing import publish as run

    run(evaluation, by=by, force=force)


@app.command()
def rollback(
    version: Annotated[
        str | None, typer.Argument(help="Of `ronghe versions`; the one before, if none is named.")
    ] = None,
    by: By = "",
) -> None:
    """Bring an earlier version of the content into use again."""
    from cli.publishing import rollback as run

    run(version, by=by)


@app.command()
def versions() -> None:
    """List the versions of the content: when, who, what changed."""
    from cli.publishing import versions as run

    run()


@app.command("export")
def export_workbook(
    file: Annotated[Path, typer.Argument(help="Workbook to write, .xlsx.", dir_okay=False)], content: Content = CONTENT
) -> None:
    """Write the content into a workbook that can be edited."""
    from cli.sheets import export as run

    run(file, content)


@app.command("import")
def import_workbook(
    file: Annotated[Path, typer.Argument(help="Workbook to read, .xlsx.", exists=True, dir_okay=False)],
    content: Content = CONTENT,
    apply: Annotated[bool, typer.Option("--apply", help="Write the changes; without it they are only shown.")] = False,
) -> None:
    """Show what an edited workbook changes in the content, or write it."""
    from cli.sheets import import_ as run

    run(file, content, apply=apply)


@app.command()
def stale(content: Content = CONTENT, as_json: AsJson = False) -> None:
    """List the entries to verify again, worst first."""
    from cli.staleness import stale as run

    run(content, as_json=as_json)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="What a visitor would type.")],
    lang: Annotated[str | None, typer.Option(help="Language of the browser: zh-Hans, zh-Hant, en, ja, ko.")] = None,
    as_json: AsJson = False,
) -> None:
    """Ask the running system one question, as a new visitor."""
    from cli.asking import ask as run

    run(question, lang=lang, as_json=as_json)


@app.command()
def evaluate(
    file: Annotated[Path, typer.Argument(help="TSV: lang, question, expected, kind.", exists=True, dir_okay=False)],
    as_json: AsJson = False,
    failures: Annotated[bool, typer.Option("--failures", help="List the lines that went wrong.")] = False,
    visitors: Annotated[int, typer.Option(min=1, max=64, help="Questions asked at the same time.")] = 1,
) -> None:
    """Ask the running system every question of a file and print how many it got right."""
    from cli.evaluating import evaluate as run

    run(file, as_json=as_json, failures=failures, visitors=visitors)


@app.command("add-staff")
def add_staff(
    username: Annotated[str, typer.Argument(help="Name to sign in with.")],
    name: Annotated[str, typer.Option(help="Name that colleagues see.")] = "",
) -> None:
    """Add a member of staff, or give an existing one a new password."""
    from cli.accounts import add_staff as run

    run(username, display_name=name or username)


@app.command()
def forget(
    conversation: Annotated[int, typer.Argument(help="Its number, as the console's notes show it.", min=1)],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask again.")] = False,
) -> None:
    """Delete all that is stored of a conversation, at its visitor's wish."""
    # read when SQLAlchemy is first imported: what Rasa's tables warn of is nothing to whoever deletes
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    from cli.erasing import forget as run

    if not yes:
        typer.confirm(f"Nothing brings conversation {conversation} back. Delete it?", abort=True)
    run(conversation)


def main() -> None:
    """Run a command; an error that was foreseen is one line, not a stack trace."""
    try:
        app()
    except AssistantError as error:
        sys.exit(f"\nronghe: {error}")
