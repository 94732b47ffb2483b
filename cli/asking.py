"""`ronghe ask`: one message, as a new visitor."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

from bot.core.languages import match_hint
from bot.settings import load_settings
from cli.console import output
from cli.questions import QuestionFileError
from cli.visitor import Turn, connection, visiting


def ask(question: str, *, lang: str | None, as_json: bool) -> None:
    """Ask, and print what comes back as a visitor would read it.

    Raises:
        AssistantError: The language is unknown, or Ronghe is not running.
    """
    if lang is not None and match_hint(lang) is None:
        raise QuestionFileError(f"--lang {lang}: write zh-Hans, zh-Hant, en, ja or ko")
    turn = asyncio.run(_ask(question, lang))
    if as_json:
        result = {"seconds": round(turn.seconds, 4), "messages": turn.messages}
        print(json.dumps(result, ensure_ascii=False, indent=2))  # noqa: T201 - the result itself
        return
    for message in turn.messages:
        show(message["view"])
    output.print(f"[dim]{turn.seconds * 1000:.0f} ms[/dim]")


async def _ask(question: str, lang: str | None) -> Turn:
    async with connection(load_settings().address) as client, visiting(client, language=lang) as visitor:
        return await visitor.say(question)


def show(view: Mapping[str, Any]) -> None:
    """Print one message."""
    if view["title"]:
        output.print(f"[bold]{view['title']}[/bold]")
    for paragraph in view["paragraphs"]:
        output.print(paragraph, markup=False)
    for block in view["blocks"]:
        output.print(f"\n[bold]{block['heading']}[/bold]")
        for number, item in enumerate(block["items"], start=1):
            output.print(f"  {number}. {item}" if block["ordered"] else f"  • {item}", markup=False)
    if view["links"]:
        output.print()
    for link in view["links"]:
        output.print(f"  {link['title']}: {link['url']}", markup=False, style="dim")
    for line in view["footer"]:
        output.print(line, markup=False, style="dim")
    for button in view["buttons"]:
        output.print(f"  ( {button['title']} )", markup=False, style="cyan")
    output.print()
