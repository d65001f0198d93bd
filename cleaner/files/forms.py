"""The formats that inputs come in and outputs are written in, by the names that users give them."""

from __future__ import annotations

from enum import StrEnum


class InputFormat(StrEnum):
    """What `--input-format` may say."""

    AUTO = "auto"
    HTML = "html"
    TEXT = "text"
    JSONL = "jsonl"
    WARC = "warc"
    ZIP = "zip"

    @property
    def of_records(self) -> bool:
        """Whether one input holds many records, each cleaned by itself."""
        return self in {InputFormat.JSONL, InputFormat.WARC, InputFormat.ZIP}


class Format(StrEnum):
    """What `--format` may say."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"
    JSONL = "jsonl"

    @property
    def suffix(self) -> str:
        """How a file of this format ends."""
        return {"text": ".txt", "markdown": ".md", "html": ".html", "json": ".json", "jsonl": ".jsonl"}[self.value]
