"""What reading routes answer with, as OpenAPI shows it: bodies, sources, removals, lists, feedback, webhooks."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from cleaner.app.api.models import BatchOut, ItemOut, JobOut


class SourceOut(BaseModel):
    """Where a body came from."""

    id: str
    content_hash: str
    kind: str = Field(examples=["url"])
    locator: str = Field(description="the URL, the file's name, or the job's id")
    title: str | None
    metadata: dict[str, Any] = Field(description="title, author, dates, site and language, as far as they were found")
    status: str
    labels: list[dict[str, Any]]
    warnings: list[str]
    versions: dict[str, str]
    removed_count: int
    removed_ratio: float = Field(description="share of the input's words that went, 0..1")
    original: str | None = Field(description="SHA-256 of the bytes as they came in")
    created_at: str
    links: dict[str, str]


class BodyOut(BaseModel):
    """A body with one of its sources."""

    content_hash: str
    text: str
    words: int
    first_seen: str
    source: SourceOut


class RemovalOut(BaseModel):
    """One piece that was cut. In a text `start` and `end` are offsets in the input, on a page in the block's text."""

    id: str
    block: int
    start: int
    end: int
    text: str
    category: str
    rule: str
    score: float
    evidence: str


class FlaggedOut(BaseModel):
    """A block that looked like boilerplate and was kept, or a sentence of many that one rule took (`kept`: false)."""

    block: int
    text: str
    category: str
    rule: str
    score: float
    evidence: str
    kept_because: str
    kept: bool


class RemovalsOut(BaseModel):
    """What was cut from a source, and what was nearly cut."""

    source_id: str
    removed: list[RemovalOut]
    flagged: list[FlaggedOut]


class HitPart(BaseModel):
    """A part of a snippet, and whether it is what was looked for."""

    text: str
    found: bool


class HitOut(SourceOut):
    """A document that holds what was looked for."""

    words: int
    opening: str
    snippet: list[HitPart]


class FeedbackOut(BaseModel):
    """A judgement on one block."""

    id: str
    by: str
    source_id: str
    block: int
    span: tuple[int, int] | None  # characters of the block; null: all of it
    judgement: str
    text: str
    reason: str
    created_at: str
    undone_at: str | None
    facts: dict[str, Any]
    links: dict[str, str]


class RefusedOut(BaseModel):
    """An input in quarantine."""

    key: str
    since: str
    reason: str
    job: str | None
    locator: str | None


class Page(BaseModel):
    """A part of a list; `next` leads to the following one."""

    next: str | None


class JobPage(Page):
    """Jobs, newest first."""

    items: list[JobOut]


class BatchPage(Page):
    """Batches, newest first."""

    items: list[BatchOut]


class ItemPage(Page):
    """Items of a batch in their order."""

    items: list[ItemOut]


class SourcePage(Page):
    """Sources of a body, earliest first."""

    items: list[SourceOut]


class HitPage(Page):
    """Documents, the latest first."""

    items: list[HitOut]


class FeedbackPage(Page):
    """Judgements, newest first."""

    items: list[FeedbackOut]


class RefusedList(BaseModel):
    """Everything in quarantine."""

    items: list[RefusedOut]


class HookSubject(BaseModel):
    """What has ended."""

    id: str
    links: dict[str, str]


class HookBody(BaseModel):
    """What a webhook's receiver is sent, with `webhook-id`, `webhook-timestamp` and `webhook-signature` in the head."""

    type: Literal["job.succeeded", "job.failed", "job.cancelled", "batch.completed"]
    timestamp: float = Field(description="seconds since 1970")
    data: HookSubject
