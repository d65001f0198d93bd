"""What the command line does with one input, whichever command asks: clean it, render it, describe it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from cleaner.app.inputs import Content
from cleaner.files.formats import Fields, Format, InputFormat, Record, format_result, one_line, output_line
from cleaner.pipeline import clean, clean_html, clean_text
from cleaner.result import CleanResult
from cleaner.segment.decode import decode
from cleaner.settings import Settings
from cleaner.types import Status
from cleaner.versions import versions


@dataclass(frozen=True, slots=True)
class Options:
    """Everything that steers what comes out. `format` None means text, and JSON lines for JSON lines."""

    settings: Settings = field(default_factory=Settings)
    input_format: InputFormat = InputFormat.AUTO
    fields: Fields = field(default_factory=Fields)
    format: Format | None = None
    frontmatter: bool = False
    title: str | None = None
    url: str | None = None
    language: str | None = None

    def digest(self) -> str:
        """First 16 hex digits over everything that changes an output, versions and rules included."""
        plain = {
            "versions": dict(versions(self.settings)),
            "fields": asdict(self.fields),
            "rest": [self.input_format, self.format, self.frontmatter, self.title, self.url, self.language],
        }
        return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()[:16]

    def cleaning_digest(self) -> str:
        """The same over what changes a clean body, whatever format it is written in."""
        return replace(self, format=None, frontmatter=False).digest()


def clean_bytes(content: bytes, options: Options, *, charset: str | None = None) -> CleanResult:
    """The result for the bytes of one page or text; `charset` is what a server said of it."""
    if options.input_format is InputFormat.HTML:
        return clean_html(content, url=options.url, charset=charset, settings=options.settings)
    known = {"title": options.title, "url": options.url, "language": options.language}
    if options.input_format is InputFormat.TEXT:
        text, encoding, warnings = decode(content, declared=charset)
        result = clean_text(text, **known, settings=options.settings)
        return replace(result, encoding=encoding, warnings=(*warnings, *result.warnings))
    return clean(content, **known, charset=charset, settings=options.settings)


def clean_content(content: Content, options: Options) -> CleanResult:
    """The result for an input that was read; a page from the web knows where it came from."""
    if content.url is not None and options.url is None:
        options = replace(options, url=content.url)
    return clean_bytes(content.raw, options, charset=content.charset)


def clean_record(record: Record, options: Options) -> CleanResult:
    """The result for the text (or page) in a record; what it says about itself goes before the options."""
    if record.content is not None:
        return _clean_archived(record.content, record, options)
    return clean(
        record.text,
        title=record.title or options.title,
        url=record.url or options.url,
        language=record.language or options.language,
        settings=options.settings,
    )


def _clean_archived(content: bytes, record: Record, options: Options) -> CleanResult:
    url, settings = record.url or options.url, options.settings
    if record.html:
        return clean_html(content, url=url, charset=record.charset, settings=settings)
    known = {"title": options.title, "url": url, "language": options.language, "charset": record.charset}
    return clean(content, **known, settings=settings)


def record_line(record: Record, result: CleanResult | None, options: Options) -> str:
    """The line of JSON for a record, cleaned or failed, with its newline.

    The format of the options decides what the text field holds: text, Markdown or HTML. Fields of a
    record that failed stay as they came.
    """
    if result is None:
        error = record.error
        said = {"code": error.code.value, "message": str(error)} if error else {}
        return (
            output_line(record, options.fields, None, {"status": "failed", "error": said, "line": record.number}) + "\n"
        )
    body = {Format.MARKDOWN: lambda: result.markdown, Format.HTML: lambda: result.html}
    text = body.get(options.format or Format.TEXT, lambda: result.text)()
    keep = result.status is not Status.UNSUPPORTED
    return output_line(record, options.fields, text if keep else None, summary(result)) + "\n"


def summary(result: CleanResult) -> dict[str, Any]:
    """What a cleaned record says of its cleaning: everything but the text, absent metadata left out."""
    plain = result.to_dict()
    plain["metadata"] = {k: v for k, v in plain["metadata"].items() if v not in (None, [])}
    return {k: v for k, v in plain.items() if k not in {"text", "mode", "encoding", "versions", "flagged"}}


def report_line(result: CleanResult, name: str) -> str:
    """One line of `--report`: the whole removal record of an input, without its text."""
    plain = result.to_dict()
    del plain["text"]
    return one_line({"input": name, **plain}) + "\n"


def output(result: CleanResult, name: str, options: Options) -> str:
    """A result as the format of the options writes it."""
    return format_result(result, options.format or Format.TEXT, name, frontmatter=options.frontmatter)
