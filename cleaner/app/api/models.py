"""What comes in and what goes out, as OpenAPI shows it. Unknown fields are refused."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from cleaner.ledger.feedback import Judgement
from cleaner.ledger.records import BatchStatus, JobKind, JobStatus
from cleaner.settings import Comments, Profile
from cleaner.types import Category

Url = Annotated[str, StringConstraints(min_length=1, max_length=8_192)]
Short = Annotated[str, StringConstraints(max_length=1_000)]
Language = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*$", max_length=35)]
RuleCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}[0-9]{0,3}$")]
MAX_METADATA = 16_384  # bytes of JSON

TEXT_EXAMPLE: dict[str, Any] = {
    "text": "The harbour reopened on Monday, the council said.\n\nShare this article",
    "source_url": "https://example.org/harbour",
    "metadata": {"my_id": 17},
}
URL_EXAMPLE: dict[str, Any] = {"url": "https://example.org/harbour", "profile": "conservative"}


class Strict(BaseModel):
    """The base of every request: unknown fields and numbers as strings are refused."""

    model_config = ConfigDict(extra="forbid", strict=False, hide_input_in_errors=True)


class Options(Strict):
    """What changes the result besides the input."""

    disable: list[Category] = Field(default=[], max_length=64, description="categories that are not removed")
    disable_rules: list[RuleCode] = Field(default=[], max_length=256, description="rule codes or their prefixes")
    max_age: float | None = Field(default=None, ge=0, le=31_536_000, description="seconds a fetched URL is fresh")


class Common(Strict):
    """What every kind of submission may carry."""

    source_url: Url | None = Field(default=None, description="where the text or page comes from; not fetched")
    title: Short | None = Field(default=None, description="a text's title, where it is known; a page has its own")
    language: Language | None = Field(default=None, description="of a text, BCP 47; a page's is told from it")
    profile: Profile = Field(default=Profile.BALANCED, description="how readily text is cut")
    title_in_body: bool = Field(default=False, description="the page's title is the first line of its body")
    captions: bool = Field(default=False, description="captions of figures are body")
    tables: bool = Field(default=True, description="tables are body")
    images: bool = Field(default=True, description="images stand in Markdown and HTML")
    links: bool = Field(default=True, description="links stand in Markdown and HTML")
    comments: Comments = Field(
        default=Comments.DROP,
        description="readers' comments: drop, keep in the body, or separate: in the result's `comments`",
    )
    front_matter: bool = Field(default=False, description="Markdown begins with the metadata as YAML")
    options: Options = Field(default=Options(), description="switched off categories and rules, and the age of a fetch")
    metadata: dict[str, Any] | None = Field(default=None, description="given back with the job as it is")
    webhook: Url | None = Field(default=None, description="told when the job has ended; signed")

    @field_validator("metadata")
    @classmethod
    def _small(cls, value: dict[str, Any] | None) -> dict[str, Any] | None:
        if value is not None and len(json.dumps(value, allow_nan=False)) > MAX_METADATA:
            raise ValueError(f"more than {MAX_METADATA} bytes of JSON")
        return value


class JobIn(Common):
    """One input: exactly one of `url`, `html` and `text`."""

    model_config = ConfigDict(
        extra="forbid", hide_input_in_errors=True, json_schema_extra={"examples": [TEXT_EXAMPLE, URL_EXAMPLE]}
    )

    url: Url | None = None
    html: str | None = None
    text: str | None = None

    @model_validator(mode="after")
    def _one(self) -> JobIn:
        if sum(one is not None for one in (self.url, self.html, self.text)) != 1:
            raise ValueError("exactly one of url, html and text is needed")
        return self


class BatchIn(Strict):
    """Many inputs. Items that do not fit are listed as invalid and do not stop the others."""

    model_config = ConfigDict(
        extra="forbid",
        hide_input_in_errors=True,
        json_schema_extra={"examples": [{"items": [TEXT_EXAMPLE, URL_EXAMPLE]}]},
    )

    items: list[Any] = Field(description="each as the body of POST /v1/jobs")
    webhook: Url | None = Field(default=None, description="told when the whole batch has ended; signed")


class FeedbackIn(Strict):
    """One judgement on one block of a document."""

    source_id: str = Field(pattern="^[0-9a-f]{24}$", description="the document: `source_id` of a job's result")
    block: int = Field(ge=0, description="the block's number, as a removal's `block` says it")
    judgement: Judgement = Field(description="keep: it should have stayed; remove: it should have gone")
    start: int | None = Field(default=None, ge=0, description="with `end`: these characters of it alone")
    end: int | None = Field(default=None, ge=1)
    reason: str = Field(default="", max_length=1_000)

    @property
    def span(self) -> tuple[int, int] | None:
        """The part of the block that is meant; None: all of it."""
        return None if self.start is None or self.end is None else (self.start, self.end)

    @model_validator(mode="after")
    def _a_part(self) -> Self:
        if (self.start is None) != (self.end is None):
            raise ValueError("start and end go together")
        if self.start is not None and self.end is not None and self.start >= self.end:
            raise ValueError("start must lie before end")
        return self


class Problem(BaseModel):
    """RFC 9457 problem document."""

    type: str = Field(examples=["urn:cleaner:problem:not-found"])
    title: str = Field(examples=["Not found"])
    status: int = Field(examples=[404])
    code: str = Field(examples=["not-found"])
    detail: str = Field(examples=["no such job or batch"])
    instance: str | None = None
    errors: list[dict[str, str]] | None = None


class JobError(BaseModel):
    """Why a job failed: a code of the error list, a sentence, and figures."""

    model_config = ConfigDict(extra="allow")
    code: str = Field(examples=["blocked-address"])
    detail: str


class JobResult(BaseModel):
    """What a job led to. `status` is the result's own: ok, empty or degraded."""

    content_hash: str
    source_id: str
    status: str
    reasons: list[str]
    labels: list[str]
    title: str | None
    removed_count: int
    removed_ratio: float
    coverage: dict[str, float] | None = Field(
        default=None, description="shares of the input's words and sentences that were kept, copies aside"
    )
    flagged_count: int
    comments: list[str] | None = Field(
        default=None, description="with `comments=separate`: the first 100,000 characters of them; removals have all"
    )
    characters: int
    warnings: list[str]


class JobOut(BaseModel):
    """A job as it stands."""

    id: str
    kind: JobKind
    status: JobStatus
    joined: bool | None = Field(default=None, description="after a submission: the job was there before")
    created_at: str
    started_at: str | None
    finished_at: str | None
    attempts: int
    queue_position: int | None = Field(description="jobs waiting before it; absent beyond 1,000")
    url: str | None
    filename: str | None
    metadata: dict[str, Any] | None
    error: JobError | None
    result: JobResult | None
    links: dict[str, str]


class Progress(BaseModel):
    """How far a batch is."""

    done: int
    total: int


class BatchOut(BaseModel):
    """A batch as it stands."""

    kind: Literal["batch"] = "batch"
    id: str
    status: BatchStatus
    created_at: str
    started_at: str | None
    finished_at: str | None
    progress: Progress
    succeeded: int
    failed: int
    cancelled: int
    invalid: int
    error: dict[str, Any] | None = Field(default=None, description="why the batch was not read to its end")
    invalid_items: list[dict[str, Any]] | None = None
    links: dict[str, str]


class ItemOut(BaseModel):
    """One item of a batch."""

    index: int
    status: str = Field(description="the job's status, or invalid")
    job: JobOut | None
    problem: dict[str, Any] | None
    metadata: Any = None


class CleanOut(BaseModel):
    """A result given at once; nothing of it is stored."""

    model_config = ConfigDict(extra="allow")
    status: str
    content_hash: str
    text: str
    markdown: str
    metadata: dict[str, Any]
    coverage: dict[str, float]
    page_kind: dict[str, Any] | None
    confidence: float | None
    removed: list[dict[str, Any]]
    flagged: list[dict[str, Any]]
    labels: list[dict[str, Any]]
    comments: list[str] | None = Field(default=None, description="with `comments=separate`")
    warnings: list[str]
    versions: dict[str, str]
