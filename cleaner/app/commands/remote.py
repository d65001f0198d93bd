"""`cleaner submit`, `status`, `result`, `cancel`: a service here or elsewhere."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cleaner.app.terminal import Level, Reporter, emit
from cleaner.errors import ExitCode, InputError, NotReadable
from cleaner.files.formats import one_line

if TYPE_CHECKING:
    from cleaner.app.client import Client

ServiceUrl = Annotated[
    str, typer.Option("--url", metavar="URL", envvar="CLEANER_URL", help="Where the service listens.")
]
ServiceKey = Annotated[str | None, typer.Option("--key", envvar="CLEANER_KEY", help="The API key.")]
Name = Annotated[str, typer.Argument(metavar="ID", help="A job's or a batch's id.")]
LOCAL = "http://127.0.0.1:8080"
PART_BYTES = 48_000_000  # of one request when a directory is submitted, unpacked
PART_ITEMS = 1_000
MAX_FILE = 10_000_000
OPEN = frozenset({"queued", "running"})


class ResultFormat(StrEnum):
    """What `result --format` may say."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"
    REMOVALS = "removals"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("submit", help="Hand a URL, a file, a directory or the standard input (-) to a service.")(_submit)
    app.command("status", help="Say where a job or a batch stands; exit code 1 if it failed.")(_status)
    app.command("result", help="Print what a job led to.")(_result)
    app.command("cancel", help="Cancel a job or a batch.")(_cancel)


def _submit(
    what: Annotated[str, typer.Argument(metavar="URL|FILE|DIR|-")],
    url: ServiceUrl = LOCAL,
    key: ServiceKey = None,
    wait: Annotated[bool, typer.Option("--wait", help="Wait for the end.")] = False,
    source_url: Annotated[str | None, typer.Option("--source-url", help="Where a file's content comes from.")] = None,
    profile: Annotated[str | None, typer.Option("--profile", help="conservative, balanced or strict.")] = None,
) -> None:
    said = {name: value for name, value in (("source_url", source_url), ("profile", profile)) if value}
    with _client(url, key) as client:
        for answer in _submit_all(client, what, said):
            found = client.wait(answer["id"]) if wait else answer
            emit(one_line(found) + "\n")
            if found["status"] in {"failed", "partial"}:
                raise typer.Exit(ExitCode.SOME_FAILED.value)


def _status(
    name: Name,
    url: ServiceUrl = LOCAL,
    key: ServiceKey = None,
    wait: Annotated[bool, typer.Option("--wait", help="Wait for the end.")] = False,
) -> None:
    with _client(url, key) as client:
        found = client.wait(name) if wait else client.status(name)
    emit(one_line(found) + "\n")
    if found["status"] in {"failed", "partial"}:
        raise typer.Exit(ExitCode.SOME_FAILED.value)


def _result(
    name: Name,
    url: ServiceUrl = LOCAL,
    key: ServiceKey = None,
    form: Annotated[ResultFormat, typer.Option("-f", "--format", help="What to print.")] = ResultFormat.TEXT,
) -> None:
    with _client(url, key) as client:
        if "-" not in name:
            for item in client.items(name):
                emit(one_line(item) + "\n")
            return
        job = client.status(name)
        if job["status"] in OPEN:
            raise InputError(f"the job is {job['status']}; `cleaner status {name} --wait` waits", subject=name)
        result = job["result"]
        if result is None:
            reason = job["error"]["detail"] if job["error"] else job["status"]
            Reporter().say(Level.ERROR, f"no result: {reason}")
            raise typer.Exit(ExitCode.SOME_FAILED.value)
        if form is ResultFormat.REMOVALS:
            record = client.removals(result["content_hash"], result["source_id"])
            emit("".join(one_line(one) + "\n" for one in record["removed"]))
            return
        source = None if form is ResultFormat.TEXT else result["source_id"]
        body = client.body(result["content_hash"], form.value, source)
        emit(body + (b"\n" if body and sys.stdout.isatty() else b""))


def _cancel(name: Name, url: ServiceUrl = LOCAL, key: ServiceKey = None) -> None:
    with _client(url, key) as client:
        emit(one_line(client.cancel(name)) + "\n")


def _client(url: str, key: str | None) -> Client:
    from cleaner.app.client import Client

    return Client(url, key)


def _submit_all(client: Client, what: str, said: dict[str, str]) -> Iterator[dict[str, Any]]:
    if what.startswith(("http://", "https://")):
        yield client.submit({"url": what, **said})
        return
    if what == "-":
        text = sys.stdin.buffer.read().decode("utf-8", "replace")
        yield client.submit({"html" if "<html" in text[:2_000].lower() else "text": text, **said})
        return
    path = Path(what)
    if path.is_dir():
        for archive in _parts(path):
            yield client.submit_archive(archive, said)
        return
    try:
        yield client.submit_file(path, said)
    except OSError as error:
        raise NotReadable(error.strerror or "cannot be read", subject=what) from error


def _parts(directory: Path) -> Iterator[bytes]:
    """A directory's files as zip archives of bounded size; names are the paths below it, bytes stay as they are."""
    packed, size, count = io.BytesIO(), 0, 0
    archive = zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED)
    for path in sorted(p for p in directory.rglob("*") if p.is_file() and not p.is_symlink()):
        content = path.read_bytes() if path.stat().st_size <= MAX_FILE else None
        if content is None:
            Reporter().say(Level.WARNING, f"{path}: over {MAX_FILE} bytes, left out")
            continue
        if count and (size + len(content) > PART_BYTES or count == PART_ITEMS):
            archive.close()
            yield packed.getvalue()
            packed, size, count = io.BytesIO(), 0, 0
            archive = zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED)
        archive.writestr(str(path.relative_to(directory)).encode("utf-8", "replace").decode(), content)
        size, count = size + len(content), count + 1
    archive.close()
    if count:
        yield packed.getvalue()
