"""One URL's steps: politeness by the dialler's name, trying again what can heal, and what the source is told."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from listeners import Listener, Request, respond

from cleaner.errors import QueueError, StoreError
from cleaner.files.disk import StoreFault
from cleaner.ledger import reading, worker_side
from cleaner.ledger.records import Accepted, Job, JobKind, JobStatus, NewJob, QueueName
from cleaner.ledger.submission import Submission, submit
from cleaner.service import context, notes
from cleaner.web.address import Guard
from cleaner.web.dialler import Resolver
from cleaner.web.fetch import Fetcher
from workers import cleaning, fetching, jobs

PAGE = b"<html><body><article><h1>Harbour</h1>%s</article></body></html>" % (
    b"<p>The harbour reopened on Monday after three weeks of work on its wall, the council said.</p>" * 4
)


def begun(bench, url: str) -> Job:
    """A URL's job in the hands of a fetching worker."""
    (accepted,) = submit(
        bench.context.store.engine, [Submission(NewJob(JobKind.URL, url, url=url, ticket="t"))], time.time()
    )
    assert isinstance(accepted, Accepted)
    (job,) = worker_side.take(bench.context.store.engine, "t", time.time())
    return job


def after(bench, job: Job) -> Job:
    """The job as it stands."""
    return reading.find_job(bench.context.store.engine, job.id)


@pytest.fixture
def nobody() -> Iterator[str]:
    """An authority where no server listens, and none will: the port is taken, and not listened at."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"127.0.0.1:{taken.getsockname()[1]}"


def resolver(answer: int) -> Resolver:
    """One that says this about every name."""

    def lookup(host: str, _port: int) -> list[tuple[Any, ...]]:
        raise socket.gaierror(answer, f"about {host}")

    return Resolver(lookup)


@pytest.mark.parametrize(
    ("says", "code", "attempts"),
    [
        (None, "fetch-failed", 4),
        (socket.EAI_AGAIN, "fetch-failed", 4),
        (socket.EAI_NONAME, "host-not-found", 2),
        (socket.EAI_NODATA, "host-not-found", 2),
    ],
    ids=["refused", "silent resolver", "no such name", "no address"],
)
def test_what_can_heal_is_tried_again(bench, nobody: str, says: int | None, code: str, attempts: int) -> None:
    """Put off by the schedule until the last attempt, then failed with its own code; no such name: tried twice."""
    authority = nobody if says is None else "no-such-name.invalid:80"
    fetcher = Fetcher(Guard.with_exemptions([authority])) if says is None else Fetcher(Guard(), resolver=resolver(says))
    bench.context = replace(bench.context, config=bench.config.model_copy(update={"robots": False, "host_delay": 0.0}))
    job = begun(bench, f"http://{authority}/")
    begin = time.time()
    fetching.fetch_job(bench.context, fetcher, job)
    end = time.time()
    waiting = after(bench, job)
    assert (JobStatus.QUEUED, None) == (waiting.status, waiting.ticket)
    assert begin + 4.9 < waiting.not_before < end + 5.1
    fetching.fetch_job(bench.context, fetcher, replace(job, attempts=attempts - 1))
    assert JobStatus.QUEUED is after(bench, job).status
    fetching.fetch_job(bench.context, fetcher, replace(job, attempts=attempts))
    assert (JobStatus.FAILED, code) == (after(bench, job).status, after(bench, job).error["code"])


def test_redirects_without_end_are_not_tried_again(bench) -> None:
    """They will be there tomorrow."""
    with contextlib.closing(
        Listener(lambda request: request.send(respond(b"", status="302 Found", headers={"Location": "/again"})))
    ) as listener:
        job = begun(bench, listener.url("/again"))
        bench.context = replace(
            bench.context, config=bench.config.model_copy(update={"robots": False, "host_delay": 0.0})
        )
        fetching.fetch_job(bench.context, Fetcher(Guard.with_exemptions([listener.authority])), job)
    ended = after(bench, job)
    assert (JobStatus.FAILED, "fetch-failed", 1) == (ended.status, ended.error["code"], ended.error["redirects"])


def test_one_host_has_one_name(bench) -> None:
    """Capitals and a final dot lead to the same place in the politeness of all workers."""
    with contextlib.closing(Listener(lambda request: request.send(respond(PAGE)))) as listener:
        port = listener.authority.rpartition(":")[2]
        fetcher = Fetcher(Guard.with_exemptions([f"localhost:{port}"]))
        bench.context = replace(
            bench.context, config=bench.config.model_copy(update={"robots": False, "host_delay": 60.0})
        )
        fetching.fetch_job(bench.context, fetcher, begun(bench, f"http://localhost:{port}/a"))
        for name in ("LOCALHOST", "localhost."):
            job = begun(bench, f"http://{name}:{port}/b{len(name)}")
            fetching.fetch_job(bench.context, fetcher, job)
            assert QueueName.FETCH is after(bench, job).queue
    assert {b"cleaner:host:{localhost}:state"} == {
        key for key in bench.context.redis.scan_iter("cleaner:host:*") if key.endswith(b":state")
    }


def test_a_page_without_a_marked_end_says_so(bench) -> None:
    """Its source and its job carry the warning; a page of declared length does not."""

    def unmarked(request: Request) -> None:
        request.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE)

    for answer, expected in ((unmarked, True), (lambda request: request.send(respond(PAGE)), False)):
        with contextlib.closing(Listener(answer)) as listener:
            job = begun(bench, listener.url("/article"))
            bench.context = replace(
                bench.context, config=bench.config.model_copy(update={"robots": False, "host_delay": 0.0})
            )
            fetching.fetch_job(bench.context, Fetcher(Guard.with_exemptions([listener.authority])), job)
        handed = after(bench, job)
        cleaning.clean_jobs(bench.context, handed.ticket or "", [handed])
        ended = after(bench, job)
        source = bench.context.store.source(ended.source)
        assert (
            expected
            == (cleaning.UNMARKED_END in source.warnings)
            == (cleaning.UNMARKED_END in ended.outcome["warnings"])
        )


def test_the_fetcher_is_made_once(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    """Every job of a process has the same one."""
    monkeypatch.setenv("CLEANER_DATA_DIR", str(tmp_path))
    context.this_fetcher.cache_clear()
    context.current_config.cache_clear()
    assert context.this_fetcher() is context.this_fetcher() is jobs.this_fetcher()
    context.this_fetcher.cache_clear()
    context.current_config.cache_clear()


def test_a_store_that_is_away_is_no_pages_fault(bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """The run ends, the job stays open, and no death is counted."""
    (accepted,) = bench.submit("A text.", enqueue=False)
    (job,) = worker_side.take(bench.context.store.engine, accepted.ticket, time.time())

    def away(_key: str) -> bytes:
        raise StoreError("cannot be reached", reason=StoreFault.UNREACHABLE, transient=True)

    with monkeypatch.context() as patched:
        patched.setattr(bench.context.store.originals, "get", away)
        with pytest.raises(StoreError):
            cleaning.clean_jobs(bench.context, accepted.ticket, [job])
    assert notes.take(bench.context.redis, accepted.ticket) is None
    assert JobStatus.RUNNING is bench.job(accepted).status
    assert 1 == cleaning.clean_jobs(bench.context, accepted.ticket, [job])


def test_a_queue_that_goes_while_a_page_is_fetched_costs_no_page(bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be released is handed on all the same; what cannot be begun stays open for the next run."""

    def away(*_: object) -> None:
        raise QueueError("does not answer")

    bench.context = replace(bench.context, config=bench.config.model_copy(update={"robots": False}))
    with contextlib.closing(Listener(lambda request: request.send(respond(PAGE)))) as listener:
        fetcher = Fetcher(Guard.with_exemptions([listener.authority]))
        job = begun(bench, f"http://{listener.authority}/a")
        with monkeypatch.context() as patched:
            patched.setattr(fetching.Politeness, "acquire", away)
            with pytest.raises(QueueError):
                fetching.fetch_job(bench.context, fetcher, job)
        assert JobStatus.RUNNING is after(bench, job).status
        with monkeypatch.context() as patched:
            patched.setattr(fetching.Politeness, "release", away)
            fetching.fetch_job(bench.context, fetcher, job)
        assert QueueName.CLEAN is after(bench, job).queue


def test_what_ended_before_the_queue_went_away_is_kept(bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """The note of a page that has ended cannot be cleared; its end is stored, so that it counts as no death."""
    accepted = bench.submit("A first text.", "A second text.", enqueue=False)
    taken = worker_side.take(bench.context.store.engine, accepted[0].ticket, time.time())
    noted = notes.note

    def away(connection: object, ticket: str, seq: int) -> None:
        if seq != taken[0].seq:
            raise QueueError("does not answer")
        noted(connection, ticket, seq)

    with monkeypatch.context() as patched:
        patched.setattr(notes, "note", away)
        with pytest.raises(QueueError):
            cleaning.clean_jobs(bench.context, accepted[0].ticket, taken)
    assert [JobStatus.SUCCEEDED, JobStatus.RUNNING] == [bench.job(one).status for one in accepted]
