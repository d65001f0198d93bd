"""Rows of the ledger and the store as JSON-ready dicts."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from cleaner.ledger.records import Accepted, Batch, BatchItem, Job, JobStatus, NewJob
from cleaner.store import Source


def moment(seconds: float | None) -> str | None:
    """A time as RFC 3339 with milliseconds, in UTC."""
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def job_view(job: Job, position: int | None = None) -> dict[str, Any]:
    """A job as `JobOut` describes it."""
    return {
        "id": job.id,
        "kind": job.kind.value,
        "status": job.status.value,
        "created_at": moment(job.created),
        "started_at": moment(job.started),
        "finished_at": moment(job.finished),
        "attempts": job.attempts,
        "queue_position": position,
        "url": job.url,
        "filename": job.options.get("filename"),
        "metadata": job.echo,
        "error": job.error,
        "result": _result(job),
        "links": _links(job),
    }


def new_view(job: NewJob, accepted: Accepted) -> dict[str, Any]:
    """A job that has just been accepted, as `job_view` would show it."""
    return {
        "id": accepted.id,
        "kind": job.kind.value,
        "status": accepted.status.value,
        "created_at": moment(accepted.created),
        "started_at": None,
        "finished_at": None,
        "attempts": 0,
        "queue_position": None,
        "url": job.url,
        "filename": job.options.get("filename"),
        "metadata": job.echo,
        "error": None,
        "result": None,
        "links": {"self": f"/v1/jobs/{accepted.id}"},
    }


def batch_view(batch: Batch, invalid: list[BatchItem] | None = None) -> dict[str, Any]:
    """A batch as `BatchOut` describes it."""
    at = f"/v1/batches/{batch.id}"
    view: dict[str, Any] = {
        "kind": "batch",
        "id": batch.id,
        "status": batch.status.value,
        "created_at": moment(batch.created),
        "started_at": moment(batch.started),
        "finished_at": moment(batch.finished),
        "progress": {"done": batch.done, "total": batch.total},
        "succeeded": batch.succeeded,
        "failed": batch.failed,
        "cancelled": batch.cancelled,
        "invalid": batch.invalid,
        "error": batch.problem,
        "links": {"self": at, "items": f"{at}/items", "failed": f"{at}/items?status=failed"},
    }
    if invalid is not None:
        view["invalid_items"] = [{"index": item.position, "problem": item.problem} for item in invalid]
    return view


def item_view(item: BatchItem) -> dict[str, Any]:
    """A batch's item as `ItemOut` describes it."""
    return {
        "index": item.position,
        "status": item.job.status.value if item.job else "invalid",
        "job": job_view(item.job) if item.job else None,
        "problem": item.problem,
        "metadata": item.echo,
    }


def source_view(source: Source) -> dict[str, Any]:
    """Where a body came from, with the links to what belongs to it."""
    at, mine = f"/v1/bodies/{source.content_hash}", f"source={source.id}"
    return {
        "id": source.id,
        "content_hash": source.content_hash,
        "kind": source.kind.value,
        "locator": source.locator,
        "title": source.title,
        "metadata": source.metadata,
        "status": source.status,
        "labels": source.labels,
        "warnings": source.warnings,
        "versions": source.versions,
        "removed_count": source.removed_count,
        "removed_ratio": source.removed_ratio,
        "original": source.original,
        "created_at": moment(source.created),
        "links": {
            "markdown": f"{at}?format=markdown&{mine}",
            "json": f"{at}?format=json&{mine}",
            "removals": f"{at}/removals?{mine}",
            "original": f"{at}/original?{mine}",
        },
    }


def _result(job: Job) -> dict[str, Any] | None:
    if job.status is not JobStatus.SUCCEEDED or not job.content_hash:
        return None
    return {"content_hash": job.content_hash, "source_id": job.source} | (job.outcome or {})


def _links(job: Job) -> dict[str, str]:
    links = {"self": f"/v1/jobs/{job.id}"}
    if job.content_hash:
        body, mine = f"/v1/bodies/{job.content_hash}", f"source={job.source}"
        links |= {
            "body": body,
            "markdown": f"{body}?format=markdown&{mine}",
            "removals": f"{body}/removals?{mine}",
            "original": f"{body}/original?{mine}",
            "sources": f"{body}/sources",
        }
    return links
