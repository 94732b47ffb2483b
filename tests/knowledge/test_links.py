"""Pages that no longer answer are found with file and line."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from ruamel.yaml import YAML
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from knowledge.links import find_dead_links
from knowledge.loading import load_content
from tests.knowledge.conftest import record
from tests.platforms.loopback import serving


async def _status(request: Request) -> Response:
    return PlainTextResponse("", status_code=int(request.path_params["status"]))


async def _moved(_: Request) -> Response:
    return RedirectResponse("/status/200")


@pytest.fixture
def pages() -> Iterator[str]:
    with serving(Starlette(routes=[Route("/status/{status}", _status), Route("/moved", _moved)])) as address:
        yield address


def write(folder: Path, *urls: str) -> Path:
    """Write an entry with these sources and return its file."""
    value = record("life.bank-account")
    value["sources"] = [{"title": value["sources"][0]["title"], "url": url, "date": None} for url in urls]
    file = folder / "life" / "life.bank-account.yml"
    file.parent.mkdir()
    YAML().dump(value, file)
    return file


async def test_a_page_that_is_gone_is_named_with_its_line(pages: str, tmp_path: Path) -> None:
    gone = f"{pages}/status/404"
    file = write(tmp_path, f"{pages}/status/200", f"{pages}/moved", f"{pages}/status/403", gone)

    [problem] = await find_dead_links(load_content(tmp_path))

    assert (problem.file, problem.message) == (file, f"{gone}: answers 404")
    assert gone in file.read_text(encoding="utf-8").splitlines()[problem.line - 1]


async def test_a_host_that_does_not_answer_is_a_problem(tmp_path: Path) -> None:
    write(tmp_path, "http://127.0.0.1:9/")

    [problem] = await find_dead_links(load_content(tmp_path))

    assert "no answer (ConnectError)" in problem.message
