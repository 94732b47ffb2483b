"""What the code has, the reference names."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from bot.core.languages import TAGS
from bot.settings import PREFIX, ROOT, Settings

DOCS = ROOT / "docs"


def test_every_setting_is_documented_and_nothing_else() -> None:
    documented = set(re.findall(rf"`({PREFIX}[A-Z_]+)` \|", (DOCS / "reference" / "settings.md").read_text()))

    assert documented == {PREFIX + field.name.upper() for field in fields(Settings)}


@pytest.mark.parametrize("page", [*sorted(DOCS.rglob("*.md")), ROOT / "README.md"], ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text())

    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_the_languages_are_named_in_the_command_line_help() -> None:
    source = (ROOT / "cli" / "main.py").read_text()

    assert all(tag in source for tag in TAGS)
