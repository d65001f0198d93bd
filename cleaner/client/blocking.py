"""The client of programs that wait for each answer."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self, TypeVar, Unpack, overload

import httpx

from cleaner.client import exchange, plans
from cleaner.client.exchange import DEFAULT_URL, POLL, TIMEOUT, Call, Plan, Retries
from cleaner.client.values import Batch, Cleaned, Item, Job, Options, Removals

Answer = TypeVar("Answer")


class Client:
    """A connection to one service; use it in a `with`, or `close` it.

    `key` is an API key of the service, sent as `Authorization: Bearer KEY`. Every method raises an error of
    `cleaner.errors` where the service refuses, and QueueError where it does not answer.
    """

    def __init__(
        self,
        url: str = DEFAULT_URL,
        key: str | None = None,
        *,
        retries: Retries | None = None,
        timeout: float = TIMEOUT,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """`transport` stands for the network, for tests of one's own."""
        headers = {"authorization": f"Bearer {key}"} if key else {}
        self._http = httpx.Client(base_url=url, headers=headers, timeout=timeout, trust_env=False, transport=transport)
        self._plans = plans.Plans(url, retries or Retries())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def clean(self, *, html: str | None = None, text: str | None = None, **said: Unpack[Options]) -> Cleaned:
        """The clean body of a page or a text at once; nothing is stored."""
        return self._run(self._plans.clean({"html": html, "text": text, **said}))

    def submit(
        self, *, url: str | None = None, html: str | None = None, text: str | None = None, **said: Unpack[Options]
    ) -> Job:
        """The job of one input: exactly one of `url`, `html` and `text`."""
        return self._run(self._plans.submit({"url": url, "html": html, "text": text, **said}))

    def submit_file(self, path: str | Path, **said: Unpack[Options]) -> Job | Batch:
        """The job of a page or a text in a file; a small file that holds many items (JSONL, zip, WARC) is a batch."""
        return self._run(self._plans.submit_file(Path(path), said))

    def submit_items(self, items: Iterable[Mapping[str, Any]], **said: Unpack[Options]) -> Batch:
        """The batch of these items, each with exactly one of `url`, `html` and `text`; `said` holds for all."""
        return self._run(self._plans.submit_items(items, said))

    def submit_content(self, content: bytes | IO[bytes], media: str, **said: Unpack[Options]) -> Batch:
        """The batch of a body or an open file that holds many items; `media` is its media type."""
        return self._run(self._plans.submit_content(content, media, said))

    def submit_all(self, path: str | Path, **said: Unpack[Options]) -> Iterator[Batch]:
        """The batches of a folder or a file of many items (JSONL, zip, WARC), each within the service's limits."""
        from cleaner.client.parts import parts_of  # noqa: PLC0415 - loads readers of archives

        for part in parts_of(Path(path)):
            with part.content:
                yield self._run(self._plans.submit_content(part.content, part.media, said))

    @overload
    def status(self, of: Job, wait: float = 0) -> Job: ...

    @overload
    def status(self, of: Batch, wait: float = 0) -> Batch: ...

    @overload
    def status(self, of: str, wait: float = 0) -> Job | Batch: ...

    def status(self, of: Job | Batch | str, wait: float = 0) -> Job | Batch:
        """A job or a batch, or the one of this id, as it stands after at most `wait` seconds (60) for its end."""
        return self._run(self._plans.status(of if isinstance(of, str) else of.id, wait))

    @overload
    def wait(self, of: Job, seconds: float = float("inf")) -> Job: ...

    @overload
    def wait(self, of: Batch, seconds: float = float("inf")) -> Batch: ...

    @overload
    def wait(self, of: str, seconds: float = float("inf")) -> Job | Batch: ...

    def wait(self, of: Job | Batch | str, seconds: float = float("inf")) -> Job | Batch:
        """A job or a batch, or the one of this id, when it has ended, or as it stands after so many seconds."""
        deadline = time.monotonic() + seconds
        while True:
            left = deadline - time.monotonic()
            found = self.status(of, wait=max(min(POLL, left), 0))
            if found.ended or left <= POLL:
                return found

    def cancel(self, name: str) -> Job | Batch:
        """A job or a batch after its cancellation."""
        return self._run(self._plans.act("DELETE", plans.at(name)))

    def retry(self, name: str) -> Job | Batch:
        """A new job, or a batch of what failed or was cancelled, with the same inputs."""
        return self._run(self._plans.act("POST", f"{plans.at(name)}/retry"))

    def items(self, batch: str, status: str | None = None) -> Iterator[Item]:
        """The items of a batch in their order, of one status or all; read as they are asked for."""
        at: str | None = plans.items_at(batch, status)
        while at:
            page, at = self._run(self._plans.page(at))
            yield from page

    def results(self, batch: str, form: str = "text") -> Iterator[tuple[Item, bytes]]:
        """The items of a batch that succeeded so far, each with its body as `text`, `markdown`, `html` or `json`."""
        for item in self.items(batch, "succeeded"):
            if item.job and item.job.result:
                yield item, self.body(item.job.result.content_hash, form, item.job.result.source_id)

    def body(self, content_hash: str, form: str = "text", source: str | None = None) -> bytes:
        """A clean body as `text`, `markdown`, `html` or `json`; the SHA-256 of the text is its hash."""
        return self._run(self._plans.body(content_hash, form, source))

    def original(self, content_hash: str, source: str | None = None) -> bytes:
        """The bytes that a source of a body was cleaned from."""
        return self._run(self._plans.original(content_hash, source))

    def removals(self, content_hash: str, source: str | None = None) -> Removals:
        """What was cut from a source of a body."""
        return self._run(self._plans.removals(content_hash, source))

    def _run(self, plan: Plan[Answer]) -> Answer:
        answer: httpx.Response | httpx.HTTPError | None = None
        try:
            while True:
                step = plan.send(answer)
                answer = None
                if isinstance(step, Call):
                    answer = self._send(step)
                else:
                    time.sleep(step)
        except StopIteration as end:
            value: Answer = end.value
            return value

    def _send(self, call: Call) -> httpx.Response | httpx.HTTPError:
        content = call.content
        try:
            sent = _chunks(content) if content is not None and not isinstance(content, bytes) else content
            return self._http.request(call.method, call.path, content=sent, **call.arguments())
        except httpx.HTTPError as error:
            return error


def _chunks(content: IO[bytes]) -> Iterator[bytes]:
    following = exchange.chunks_of(content)
    while chunk := following():
        yield chunk
