"""Message to reply: ours through all processes, and a stock Rasa bot over its REST channel."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass

import httpx
from rich.table import Table

from bench.ours import ronghe
from bench.stock import MESSAGES as STOCK_MESSAGES
from bench.stock import stock_bot
from cli.console import output
from cli.scoring import MEDIAN, TAIL, quantile
from cli.visitor import connection, visiting

#: What a visitor of ours says, in several languages; most get an answer of the knowledge base.
QUESTIONS = (
    "hello",
    "How do I open a bank account?",
    "銀行口座はどうやって開きますか",
    "住宿登记在哪里办",
    "谢谢",
)
#: The third opens a dialogue; each of the others interrupts it, is answered, and the dialogue asks again.
IN_A_DIALOGUE = (
    "hello",
    "my passport was stolen",
    "在留許可を延長したいです",
    "住宿登记在哪里办",
    "谢谢",
)
WARM_UP = 10
#: One after the other, so that nobody writes more than a person may (60 messages a minute).
ALONE_VISITORS = 5
ALONE_EACH = 20
ALONE = ALONE_VISITORS * ALONE_EACH
TOGETHER = 20
EACH = 15

#: Says one message and returns when its reply is there.
Say = Callable[[str], Awaitable[object]]


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What was measured; milliseconds, and messages a second."""

    alone_p50: float
    alone_p95: float
    together_rate: float
    together_p50: float
    together_p95: float


async def main() -> None:
    """Measure both and print them side by side."""
    with stock_bot() as address:
        stock = await measure_stock(address)
    with ronghe() as address:
        questions = await measure_ours(address, QUESTIONS)
        dialogue = await measure_ours(address, IN_A_DIALOGUE)
    show({"": questions, "in a dialogue, ": dialogue}, stock)


async def measure_ours(address: str, messages: Sequence[str]) -> Figures:
    """Measure conversations on the web channel, each with its open stream."""
    async with connection(address) as client, AsyncExitStack() as stack:
        visitors = [await stack.enter_async_context(visiting(client)) for _ in range(1 + ALONE_VISITORS + TOGETHER)]
        return await measure([visitor.say for visitor in visitors], messages)


async def measure_stock(address: str) -> Figures:
    """Measure conversations on the REST channel."""
    async with httpx.AsyncClient(base_url=address, timeout=60) as client:

        def speaker(sender: int) -> Say:
            async def say(text: str) -> object:
                body = {"sender": f"v{sender}", "message": text}
                return (await client.post("/webhooks/rest/webhook", json=body)).json()

            return say

        return await measure([speaker(number) for number in range(1 + ALONE_VISITORS + TOGETHER)], STOCK_MESSAGES)


async def measure(speakers: Sequence[Say], messages: Sequence[str]) -> Figures:
    """Warm up with the first speaker, measure some one after the other, then the others together."""
    first, *rest = speakers
    await talk(first, messages, WARM_UP)
    singles, others = rest[:ALONE_VISITORS], rest[ALONE_VISITORS:]
    alone = sorted([latency for one in singles for latency in await talk(one, messages, ALONE_EACH)])
    started = time.perf_counter()
    rounds = await asyncio.gather(*(talk(one, messages, EACH) for one in others))
    seconds = time.perf_counter() - started
    together = sorted(latency for one in rounds for latency in one)
    return Figures(
        alone_p50=1000 * quantile(alone, MEDIAN),
        alone_p95=1000 * quantile(alone, TAIL),
        together_rate=len(together) / seconds,
        together_p50=1000 * quantile(together, MEDIAN),
        together_p95=1000 * quantile(together, TAIL),
    )


async def talk(say: Say, messages: Sequence[str], turns: int) -> list[float]:
    """Say so many messages, each after the reply to the one before, and return the seconds each took."""
    latencies = []
    for turn in range(turns):
        started = time.perf_counter()
        await say(messages[turn % len(messages)])
        latencies.append(time.perf_counter() - started)
    return latencies


def show(ours: Mapping[str, Figures], stock: Figures) -> None:
    """Print ours, by what is said, beside the other, and as its multiple."""
    table = Table(
        title=f"message to reply; {ALONE} messages alone, then {TOGETHER} visitors with {EACH} each", box=None
    )
    table.add_column("")
    for name in ("Ronghe", "stock rasa init", "ratio"):
        table.add_column(name, justify="right")
    for where, figures in ours.items():
        rows = (
            (f"{where}one visitor, p50 ms", figures.alone_p50, stock.alone_p50),
            (f"{where}one visitor, p95 ms", figures.alone_p95, stock.alone_p95),
            (f"{where}{TOGETHER} visitors, messages/s", figures.together_rate, stock.together_rate),
            (f"{where}{TOGETHER} visitors, p50 ms", figures.together_p50, stock.together_p50),
            (f"{where}{TOGETHER} visitors, p95 ms", figures.together_p95, stock.together_p95),
        )
        for name, mine, other in rows:
            table.add_row(name, f"{mine:.1f}", f"{other:.1f}", f"{mine / other:.2f}")
    output.print(table)
