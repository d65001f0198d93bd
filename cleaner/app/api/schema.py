"""What OpenAPI says beyond the models: request bodies that the routes read themselves, and the problems."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from cleaner.app.api.models import TEXT_EXAMPLE, URL_EXAMPLE, BatchIn, FeedbackIn, JobIn, Problem

_JOB = "#/components/schemas/JobIn"
_BATCH = "#/components/schemas/BatchIn"
EXTRA_MODELS = (JobIn, BatchIn, FeedbackIn, Problem)

_IDEMPOTENCY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "the same key with the same request leads to the same job for 24 hours",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
}
_PREFER = {
    "name": "Prefer",
    "in": "header",
    "required": False,
    "description": "wait=N: answer when the job has ended, or after N seconds (RFC 7240)",
    "schema": {"type": "string"},
    "example": "wait=10",
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problem documents a route may answer with."""
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    words = {
        400: "malformed",
        401: "no valid API key",
        404: "unknown, or another caller's",
        406: "no such format",
        408: "the body came too slowly",
        409: "quarantined; or the same Idempotency-Key is still being answered",
        410: "known once, expired",
        413: "too large",
        415: "neither page nor text",
        422: "does not fit",
        429: "too many requests, or too many of yours wait",
        500: "internal error",
        503: "the queue or the store is away, or full; see Retry-After",
        504: "took too long",
    }
    return {status: {"description": words[status], "content": content} for status in statuses}


def reading() -> dict[int | str, dict[str, Any]]:
    """What every reading route may answer with."""
    return {304: {"description": "unchanged (If-None-Match)"}, **problems(401, 404, 410, 422, 503)}


def retrying() -> dict[int | str, dict[str, Any]]:
    """What a retry may answer with."""
    return {200: {"description": "it ended within `Prefer: wait`"}, **problems(401, 404, 409, 410, 422, 429, 503)}


def submission() -> dict[str, Any]:
    """The body and the answers of POST /v1/jobs."""
    body = {
        "application/json": {
            "schema": {"$ref": _JOB},
            "examples": {"text": {"value": TEXT_EXAMPLE}, "url": {"value": URL_EXAMPLE}},
        },
        "text/html": {"schema": {"type": "string"}, "example": "<html><body><p>...</p></body></html>"},
        "text/plain": {"schema": {"type": "string"}, "example": TEXT_EXAMPLE["text"]},
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "properties": {"file": {"type": "string", "format": "binary"}, "source_url": {"type": "string"}},
            }
        },
    }
    location = {"Location": {"schema": {"type": "string"}}, "Retry-After": {"schema": {"type": "integer"}}}
    return {
        "openapi_extra": {"requestBody": {"required": True, "content": body}, "parameters": [_IDEMPOTENCY, _PREFER]},
        "responses": {
            200: {"description": "joined a job that has ended, or it ended within `Prefer: wait`"},
            202: {"description": "accepted and committed", "headers": location},
            **problems(400, 401, 408, 409, 413, 415, 422, 429, 503),
        },
    }


def json_body(model: type[BaseModel]) -> dict[str, Any]:
    """A body of JSON that the route reads itself."""
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{model.__name__}"}}}
    return {"openapi_extra": {"requestBody": {"required": True, "content": content}}}


def batch() -> dict[str, Any]:
    """The body and the answers of POST /v1/batches."""
    lines = '{"text": "One text.", "metadata": {"n": 1}}\n{"url": "https://example.org/a"}\n'
    binary = {"schema": {"type": "string", "format": "binary"}}
    files = {"type": "array", "items": {"type": "string", "format": "binary"}}
    body = {
        "application/json": {"schema": {"$ref": _BATCH}},
        "application/x-ndjson": {"schema": {"type": "string"}, "example": lines},
        "multipart/form-data": {"schema": {"type": "object", "properties": {"file": files}}},
        "application/zip": binary,
        "application/warc": binary,
    }
    return {
        "openapi_extra": {"requestBody": {"required": True, "content": body}, "parameters": [_IDEMPOTENCY]},
        "responses": {
            202: {"description": "accepted and committed"},
            **problems(400, 401, 408, 409, 413, 415, 422, 429, 503),
        },
    }
