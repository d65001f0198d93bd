"""A batch's results in one file: lines of JSON with everything, or a zip of plain texts."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from enum import StrEnum
from functools import partial
from tempfile import TemporaryFile
from typing import IO, Annotated, Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Query, Request
from starlette.responses import Response, StreamingResponse

from cleaner.app.api import schema
from cleaner.app.api.service import Service, in_thread, service_of, tenant_of
from cleaner.app.api.strict_query import StrictQuery
from cleaner.app.api.views import item_view
from cleaner.errors import StoreError
from cleaner.ledger import reading
from cleaner.ledger.records import BatchItem
from cleaner.store import Store

router = APIRouter(route_class=StrictQuery, tags=["batches"])
PART = 200  # items read at once
CHUNK = 1 << 16
_ODD = re.compile(r"[^A-Za-z0-9._-]+")


class ExportFormat(StrEnum):
    """What `?format=` may say."""

    JSONL = "jsonl"
    ZIP = "zip"


@router.get(
    "/v1/batches/{batch_id}/export",
    responses={
        200: {"content": {"application/x-ndjson": {}, "application/zip": {}}},
        **schema.problems(401, 404, 410, 422, 503),
    },
)
async def export(
    request: Request,
    batch_id: str,
    form: Annotated[ExportFormat, Query(alias="format", description="lines of JSON, or a zip of texts")] = (
        ExportFormat.JSONL
    ),
) -> Response:
    """Everything a batch has led to so far, in the order of its items; those that failed with their reason."""
    service = service_of(request)
    batch = await in_thread(reading.find_batch, service.context.store.engine, batch_id, tenant_of(request))
    sent = {"content-disposition": f'attachment; filename="{batch.id}.{form.value}"', "cache-control": "no-store"}
    if form is ExportFormat.JSONL:
        return StreamingResponse(_lines(service, batch.id), headers=sent, media_type="application/x-ndjson")
    packed = await in_thread(partial(_build_zip, service, batch.id))
    return StreamingResponse(_chunks(packed), headers=sent, media_type="application/zip")


def _lines(service: Service, batch: str) -> Iterator[bytes]:
    for item, text in _results(service.context.store, batch):
        yield json.dumps(_plain(service.context.store, item, text), ensure_ascii=False).encode() + b"\n"


def _build_zip(service: Service, batch: str) -> IO[bytes]:
    """A zip of `NNNNNN-name.txt` for each text, and `items.jsonl` that says which is which."""
    packed: IO[bytes] = TemporaryFile(dir=service.temporary)  # noqa: SIM115  # closed when it is sent
    listed = []
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for item, text in _results(service.context.store, batch):
            plain = item_view(item)
            if text is not None:
                plain["file"] = f"{item.position:06d}-{_name(item)}.txt"
                archive.writestr(plain["file"], text.encode())
            listed.append(json.dumps(plain, ensure_ascii=False, default=str))
        archive.writestr("items.jsonl", "".join(line + "\n" for line in listed))
    packed.seek(0)
    return packed


def _chunks(packed: IO[bytes]) -> Iterator[bytes]:
    with packed:
        while chunk := packed.read(CHUNK):
            yield chunk


def _results(store: Store, batch: str) -> Iterator[tuple[BatchItem, str | None]]:
    """Each item with its text, or None where there is none (yet)."""
    after = -1
    while True:
        items = reading.batch_items(store.engine, batch, after=after, limit=PART)
        for item in items:
            yield item, _text(store, item)
        if len(items) < PART:
            return
        after = items[-1].position


def _text(store: Store, item: BatchItem) -> str | None:
    if item.job is None or item.job.content_hash is None:
        return None
    try:
        return store.body(item.job.content_hash).text
    except StoreError:
        return None  # erased meanwhile


def _plain(store: Store, item: BatchItem, text: str | None) -> dict[str, Any]:
    plain = item_view(item) | {"text": text}
    if text is not None and item.job is not None and item.job.source is not None:
        try:
            source = store.source(item.job.source)
        except StoreError:
            return plain
        plain |= {"title": source.title, "metadata_found": source.metadata, "locator": source.locator}
    return plain


def _name(item: BatchItem) -> str:
    job = item.job
    said = (job.url or job.options.get("source_url") or job.options.get("filename") or "") if job else ""
    parts = urlsplit(str(said))
    return _ODD.sub("-", f"{parts.hostname or ''}{parts.path}").strip("-.")[:80] or "text"
