"""Set up the environment: `make` runs this with the system's Python before anything else exists.

Standard library only. Installs uv into a folder of its own, the locked packages into `.venv`, and torch apart
from them: a CPU wheel where one can be had, else the ordinary one, which brings some 3 GB of CUDA libraries along
(docs/adr/0001). Done already: says nothing and takes no time.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BOOTSTRAP = ROOT / "var" / "bootstrap"
STAMP = VENV / ".installed"
TORCH = "torch==2.13.0"
FREE_GIB = 6
LOG = ROOT / "var" / "log" / "setup.log"


def main() -> None:
    """Bring `.venv` to what `uv.lock` says."""
    if sys.version_info[:2] != (3, 11):
        version = sys.version.split()[0]
        stop(f"Python 3.11 is needed, this is {version}.", "make run PYTHON=/path/of/python3.11")
    wanted = fingerprint()
    if STAMP.is_file() and STAMP.read_text() == wanted:
        return
    check_disk()
    LOG.parent.mkdir(parents=True, exist_ok=True)
    LOG.write_text("")
    uv = install_uv()
    say("Installing the locked packages into .venv (once, a minute or two) …")
    step(
        # compiled now, on all cores, rather than by each of the first processes on its own
        [
            *(uv, "sync", "--frozen", "--inexact", "--python", sys.executable),
            *("--no-install-package", "torch", "--compile-bytecode"),
        ],
        "The packages could not be installed.",
    )
    install_torch(uv)
    STAMP.write_text(wanted)
    say("Environment ready.")


def fingerprint() -> str:
    """Return a digest of everything the environment is made from."""
    digest = hashlib.sha256(TORCH.encode())
    for name in ("uv.lock", "pyproject.toml", "scripts/setup.py"):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def check_disk() -> None:
    """Stop early when the packages cannot fit."""
    free = shutil.disk_usage(ROOT).free / 2**30
    if not VENV.exists() and free < FREE_GIB:
        stop(f"Only {free:.1f} GiB of disk is free; the packages need about {FREE_GIB}.", "free some space")


def install_uv() -> str:
    """Return a uv of our own, from a small environment under `var` that also has the pip asked for torch."""
    uv = BOOTSTRAP / "bin" / "uv"
    if not uv.is_file():
        say("Fetching uv, the package installer …")
        try:
            venv.create(BOOTSTRAP, with_pip=True, clear=True)
        except subprocess.CalledProcessError:
            stop("This Python cannot make virtual environments.", "on Debian: apt-get install python3-venv")
        step([str(BOOTSTRAP / "bin" / "pip"), "install", "--quiet", "uv>=0.8"], "uv could not be fetched.")
    return str(uv)


def install_torch(uv: str) -> None:
    """Install torch: from pip's own find-links, else the CPU index that uv knows, else as PyPI has it."""
    python = str(VENV / "bin" / "python")
    if subprocess.run([python, "-c", "import torch"], capture_output=True, check=False).returncode == 0:
        return
    say("Installing torch (CPU build where one can be had) …")
    pip = [str(BOOTSTRAP / "bin" / "pip"), "--python", python, "install", "--quiet", "--no-deps"]
    tries = [
        [*pip, "--no-index", TORCH],
        [uv, "pip", "install", "--python", python, "--no-config", "--torch-backend", "cpu", TORCH],
        [uv, "pip", "install", "--python", python, "--no-config", TORCH],
    ]
    for command in tries[:-1]:
        if run(command) == 0:
            return
    step(tries[-1], "torch could not be installed.")


def run(command: list[str]) -> int:
    """Run a command with its output in the log, and return its exit status."""
    environment = {**os.environ, "UV_PROJECT_ENVIRONMENT": str(VENV), "UV_HTTP_TIMEOUT": "120"}
    with LOG.open("a") as log:
        log.write(f"\n$ {' '.join(command)}\n")
        log.flush()
        return subprocess.run(command, cwd=ROOT, env=environment, stdout=log, stderr=log, check=False).returncode


def step(command: list[str], failure: str) -> None:
    """Run a command that must succeed."""
    if run(command) != 0:
        tail = "\n".join(LOG.read_text().splitlines()[-12:])
        stop(
            f"{failure} The end of {LOG.relative_to(ROOT)}:\n\n{tail}\n",
            "check the network and the disk, then type the same command again: it goes on where it stopped",
        )


def say(line: str) -> None:
    """Tell the user what is being done."""
    print(line, flush=True)  # noqa: T201 - this is what the user reads


def stop(problem: str, mend: str) -> None:
    """End with a message that says what is wrong and what to do."""
    sys.exit(f"\nSet-up stopped: {problem}\nWhat to do: {mend}.")


if __name__ == "__main__":
    main()
