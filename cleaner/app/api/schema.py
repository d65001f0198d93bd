"""What OpenAPI says beyond the models: request bodies that the routes read themselves, and the problems."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from cleaner.app.api.answers import BodyOut
from cleaner.app.api.firecrawl_models import BatchScrapeIn, ScrapeIn
from cleaner.app.api.models import TEXT_EXAMPLE, URL_EXAMPLE, BatchIn, Common, FeedbackIn, JobIn, Problem

_COMPONENT = "#/components/schemas/{model}"
_JOB, _BATCH = _COMPONENT.format(model="JobIn"), _COMPONENT.format(model="BatchIn")
_FILE = {"type": "string", "format": "binary"}
_LOCATION = {"Location": {"schema": {"type": "string"}}, "Retry-After": {"schema": {"type": "integer"}}}
EXTRA_MODELS = (JobIn, BatchIn, FeedbackIn, ScrapeIn, BatchScrapeIn, Problem, BodyOut)
FOR_JOBS = ("metadata", "webhook")  # where nothing is stored, nothing is given back later and nobody is told
AS_JSON = ("options", "metadata")  # what a query or a form's field writes as JSON

IDEMPOTENCY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "the same key with the same request leads to the same job for 24 hours",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
}
PREFER = {
    "name": "Prefer",
    "in": "header",
    "required": False,
    "description": "wait=N: answer when the job has ended, or after N seconds (RFC 7240)",
    "schema": {"type": "string"},
    "example": "wait=10",
}
IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "the ETag of an earlier answer: 304 while it is the same",
    "schema": {"type": "string"},
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


def retrying_job() -> dict[str, Any]:
    """The head and the answers of a job's retry."""
    return {"openapi_extra": {"parameters": [IDEMPOTENCY, PREFER]}, "responses": retrying()}


def query() -> list[dict[str, Any]]:
    """What may be said of every input in the address: as in JSON, `options` and `metadata` written as JSON."""
    return [_query_parameter(name, one) for name, one in common_properties().items()]


def common_properties() -> dict[str, dict[str, Any]]:
    """The schemas of what every kind of submission may carry."""
    properties: dict[str, dict[str, Any]] = Common.model_json_schema(ref_template=_COMPONENT)["properties"]
    return properties


def form(**inputs: dict[str, Any]) -> dict[str, Any]:
    """A form: these inputs, and what may be said of every input."""
    properties = {**inputs, **common_properties()}
    encoding = {name: {"contentType": "application/json"} for name in AS_JSON}
    return {"schema": {"type": "object", "properties": properties}, "encoding": encoding}


def input_bodies() -> dict[str, Any]:
    """One input as JSON or as a raw body."""
    return {
        "application/json": {
            "schema": {"$ref": _JOB},
            "examples": {"text": {"value": TEXT_EXAMPLE}, "url": {"value": URL_EXAMPLE}},
        },
        "text/html": {"schema": {"type": "string"}, "example": "<html><body><p>...</p></body></html>"},
        "application/xhtml+xml": {"schema": {"type": "string"}},
        "text/plain": {"schema": {"type": "string"}, "example": TEXT_EXAMPLE["text"]},
    }


def cleaning() -> dict[str, Any]:
    """The body and the answers of POST /v1/clean."""
    parameters = [one for one in query() if one["name"] not in FOR_JOBS]
    return {
        "openapi_extra": {"requestBody": {"required": True, "content": input_bodies()}, "parameters": parameters},
        "responses": problems(400, 401, 408, 413, 415, 422, 429, 503),
    }


def submission() -> dict[str, Any]:
    """The body and the answers of POST /v1/jobs."""
    body = input_bodies() | {
        "multipart/form-data": form(
            file=_FILE, **{name: JobIn.model_json_schema()["properties"][name] for name in ("url", "html", "text")}
        )
    }
    return {
        "openapi_extra": {
            "requestBody": {"required": True, "content": body},
            "parameters": [IDEMPOTENCY, PREFER, *query()],
        },
        "responses": {
            200: {"description": "joined a job that has ended, or it ended within `Prefer: wait`"},
            202: {"description": "accepted and committed", "headers": _LOCATION},
            **problems(400, 401, 408, 409, 413, 415, 422, 429, 503),
        },
    }


def json_body(model: type[BaseModel]) -> dict[str, Any]:
    """A body of JSON that the route reads itself."""
    content = {"application/json": {"schema": {"$ref": _COMPONENT.format(model=model.__name__)}}}
    return {"openapi_extra": {"requestBody": {"required": True, "content": content}}}


def batch() -> dict[str, Any]:
    """The body and the answers of POST /v1/batches."""
    lines = '{"text": "One text.", "metadata": {"n": 1}}\n{"url": "https://example.org/a"}\n'
    binary = {"schema": {"type": "string", "format": "binary"}}
    many_lines = {"schema": {"type": "string"}, "example": lines}
    body = {
        "application/json": {"schema": {"anyOf": [{"$ref": _BATCH}, {"type": "array", "items": {"$ref": _JOB}}]}},
        "application/x-ndjson": many_lines,
        "application/ndjson": many_lines,
        "application/jsonl": many_lines,
        "application/x-jsonlines": many_lines,
        "multipart/form-data": form(file={"type": "array", "items": _FILE}),
        "application/zip": binary,
        "application/x-zip-compressed": binary,
        "application/warc": binary,
    }
    return {
        "openapi_extra": {"requestBody": {"required": True, "content": body}, "parameters": [IDEMPOTENCY, *query()]},
        "responses": {
            202: {"description": "accepted and committed", "headers": _LOCATION},
            **problems(400, 401, 408, 409, 413, 415, 422, 429, 503),
        },
    }


def complete(document: dict[str, Any], open_paths: Collection[str]) -> None:
    """Put into OpenAPI's document what the framework cannot know: models, keys, conditional requests.

    The models are those of bodies that the routes read themselves; `open_paths` ask for no key.
    """
    components = document.setdefault("components", {})
    known = components.setdefault("schemas", {})
    _, extra = models_json_schema([(model, "validation") for model in EXTRA_MODELS], ref_template=_COMPONENT)
    for name, one in extra.get("$defs", {}).items():
        known.setdefault(name, one)
    components["securitySchemes"] = {
        "bearer": {"type": "http", "scheme": "bearer", "description": "an API key"},
        "key": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
    }
    document["security"] = [{"bearer": []}, {"key": []}, {}]  # {}: on loopback keys are not demanded
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if path in open_paths:
                operation["security"] = []
            if method != "get":
                operation["responses"].pop("304", None)
            elif "304" in operation["responses"]:
                operation.setdefault("parameters", []).append(IF_NONE_MATCH)


def _query_parameter(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    parameter = {"name": name, "in": "query", "required": False, "description": schema.get("description", "")}
    if name in AS_JSON:
        return parameter | {"content": {"application/json": {"schema": schema}}}
    return parameter | {"schema": schema}
