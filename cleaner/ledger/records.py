"""What goes into the ledger and what comes out of it: closed sets of words, frozen rows, names of things."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from cleaner.errors import NotFound
from cleaner.ledger.inputs import Input

_JOB_ID = re.compile(r"([0-9a-f]{64})-([1-9][0-9]{0,8})")
_BATCH_ID = re.compile(r"[0-9a-f]{32}")


class JobStatus(StrEnum):
    """Where a job stands. The last three are final."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def final(self) -> bool:
        """Whether nothing will change any more."""
        return self not in OPEN_STATUSES


OPEN_STATUSES = (JobStatus.QUEUED, JobStatus.RUNNING)


class BatchStatus(StrEnum):
    """Where a batch stands; PARTIAL: finished, and not everything succeeded."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    PARTIAL = "partial"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def final(self) -> bool:
        """Whether nothing will change any more."""
        return self not in {BatchStatus.QUEUED, BatchStatus.RUNNING}


class JobKind(StrEnum):
    """What was handed in."""

    URL = "url"
    HTML = "html"
    TEXT = "text"


class QueueName(StrEnum):
    """Which workers a job waits for; a URL's job goes from the first to the second."""

    FETCH = "fetch"
    CLEAN = "clean"


@dataclass(frozen=True, slots=True)
class NewJob:
    """One input that is to be accepted as a job.

    `content` is what makes it this input: the digest of its bytes, or its URL. `input` is the key of its bytes among
    the originals, None for a URL that is still to be fetched. `options` are the settings that change what comes out.
    `echo` is given back with the job as it came. A success of the same URL that is older than `max_age` seconds is not
    joined: the page is fetched anew; None joins one of any age.
    """

    kind: JobKind
    content: str
    input: str | None = None
    url: str | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    echo: Any = None
    tenant: str = ""
    version: str = ""
    webhook: str | None = None
    max_age: float | None = None
    ticket: str | None = None  # the RQ job that will be allowed to work on it

    @property
    def key(self) -> str:
        """Hex SHA-256 over kind, content, options, the cleaner's version and the tenant."""
        options = json.dumps(self.options, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
        hashed = hashlib.sha256()
        for part in (self.kind.value, self.content, options, self.version, self.tenant):
            encoded = part.encode("utf-8", "backslashreplace")
            hashed.update(len(encoded).to_bytes(8, "big") + encoded)
        return hashed.hexdigest()

    @property
    def queue(self) -> QueueName:
        """The first queue the job waits in."""
        return QueueName.FETCH if self.kind is JobKind.URL else QueueName.CLEAN


@dataclass(frozen=True, slots=True)
class Job:
    """One row of the table `jobs`: an input, where its job stands and what came of it.

    `input` is the key of its bytes among the originals, `generation` counts the jobs of the same key from 1. `attempts`
    is how often it was taken, `deaths` how many workers died at it. `created`, `started`, `finished`, `touched` (the
    last change) and `not_before` (it waits until then) are seconds since 1970. `error` has the members `code` and
    `detail`. `content_hash` and `source` name its body and its source in the store. `fetched` says how its URL was
    fetched.
    """

    seq: int
    key: str
    generation: int
    kind: JobKind
    input: str | None
    url: str | None
    options: dict[str, Any]
    echo: Any
    tenant: str
    queue: QueueName
    status: JobStatus
    ticket: str | None
    attempts: int
    deaths: int
    created: float
    started: float | None
    finished: float | None
    touched: float
    not_before: float
    error: dict[str, Any] | None
    content_hash: str | None
    source: str | None
    outcome: dict[str, Any] | None
    fetched: dict[str, Any] | None

    @property
    def id(self) -> str:
        """The public name: `<key>-<generation>`."""
        return f"{self.key}-{self.generation}"


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of a submission: its job, and whether it joined one that was there."""

    seq: int
    id: str
    status: JobStatus
    joined: bool
    created: float
    ticket: str | None  # to be put on the queue; None where the job was there before


@dataclass(frozen=True, slots=True)
class Finish:
    """The end of one job, as a worker reports it; the fields are those of `Job`."""

    seq: int
    status: JobStatus
    error: Mapping[str, Any] | None = None
    content_hash: str | None = None
    source: str | None = None
    outcome: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One item that is to be added to a batch: a `job` with its bytes in `content`, or the `problem` it is refused for.

    `echo` is given back with the item as it came.
    """

    job: NewJob | None
    problem: Mapping[str, Any] | None = None
    echo: Any = None
    content: Input | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch with its counters of items.

    `total` counts the items that have a job, `invalid` those that were refused and have none. `sealed`: no more items
    will come. `held` is when the API that reads the batch last said so, `problem` why it was not read to its end. Times
    are seconds since 1970.
    """

    id: str
    tenant: str
    created: float
    started: float | None
    finished: float | None
    sealed: bool
    total: int
    invalid: int
    succeeded: int
    failed: int
    cancelled: int
    held: float | None
    problem: dict[str, Any] | None

    @property
    def done(self) -> int:
        """How many items have ended."""
        return self.succeeded + self.failed + self.cancelled

    @property
    def status(self) -> BatchStatus:
        """Where the batch stands, by its counters."""
        if not self.sealed or self.done < self.total:
            return BatchStatus.RUNNING if self.started or self.done else BatchStatus.QUEUED
        if self.succeeded == self.total and not self.invalid and not self.problem:
            return BatchStatus.SUCCEEDED
        if self.succeeded:
            return BatchStatus.PARTIAL
        return BatchStatus.CANCELLED if self.cancelled and not self.failed else BatchStatus.FAILED


@dataclass(frozen=True, slots=True)
class BatchItem:
    """One item of a batch at its `position`, counted from 0: its job, or the problem it was refused for."""

    position: int
    job: Job | None
    problem: dict[str, Any] | None
    echo: Any


def job_name(name: str) -> tuple[str, int]:
    """Key and generation in the public name of a job. Raises NotFound for what cannot be such a name."""
    found = _JOB_ID.fullmatch(name)
    if found is None:
        raise NotFound("not a job id", subject=name[:80])
    return found[1], int(found[2])


def batch_name(name: str) -> str:
    """`name` itself, if it can be the id of a batch. Raises NotFound where it cannot."""
    if _BATCH_ID.fullmatch(name) is None:
        raise NotFound("not a batch id", subject=name[:80])
    return name
