"""Make sure that the browser tests find a Chromium: the system's, or one installed where that is allowed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome")
#: Chinese, Japanese and Korean glyphs and emoji, so that the pictures show what a visitor sees.
PACKAGES = ("chromium", "fonts-noto-cjk", "fonts-noto-color-emoji")
LOG = Path(__file__).resolve().parent.parent / "var" / "log" / "browser.log"


def main() -> None:
    """Find Chromium or install Debian's."""
    if any(shutil.which(name) for name in NAMES):
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        sys.exit(
            "\nThe browser tests need Chromium, and none was found."
            "\nWhat to do: install it (Debian: apt-get install " + " ".join(PACKAGES) + "), then `make test` again."
        )
    print("Installing Chromium and fonts for the browser tests …", flush=True)  # noqa: T201 - for the user
    LOG.parent.mkdir(parents=True, exist_ok=True)
    with LOG.open("w") as log:
        for command in (["update"], ["install", "--yes", "--no-install-recommends", *PACKAGES]):
            status = subprocess.run(
                ["apt-get", *command],
                stdout=log,
                stderr=log,
                env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
                check=False,
            ).returncode
            if status != 0:
                sys.exit(f"\napt-get {command[0]} failed.\nWhat to do: read {LOG}, then `make test` again.")


if __name__ == "__main__":
    main()
