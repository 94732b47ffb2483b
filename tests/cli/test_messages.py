"""Files of messages with their intent."""

from pathlib import Path

import pytest

from cli.messages import Message, read_messages
from cli.questions import QuestionFileError


def written(folder: Path, text: str) -> Path:
    file = folder / "messages.tsv"
    file.write_text(text, encoding="utf-8")
    return file


def test_lines_are_read_and_empty_ones_left_out(tmp_path: Path) -> None:
    file = written(tmp_path, 'en\tgreet\thi "there\n\nzh-TW\tthanks\t謝謝\n')

    assert read_messages(file) == [
        Message(line=1, language="en", kind="greet", text='hi "there'),
        Message(line=3, language="zh-Hant", kind="thanks", text="謝謝"),
    ]


def test_every_wrong_line_is_named_with_its_mend(tmp_path: Path) -> None:
    file = written(tmp_path, "en\tgreet\nxx\tgreet\thi\nen\tgreet\tfine\nko\t\t안녕\n")

    with pytest.raises(QuestionFileError) as raised:
        read_messages(file)

    first, second, third = str(raised.value).splitlines()
    assert first.startswith(f"{file}:1: write language, intent and message")
    assert second.startswith(f"{file}:2: 'xx' is no language; write one of zh-Hans")
    assert third.startswith(f"{file}:4: write language, intent and message")


def test_a_file_without_messages_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(QuestionFileError, match="holds no message"):
        read_messages(written(tmp_path, "\n"))
