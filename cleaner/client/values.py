"""What the service answers with, as values. `raw` holds the whole answer, later fields too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypedDict

OPEN = frozenset({"queued", "running"})
FAILED = frozenset({"failed", "partial"})


class Options(TypedDict, total=False):
    """What may be said of an input besides the input: the fields of the API's `JobIn`, by the same names."""

    source_url: str
    title: str
    language: str
    profile: str
    title_in_body: bool
    captions: bool
    tables: bool
    images: bool
    links: bool
    comments: str
    front_matter: bool
    options: Mapping[str, Any]
    metadata: Mapping[str, Any]
    webhook: str


@dataclass(frozen=True, slots=True)
class JobError:
    """Why a job failed: a code of `cleaner.errors.Code` and a sentence."""

    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class JobResult:
    """What a job led to; `status` is the result's own: ok, empty or degraded."""

    content_hash: str
    source_id: str
    status: str
    title: str | None
    raw: Mapping[str, Any] = field(repr=False, default_factory=dict)


class _Work:
    """What a job and a batch have in common."""

    __slots__ = ()
    status: str

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.status not in OPEN

    @property
    def failed(self) -> bool:
        """Whether it ended, and because of an error without its result or without those of some items."""
        return self.status in FAILED


@dataclass(frozen=True, slots=True)
class Job(_Work):
    """A job as it stood when it was asked for: queued, running, succeeded, failed or cancelled."""

    id: str
    status: str
    url: str | None = None
    filename: str | None = None
    metadata: Mapping[str, Any] | None = None
    error: JobError | None = None
    result: JobResult | None = None
    raw: Mapping[str, Any] = field(repr=False, default_factory=dict)


@dataclass(frozen=True, slots=True)
class Batch(_Work):
    """A batch as it stood: `done` of `total` items have ended."""

    id: str
    status: str
    done: int
    total: int
    succeeded: int
    failures: int
    cancelled: int
    invalid: int
    raw: Mapping[str, Any] = field(repr=False, default_factory=dict)


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a batch: its job, or the `problem` because of which it has none."""

    index: int
    status: str
    job: Job | None
    problem: Mapping[str, Any] | None
    raw: Mapping[str, Any] = field(repr=False, default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A result that was given at once and not stored."""

    status: str
    text: str
    markdown: str
    content_hash: str
    metadata: Mapping[str, Any]
    removed: tuple[Mapping[str, Any], ...]
    raw: Mapping[str, Any] = field(repr=False, default_factory=dict)


@dataclass(frozen=True, slots=True)
class Removals:
    """What was cut from a source, and what looked like it and was kept."""

    source_id: str
    removed: tuple[Mapping[str, Any], ...]
    flagged: tuple[Mapping[str, Any], ...]


def job_of(raw: Mapping[str, Any]) -> Job:
    """The job in an answer."""
    error, result = raw.get("error"), raw.get("result")
    return Job(
        id=raw["id"],
        status=raw["status"],
        url=raw.get("url"),
        filename=raw.get("filename"),
        metadata=raw.get("metadata"),
        error=JobError(str(error.get("code", "")), str(error.get("detail", ""))) if error else None,
        result=result_of(result) if result else None,
        raw=raw,
    )


def result_of(raw: Mapping[str, Any]) -> JobResult:
    """The result in a job."""
    return JobResult(raw["content_hash"], raw["source_id"], raw["status"], raw.get("title"), raw)


def batch_of(raw: Mapping[str, Any]) -> Batch:
    """The batch in an answer."""
    progress = raw["progress"]
    return Batch(
        id=raw["id"],
        status=raw["status"],
        done=progress["done"],
        total=progress["total"],
        succeeded=raw["succeeded"],
        failures=raw["failed"],
        cancelled=raw["cancelled"],
        invalid=raw["invalid"],
        raw=raw,
    )


def accepted_of(raw: Mapping[str, Any]) -> Job | Batch:
    """The job or the batch that a submission led to."""
    return batch_of(raw) if raw.get("kind") == "batch" else job_of(raw)


def item_of(raw: Mapping[str, Any]) -> Item:
    """One item of a batch."""
    job = raw.get("job")
    return Item(raw["index"], raw["status"], job_of(job) if job else None, raw.get("problem"), raw)


def cleaned_of(raw: Mapping[str, Any]) -> Cleaned:
    """The result of POST /v1/clean."""
    return Cleaned(
        raw["status"],
        raw["text"],
        raw["markdown"],
        raw["content_hash"],
        raw["metadata"],
        tuple(raw["removed"]),
        raw,
    )


def removals_of(raw: Mapping[str, Any]) -> Removals:
    """The removals of a source."""
    return Removals(raw["source_id"], tuple(raw["removed"]), tuple(raw["flagged"]))
