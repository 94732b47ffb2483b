"""The process manager keeps real processes alive and stops them all."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cli.supervision import Program, Supervision, SupervisorError

SCRIPT = """
import os, pathlib, sys, time
with pathlib.Path(sys.argv[1]).open("a") as file:
    file.write(f"{os.getpid()}\\n")
while True:
    time.sleep(60)
"""


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "program.py"
    path.write_text(SCRIPT)
    return path


@pytest.fixture
def supervision(tmp_path: Path, script: Path) -> Iterator[Supervision]:
    made = Supervision(
        folder=tmp_path / "var",
        programs=(
            Program(name="first", command=(sys.executable, str(script), str(tmp_path / "first")), at_once=True),
            Program(name="second", command=(sys.executable, str(script), str(tmp_path / "second"))),
        ),
        environment={},
    )
    yield made
    made.stop()


def eventually(condition: Callable[[], bool], seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


def pids(path: Path) -> list[int]:
    return [int(line) for line in path.read_text().splitlines()] if path.exists() else []


def running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_starts_restarts_and_stops(supervision: Supervision, tmp_path: Path) -> None:
    supervision.start()
    assert eventually(lambda: len(pids(tmp_path / "first")) == 1)
    assert pids(tmp_path / "second") == []

    supervision.start_program("second")
    assert eventually(lambda: len(pids(tmp_path / "second")) == 1)

    os.kill(pids(tmp_path / "first")[0], signal.SIGKILL)
    assert eventually(lambda: len(pids(tmp_path / "first")) == 2)

    supervision.stop()
    assert not supervision.alive()
    assert not any(running(pid) for name in ("first", "second") for pid in pids(tmp_path / name))


def test_a_second_one_on_the_same_folder_is_refused_and_the_first_goes_on(
    supervision: Supervision, tmp_path: Path
) -> None:
    supervision.start()
    second = Supervision(folder=tmp_path / "var", programs=(), environment={})

    with pytest.raises(SupervisorError, match="already runs"):
        second.start()
    second.stop()

    assert supervision.alive()
    assert supervision.pid("first") > 0
