"""`cleaner submit`, `status`, `result`, `cancel`: a service here or elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cleaner.app import options as opt
from cleaner.app.option_groups import BodyParts, with_groups
from cleaner.app.terminal import Level, Reporter, emit
from cleaner.errors import ExitCode, InputError, NotReadable
from cleaner.files.json_line import one_line

if TYPE_CHECKING:
    from cleaner.client import Batch, Client, Job

ServiceUrl = Annotated[
    str, typer.Option("--url", metavar="URL", envvar="CLEANER_URL", help="Where the service listens.")
]
ServiceKey = Annotated[
    str | None,
    typer.Option(
        "--key",
        metavar="KEY",
        envvar="CLEANER_KEY",
        help="The API key; better in the variable, where no list of processes shows it. Sent as `Authorization: "
        "Bearer KEY`.",
    ),
]
Name = Annotated[str, typer.Argument(metavar="ID", help="A job's or a batch's id.")]
LOCAL = "http://127.0.0.1:8080"
_WEB = ("http://", "https://")

_SUBMIT = """Hand a URL, a file, a folder or the standard input (-) to a service.

Prints what was accepted as a line of JSON with its id. A folder, JSON lines (.jsonl), a zip archive and a web archive
(.warc, gzip too) become batches, several where they are larger than the service takes at once. A row of JSON holds
`url`, `text` or `html`; fields that the API does not know are given back with the job as its `metadata`.
"""


class ResultFormat(StrEnum):
    """What `result --format` may say."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"
    REMOVALS = "removals"
    ITEMS = "items"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("submit", help=_SUBMIT)(with_groups(_submit))
    app.command("status", help="Say where a job or a batch stands; exit code 1 if it failed.")(_status)
    app.command("result", help="Print what a job led to, or the results of a batch one after the other.")(_result)
    app.command("cancel", help="Cancel a job or a batch.")(_cancel)


def _submit(
    *,
    what: Annotated[str, typer.Argument(metavar="URL|FILE|DIR|-")],
    url: ServiceUrl = LOCAL,
    key: ServiceKey = None,
    wait: Annotated[bool, typer.Option("--wait", help="Wait for the end.")] = False,
    source_url: Annotated[str | None, typer.Option("--source-url", help="Where a file's content comes from.")] = None,
    profile: Annotated[str | None, typer.Option("--profile", help="conservative, balanced or strict.")] = None,
    parts: BodyParts,
    frontmatter: opt.FrontmatterOption = False,
    quiet: opt.QuietOption = False,
) -> None:
    body = asdict(parts) | {"comments": parts.comments.value, "front_matter": frontmatter}
    reporter = Reporter(quiet=quiet)
    with _client(url, key) as client:
        failed = count = 0
        for answer in _submit_all(client, what, _options_of(source_url, profile, body), reporter):
            count += 1
            found = _wait_for_end(client, answer, reporter) if wait else answer
            emit(one_line(found.raw) + "\n")
            failed += found.failed
    if not count:
        raise NotReadable("there is nothing to submit", subject=what)
    if failed:
        raise typer.Exit(ExitCode.SOME_FAILED.value)


def _status(
    name: Name,
    url: ServiceUrl = LOCAL,
    key: ServiceKey = None,
    wait: Annotated[bool, typer.Option("--wait", help="Wait for the end.")] = False,
) -> None:
    with _client(url, key) as client:
        found = client.status(name)
        if wait and not found.ended:
            found = _wait_for_end(client, found, Reporter())
    emit(one_line(found.raw) + "\n")
    if found.failed:
        raise typer.Exit(ExitCode.SOME_FAILED.value)


def _result(
    name: Name,
    url: ServiceUrl = LOCAL,
    key: ServiceKey = None,
    form: Annotated[
        ResultFormat | None,
        typer.Option("-f", "--format", help="What to print (default: text; for a batch its items as lines of JSON)."),
    ] = None,
) -> None:
    with _client(url, key) as client:
        if "-" not in name:
            _batch_result(client, name, form or ResultFormat.ITEMS)
            return
        found: Any = client.status(name)
        job: Job = found
        if not job.ended:
            raise InputError(f"the job is {job.status}; `cleaner status {name} --wait` waits", subject=name)
        if job.result is None:
            reason = job.error.detail if job.error else job.status
            Reporter().say(Level.ERROR, f"no result: {reason}")
            raise typer.Exit(ExitCode.SOME_FAILED.value)
        emit(_output_of(client, job, form or ResultFormat.TEXT, alone=True))


def _batch_result(client: Client, name: str, form: ResultFormat) -> None:
    """The results of a batch in the order of its items; those that have none are named on the error stream."""
    reporter, missing = Reporter(), 0
    for item in client.items(name):
        if form is ResultFormat.ITEMS:
            emit(one_line(item.raw) + "\n")
            continue
        if item.job and item.job.result:
            emit(_output_of(client, item.job, form, alone=False))
            continue
        missing += 1
        problem = item.problem or (item.job.raw.get("error") if item.job else None) or {}
        reporter.say(Level.WARNING, f"item {item.index}: {item.status}: {problem.get('detail', 'no result')}")
    if missing:
        raise typer.Exit(ExitCode.SOME_FAILED.value)


def _output_of(client: Client, job: Job, form: ResultFormat, *, alone: bool) -> bytes:
    """A result as it is printed. A text that stands alone is byte for byte what its hash names, but on a terminal."""
    result = job.result
    assert result is not None
    if form is ResultFormat.ITEMS:
        return (one_line(job.raw) + "\n").encode()
    if form is ResultFormat.REMOVALS:
        record = client.removals(result.content_hash, result.source_id)
        return "".join(one_line(one) + "\n" for one in record.removed).encode()
    body = client.body(result.content_hash, form.value, result.source_id)
    exact = alone and form is ResultFormat.TEXT and not sys.stdout.isatty()
    end = b"" if exact or not body or body.endswith(b"\n") else b"\n"
    between = b"" if alone or form is ResultFormat.JSON else b"\n"
    return body + end + between


def _cancel(name: Name, url: ServiceUrl = LOCAL, key: ServiceKey = None) -> None:
    with _client(url, key) as client:
        emit(one_line(client.cancel(name).raw) + "\n")


def _client(url: str, key: str | None) -> Client:
    from cleaner.client import Client

    return Client(url, key)


def _options_of(source_url: str | None, profile: str | None, body: dict[str, Any]) -> dict[str, Any]:
    """What was said for all inputs, as the API takes it; what is default is left out."""
    from cleaner.settings import Settings

    default = {**asdict(Settings()), "front_matter": False}
    chosen = {name: value for name, value in body.items() if value != default[name]}
    said = {"source_url": source_url, "profile": profile, **chosen}
    return {name: value for name, value in said.items() if value is not None}


def _wait_for_end(client: Client, found: Job | Batch, reporter: Reporter) -> Job | Batch:
    """A job or a batch at its end, with a bar meanwhile where a person watches."""
    from cleaner.app.progress import Progress
    from cleaner.client import Batch

    with Progress(None, reporter, words="waiting") as progress:
        while not found.ended:
            if isinstance(found, Batch):
                progress.advance(found.done, found.failures, found.total)
            found = client.status(found.id, wait=2 if reporter.is_watched else 30)
    return found


def _submit_all(client: Client, what: str, said: dict[str, Any], reporter: Reporter) -> Iterator[Job | Batch]:
    from cleaner.client.parts import packing_of, parts_of

    if not what.strip():
        raise typer.BadParameter("an empty name; give a URL, a file, a folder or -")
    if what.lower().startswith(_WEB):
        yield client.submit(url=what, **said)
        return
    if what == "-":
        text = sys.stdin.buffer.read().decode("utf-8", "replace")
        if not text.strip():
            raise NotReadable("nothing came in", subject="standard input")
        page = "<html" in text[:2_000].lower()
        yield client.submit(html=text, **said) if page else client.submit(text=text, **said)
        return
    path = Path(what)
    if not path.is_dir() and packing_of(path) is None:
        yield client.submit_file(path, **said)
        return
    for part in parts_of(path):
        for name in part.left_out:
            reporter.say(Level.WARNING, f"{name}: too large, left out")
        with part.content:
            yield client.submit_content(part.content, part.media, **said)
