"""Whether the pages that entries name as sources still answer: the only check that needs the internet."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from http import HTTPStatus

import httpx

from knowledge.errors import Problem
from knowledge.loading import Content, Located

#: Pages asked for together, and of one host: official sites shut out who asks for more.
TOGETHER = 8
TOGETHER_OF_HOST = 2
#: Official sites are slow abroad.
TIMEOUT_SECONDS = 20.0
#: Many sites answer nothing to programs that do not look like a browser.
_HEADERS = {"User-Agent": "Mozilla/5.0 (compatible; Ronghe link check)", "Accept": "text/html,*/*"}
#: The page may well be there, and only not be shown to us.
_UNTOLD = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS})


async def find_dead_links(content: Content, client: httpx.AsyncClient | None = None) -> list[Problem]:
    """Return a problem for each source whose page does not answer, in the order of files and lines.

    Pages that refuse programs (401, 403, 429) are taken to be there. Each address is asked for once.

    Args:
        content: Entries with their places in the files.
        client: None for one that follows redirects and waits for slow sites.
    """
    named: dict[str, list[tuple[Located, int]]] = defaultdict(list)
    for located in content.entries:
        for row, source in enumerate(located.entry.sources):
            if source.url and not source.mirror:
                named[str(source.url)].append((located, row))
    if client is None:
        async with httpx.AsyncClient(headers=_HEADERS, timeout=TIMEOUT_SECONDS, follow_redirects=True) as own:
            faults = await _ask(own, list(named))
    else:
        faults = await _ask(client, list(named))
    return sorted(
        located.problem(["sources", row, "url"], f"{url}: {fault}", "name the page's new address or another source")
        for url, fault in faults.items()
        for located, row in named[url]
    )


async def _ask(client: httpx.AsyncClient, urls: Sequence[str]) -> Mapping[str, str]:
    """Return what is wrong with each address that does not answer."""
    everywhere = asyncio.Semaphore(TOGETHER)
    hosts: dict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(TOGETHER_OF_HOST))

    async def fault(url: str) -> str:
        async with hosts[httpx.URL(url).host], everywhere:
            try:
                # not HEAD, which many of these sites answer with an error
                async with client.stream("GET", url) as answer:
                    status = answer.status_code
            except httpx.HTTPError as error:
                return f"no answer ({type(error).__name__})"
            return f"answers {status}" if status >= HTTPStatus.BAD_REQUEST and status not in _UNTOLD else ""

    faults = await asyncio.gather(*map(fault, urls))
    return {url: one for url, one in zip(urls, faults, strict=True) if one}
