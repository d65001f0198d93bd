"""POST, GET and DELETE of feedback: what people said of single blocks, listed, and in the forms others read."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from cleaner.app.api import feedback_export, receive, schema
from cleaner.app.api.answers import FeedbackOut, FeedbackPage
from cleaner.app.api.documents import open_document, report_of
from cleaner.app.api.models import FeedbackIn
from cleaner.app.api.service import in_thread, json_response, service_of, tenant_of
from cleaner.app.api.strict_query import StrictQuery
from cleaner.app.api.views import moment
from cleaner.errors import InputError, UnsupportedMedia
from cleaner.ledger import feedback
from cleaner.ledger.feedback import Feedback, NewFeedback
from cleaner.settings import Profile

router = APIRouter(route_class=StrictQuery, tags=["feedback"])
SMALL = 100_000  # bytes of a judgement
MAX_EXPORT = 10_000  # judgements in one export


class ExportForm(StrEnum):
    """What feedback can be taken out as."""

    JSONL = "jsonl"
    CSV = "csv"
    PACK = "pack"
    PAIRS = "pairs"


@router.post(
    "/v1/feedback",
    status_code=201,
    response_model=FeedbackOut,
    responses=schema.problems(401, 404, 422),
    **schema.json_body(FeedbackIn),
)
async def give(request: Request) -> Response:
    """Keep a judgement. Earlier ones of yours on what it covers are taken back by it."""
    media, _ = receive.media_type(request)
    if media != "application/json":
        raise UnsupportedMedia(f"{media or 'no type'} is not application/json")
    receipt = service_of(request).context.config.receipt_seconds
    given = FeedbackIn.model_validate_json(await receive.whole(request, SMALL, receipt))
    kept = await accept(request, given)
    return json_response(request, view(kept), 201, {"location": f"/v1/feedback/{kept.id}"})


@router.get("/v1/feedback", response_model=FeedbackPage, responses=schema.reading())
async def listing(
    request: Request,
    source_id: Annotated[str | None, Query(pattern="^[0-9a-f]{24}$")] = None,
    limit: Annotated[int, Query(ge=1, le=1_000)] = 100,
    cursor: Annotated[str | None, Query(pattern="^[0-9a-f]{32}$")] = None,
) -> Response:
    """Your judgements, newest first, with those that were taken back."""
    engine, tenant = service_of(request).context.store.engine, tenant_of(request)

    def read() -> list[Feedback]:
        return feedback.list_feedback(engine, tenant, source=source_id, before=cursor, limit=limit)

    found = await in_thread(read)
    following = None
    if len(found) == limit:
        following = str(request.url.include_query_params(cursor=found[-1].id).replace(scheme="", netloc=""))
    return json_response(request, {"items": [view(one) for one in found], "next": following})


@router.get(
    "/v1/feedback/export",
    responses={
        200: {
            "description": "the judgements that hold",
            "content": {
                "application/x-ndjson": {},
                "text/csv": {},
                "application/toml": {},
                "application/zip": {},
            },
        },
        **schema.problems(401, 503),
    },
)
async def export(request: Request, format: ExportForm = ExportForm.JSONL) -> Response:  # noqa: A002  # its name in URLs
    """The judgements that hold.

    `pack`: a phrase pack of what was taken out, unreviewed, for `--packs`; `pairs`: a zip of each judged document
    before and after, for `cleaner learn dirty clean --language en`; `jsonl` and `csv`: as they are.
    """
    engine, tenant = service_of(request).context.store.engine, tenant_of(request)

    def read() -> list[Feedback]:
        return feedback.list_feedback(engine, tenant, holding=True, limit=MAX_EXPORT)

    found = await in_thread(read)
    if format is ExportForm.PAIRS:
        content: bytes = await feedback_export.pairs(request, found)
        return _file(content, "application/zip", "feedback-pairs.zip")
    if format is ExportForm.PACK:
        now = service_of(request).context.store.clock()
        return _file(feedback_export.pack_of(found, now).encode(), "application/toml", "feedback.toml")
    if format is ExportForm.CSV:
        return _file(feedback_export.csv_of(found).encode(), "text/csv; charset=utf-8", "feedback.csv")
    lines = feedback_export.lines_of([view(one) for one in found])
    return _file(lines.encode(), "application/x-ndjson", "feedback.jsonl")


@router.get("/v1/feedback/{feedback_id}", response_model=FeedbackOut, responses=schema.reading())
async def one(request: Request, feedback_id: str) -> Response:
    """One judgement."""
    engine = service_of(request).context.store.engine
    return json_response(request, view(await in_thread(feedback.find, engine, feedback_id, tenant_of(request))))


@router.delete("/v1/feedback/{feedback_id}", response_model=FeedbackOut, responses=schema.reading())
async def undo(request: Request, feedback_id: str) -> Response:
    """Take a judgement back. It stays in the list and says when."""
    store = service_of(request).context.store
    gone = await in_thread(feedback.undo, store.engine, feedback_id, tenant_of(request), store.clock())
    return json_response(request, view(gone))


async def accept(request: Request, given: FeedbackIn) -> Feedback:
    """Keep a judgement on a block of a document or a part of it, with what is known of it.

    Raises NotFound, and InputError for a place that the document does not have.
    """
    opened = await open_document(request, given.source_id)
    profile = str(opened.options.get("profile", Profile.BALANCED.value))
    report, _ = await report_of(request, opened, profile)
    if given.block >= len(report["blocks"]):
        raise InputError(f"the document has {len(report['blocks'])} blocks", subject="block")
    found = report["blocks"][given.block]
    source = opened.source
    start, end = given.span or (0, len(found["text"]))
    if end > len(found["text"]):
        raise InputError(f"the block has {len(found['text'])} characters", subject="end")
    pieces = [one for one in found["pieces"] if one["start"] < end and start < one["end"]]
    facts = {
        "locator": source.locator[:2_000],
        "host": _host(source.locator),
        "original": source.original,
        "content_hash": source.content_hash,
        "language": report["metadata"].get("language"),
        "mode": report["mode"],
        "kind": found["kind"],
        "path": found.get("path", []),
        "score": found["score"],
        "removed": bool(pieces),
        "because": pieces[0] if pieces and given.span else found["because"],
        "profile": profile,
        "versions": report["versions"],
    }
    text = found["text"][start:end]
    by, reason = tenant_of(request), given.reason
    new = NewFeedback(by, source.id, given.block, given.judgement, text, reason, facts, given.span)
    store = service_of(request).context.store
    return await in_thread(feedback.give, store.engine, new, store.clock())


def view(one: Feedback) -> dict[str, Any]:
    """A judgement, ready for JSON."""
    return {
        "id": one.id,
        "by": one.by,
        "source_id": one.source,
        "block": one.block,
        "span": list(one.span) if one.span else None,
        "judgement": one.judgement.value,
        "text": one.text,
        "reason": one.reason,
        "created_at": moment(one.created),
        "undone_at": moment(one.undone),
        "facts": dict(one.facts),
        "links": {"self": f"/v1/feedback/{one.id}", "page": f"/documents/{one.source}?block={one.block}"},
    }


def _host(locator: str) -> str:
    try:
        return (urlsplit(locator).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _file(content: bytes, media: str, name: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return Response(content, headers=headers, media_type=media)
