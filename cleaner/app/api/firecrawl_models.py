"""What Firecrawl's doors take and give, by Firecrawl's names (API v1)."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from cleaner.app.api.models import JobIn, Url

Format = Literal["markdown", "html", "rawHtml"]


class Wanted(BaseModel):
    """What a document is to hold. The values that are the only ones possible here may be said."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    formats: list[Format] = Field(default=["markdown"], min_length=1, max_length=3)
    onlyMainContent: Literal[True] = True  # noqa: N815 - Firecrawl's names
    removeBase64Images: Literal[True] = True  # noqa: N815
    blockAds: Literal[True] = True  # noqa: N815
    skipTlsVerification: Literal[False] = False  # noqa: N815
    maxAge: float | None = Field(default=None, ge=0, description="milliseconds a page is fresh")  # noqa: N815
    timeout: float = Field(default=30_000, gt=0, description="milliseconds to wait, 60,000 at most")
    origin: str | None = Field(default=None, description="the caller's library; not used")
    integration: str | None = Field(default=None, description="the same")

    def item(self, url: str, metadata: dict[str, Any] | None = None) -> JobIn:
        """The input that this asks for."""
        age = {} if self.maxAge is None else {"max_age": self.maxAge / 1_000}
        return JobIn.model_validate({"url": url, "options": age, "metadata": metadata})


class ScrapeIn(Wanted):
    """One page."""

    url: Url = Field(examples=["https://example.org/article"])


class BatchScrapeIn(Wanted):
    """Many pages."""

    urls: list[Url] = Field(min_length=1, examples=[["https://example.org/a", "https://example.org/b"]])
    ignoreInvalidURLs: bool = Field(default=True, description="false: refuse all where one cannot be fetched")  # noqa: N815


class Document(BaseModel):
    """A page. One of a batch that failed has `metadata.error` and nothing else."""

    markdown: str | None = None
    html: str | None = None
    rawHtml: str | None = Field(default=None, description="the page as it came")  # noqa: N815
    metadata: dict[str, Any] = Field(description="title, author, publishedTime ..., sourceURL, statusCode, error")


class ScrapeOut(BaseModel):
    """A page that was fetched and cleaned."""

    success: Literal[True]
    data: Document


class BatchScrapeOut(BaseModel):
    """A batch that was accepted; `url` says where it stands."""

    success: Literal[True]
    id: str
    url: str
    invalidURLs: list[str]  # noqa: N815


class BatchScrapeStatus(BaseModel):
    """Where a batch stands, and the documents that are there."""

    success: Literal[True]
    status: Literal["scraping", "completed", "failed", "cancelled"]
    total: int
    completed: int
    creditsUsed: int  # noqa: N815
    expiresAt: str  # noqa: N815
    next: str | None = Field(description="where the following documents are")
    data: list[Document]


class CancelOut(BaseModel):
    """A batch of which nothing is open any more."""

    success: Literal[True]
    message: str


class RefusalOut(BaseModel):
    """What was not done, and why."""

    success: Literal[False]
    error: str
    code: str
