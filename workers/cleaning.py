"""A chunk of pages: each under its own limits, their results stored together."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import Any
from urllib.parse import urlsplit

from structlog.contextvars import bound_contextvars

from cleaner import CleanResult, Status
from cleaner.errors import CleanerError, Code, QueueError, StoreError, UnsupportedMedia
from cleaner.files.formats.render import removed_ratio
from cleaner.ledger import activity, maintenance, worker_side
from cleaner.ledger.records import Finish, Job, JobKind, JobStatus, QueueName
from cleaner.result import plain
from cleaner.sandbox.limits import page_limits
from cleaner.service import notes
from cleaner.service.context import ServiceContext, this_packs
from cleaner.service.job_input import locator_of, mode_of, options_of
from cleaner.service.logs import logger
from cleaner.service.options import clean_with, markdown_of
from cleaner.service.queue import SINGLE, new_ticket
from cleaner.service.tracing import WHOLE, places_of, record_places
from cleaner.store import Entry, SourceKind, source_id
from cleaner.store.entries import entry_of
from workers import endings
from workers.problems import problem_of

FLUSH_SECONDS = 2.0  # at most so much work is lost with a work-horse, and done again
YIELD_SECONDS = 0.5  # a chunk works at least so long before it makes room for a single submission
LOOK_SECONDS = 1.0  # how soon a cancellation is noticed between two pages
WARNINGS = 20
COMMENT_CHARS = 100_000  # of all comments in a job's row
UNMARKED_END = "the server did not mark the end of the page, so it may have been cut off"


@dataclass(slots=True)
class ChunkOutcome:
    """What a chunk has brought in and not yet stored."""

    entries: list[Entry] = field(default_factory=list)
    jobs: dict[int, Job] = field(default_factory=dict)
    finishes: list[Finish] = field(default_factory=list)
    hosts: list[tuple[str, float, bool]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    removed: Counter[tuple[str, str]] = field(default_factory=Counter)  # pieces, by caller and category


def count_death(context: ServiceContext, ticket: str) -> None:
    """Count the page at which an earlier run of this ticket died, if one did."""
    seq = notes.take(context.redis, ticket)
    if seq is not None:
        endings.count_death(context.store, seq, Code.WORKER_LOST)


def clean_jobs(context: ServiceContext, ticket: str, jobs: Sequence[Job]) -> int:
    """How many of these jobs were brought to an end by this run."""
    outcome, ended = ChunkOutcome(), 0
    flushed = looked = time.monotonic()
    places = places_of(context.redis, ticket) if context.tracer.on else {}
    try:
        for job in _while_mine(context, ticket, jobs):
            if time.monotonic() - looked > YIELD_SECONDS:
                looked = time.monotonic()
                if not ticket.startswith(SINGLE) and context.dispatcher.single_waits(QueueName.CLEAN):
                    ended += flush(context, outcome)
                    _make_room(context, ticket, places)
                    return ended
            notes.note(context.redis, ticket, job.seq)
            outcome.jobs[job.seq] = job
            place = places.get(job.seq) or places.get(WHOLE)
            # What a library says while this page is cleaned is about this page.
            with bound_contextvars(job=job.id), context.tracer.span("clean", place, job=job.id):
                _clean_one(context, job, outcome)
            if time.monotonic() - flushed > FLUSH_SECONDS:
                ended += flush(context, outcome)
                outcome, flushed = ChunkOutcome(), time.monotonic()
        return ended + flush(context, outcome)
    except StoreError:
        notes.clear(context.redis, ticket)  # or the next run would count it as this page's death
        raise
    except QueueError:
        with suppress(CleanerError):
            flush(context, outcome)  # the note cannot be cleared: whoever finds it counts no death of what has ended
        raise


def _make_room(context: ServiceContext, ticket: str, places: Mapping[int, str]) -> None:
    """Put what is left of a chunk back, before other batches, for a single submission that waits."""
    rest, store = new_ticket(), context.store
    notes.clear(context.redis, ticket)
    if worker_side.pass_on(store.engine, ticket, rest, store.clock()):
        record_places(context.redis, {rest: places})
        context.dispatcher.submit(QueueName.CLEAN, [rest], first=True)


def flush(context: ServiceContext, outcome: ChunkOutcome) -> int:
    """Commit the bodies, then the ends of their jobs; how many jobs ended by it."""
    store = context.store
    if outcome.entries:
        store.put_many(outcome.entries)
    if not outcome.finishes:
        return 0
    ended = endings.finish_jobs(store, outcome.jobs, outcome.finishes)
    if outcome.hosts:
        maintenance.note_hosts(store.engine, outcome.hosts)
    activity.count_removals(store.engine, outcome.removed, store.clock())
    notes.count(context.redis, outcome.counts)
    return len(ended)


def _while_mine(context: ServiceContext, ticket: str, jobs: Sequence[Job]) -> Iterator[Job]:
    looked = time.monotonic()
    mine = {job.seq for job in jobs}
    for job in jobs:
        if time.monotonic() - looked > LOOK_SECONDS:
            mine, looked = worker_side.still_mine(context.store.engine, ticket), time.monotonic()
        if job.seq in mine:
            yield job


def _clean_one(context: ServiceContext, job: Job, outcome: ChunkOutcome) -> None:
    """Clean one page into the chunk's outcome; whatever goes wrong is this page's end and no other's."""
    try:
        content = context.store.read_original(job.input or "")
        with page_limits(context.config.page):
            result = _add_warnings(
                job,
                _refuse_unsupported(clean_with(content, mode_of(job), options_of(job), locator_of(job), this_packs())),
            )
            entry = entry_of(
                result,
                key=job.id,
                kind=_source_kind(job),
                locator=locator_of(job) or job.id,
                original=content,
                tenant=job.tenant,
            )
            entry = replace(entry, markdown=markdown_of(result, job.options))
    except MemoryError:  # of an original that is too large to be read
        error: CleanerError = context.config.page.memory_error()
    except CleanerError as known:
        if known.facts.get("transient"):
            raise  # the store is away: no page's fault, and the ticket is run again
        error = known
    except Exception:  # noqa: BLE001  # the outermost frame of one page: a defect ends the page, not its neighbours
        logger().exception("page-failed")
        error = CleanerError("an unexpected error; the log has it", subject=job.id)
    else:
        _add_result(job, result, entry, outcome)
        return
    outcome.finishes.append(Finish(job.seq, JobStatus.FAILED, error=problem_of(error)))
    outcome.counts[f"errors|{error.code.value}"] += 1


def _add_result(job: Job, result: CleanResult, entry: Entry, outcome: ChunkOutcome) -> None:
    outcome.entries.append(entry)
    outcome.finishes.append(
        Finish(
            job.seq,
            JobStatus.SUCCEEDED,
            content_hash=result.content_hash,
            source=source_id(entry.key),
            outcome=_outcome(result),
        )
    )
    outcome.counts[f"results|{result.status.value}"] += 1
    outcome.counts.update(f"removed|{removed.rule}" for removed in result.removed)
    outcome.removed.update((job.tenant, removed.category.value) for removed in result.removed)
    host = urlsplit(locator_of(job) or "").hostname
    if host:
        outcome.hosts.append((host[:255], removed_ratio(result), result.status is Status.EMPTY))


def _refuse_unsupported(result: CleanResult) -> CleanResult:
    if result.status is Status.UNSUPPORTED:
        raise UnsupportedMedia("; ".join(result.reasons) or "neither a page nor a text")
    return result


def _add_warnings(job: Job, result: CleanResult) -> CleanResult:
    """The result with what the fetch had to say about its page."""
    if (job.fetched or {}).get("marked_end", True):
        return result
    return replace(result, warnings=(*result.warnings, UNMARKED_END))


def _outcome(result: CleanResult) -> dict[str, Any]:
    return {
        "status": result.status.value,
        "reasons": list(result.reasons)[:WARNINGS],
        "removed_count": len(result.removed),
        "removed_ratio": removed_ratio(result),
        "coverage": plain(result.coverage),
        "flagged_count": len(result.flagged),
        "warnings": list(result.warnings)[:WARNINGS],
        "labels": [label.label.value for label in result.labels],
        "title": (result.metadata.title or "")[:300] or None,
        "characters": len(result.text),
        **({"comments": _first(result.comments)} if result.comments else {}),
    }


def _first(comments: Sequence[str]) -> list[str]:
    """The comments whose characters fit into a job's row; all of them stand in the record of removals."""
    ends = accumulate(map(len, comments))
    return [one for one, end in zip(comments, ends, strict=True) if end <= COMMENT_CHARS]


def _source_kind(job: Job) -> SourceKind:
    if job.kind is JobKind.URL:
        return SourceKind.URL
    return SourceKind.UPLOAD if job.options.get("filename") else SourceKind.TEXT
