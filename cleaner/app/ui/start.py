"""The page at `/`: an address, a page, a text or files go in; the way leads to what was made of them."""

from __future__ import annotations

import re
from functools import partial
from importlib import resources
from io import BytesIO
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from cleaner.app.api import receive, unpack
from cleaner.app.api.models import Common, JobIn, Options
from cleaner.app.api.registering import register
from cleaner.app.api.service import Service, in_thread, service_of, tenant_of
from cleaner.app.api.submissions import Maker
from cleaner.app.api.unpack import packing_of
from cleaner.app.ui import forms
from cleaner.app.ui.groups import GROUPS, OTHER
from cleaner.app.ui.pages import PageRoute, page, redirect
from cleaner.errors import InputError
from cleaner.ledger import reading
from cleaner.ledger.inputs import Input
from cleaner.ledger.records import Job, JobKind, JobStatus, NewJob
from cleaner.ledger.submission import Submission
from cleaner.settings import Profile

router = APIRouter(route_class=PageRoute, include_in_schema=False)
WAIT = 2.0  # seconds a reader waits for the result itself; then for the page that shows how far it is
EXAMPLES = {"page": ("page.html", JobKind.HTML), "text": ("text.txt", JobKind.TEXT)}
SITES = {
    "page": "https://www.tidewaterpost.example.com/news/2024/11/06/ferry-bridge-toll-vote",
    "text": "https://citywatchdaily.example.com/lighthouse-keepers-strike",
}
_ADDRESS = re.compile(r"\s*(https?://\S+)\s*", re.IGNORECASE)


@router.get("/")
async def start(request: Request) -> Response:
    """The empty page."""
    service = service_of(request)
    recent = await in_thread(partial(reading.list_jobs, service.context.store.engine, tenant_of(request), limit=6))
    return await page(
        request,
        "start.html",
        recent=recent,
        profiles=list(Profile),
        groups=(*GROUPS, OTHER),
        max_bytes=service.context.config.max_bytes,
    )


@router.post("/submit")
async def submit(request: Request) -> Response:
    """Take what the form holds; many files or a file of many items become a batch."""
    service, tenant = service_of(request), tenant_of(request)
    config = service.context.config
    fields, files = await forms.read_form(request, config.max_batch_bytes, config.receipt_seconds)
    files = [part for part in files if part.name]
    service.health.admit(tenant)
    maker, common = service.maker(tenant), _common(fields)
    packing = packing_of(files[0].name) if len(files) == 1 else None
    if packing is not None:
        items = partial(unpack.items, packing, files[0].content, common)
        return redirect(request, f"batches/{await in_thread(register, service, tenant, items, None, None)}")
    if len(files) > 1:
        items = partial(unpack.files, files, common)
        return redirect(request, f"batches/{await in_thread(register, service, tenant, items, None, None)}")
    job, content = await in_thread(_job_of_form, maker, common, fields, files)
    return await follow(request, service, job, content)


async def follow(request: Request, service: Service, job: NewJob, content: Input | None) -> Response:
    """Submit a job and lead to its document, or to the job where that takes longer or fails."""
    accepted = await service.intake.submit(Submission(job, None, content))
    if not accepted.status.final:
        await service.waiting.until_final(accepted.seq, WAIT)
    found = await in_thread(reading.find_job, service.context.store.engine, accepted.id)
    return redirect(request, place_of(found))


def place_of(job: Job) -> str:
    """Where a job is looked at: its document once it has one."""
    if job.status is JobStatus.SUCCEEDED and job.source:
        return f"documents/{job.source}"
    return f"jobs/{job.id}"


def _common(fields: dict[str, str]) -> Common:
    plain = {name: fields.get(name, "").strip() for name in ("source_url", "title")}
    given: dict[str, Any] = {name: value for name, value in plain.items() if value}
    if fields.get("profile"):
        given["profile"] = fields["profile"]
    if fields.get("fresh"):
        given["options"] = Options(max_age=0)
    return Common.model_validate(given)


def _job_of_form(
    maker: Maker, common: Common, fields: dict[str, str], files: list[receive.Part]
) -> tuple[NewJob, Input | None]:
    """The job of a form with one input. Raises InputError where it holds none."""
    example = EXAMPLES.get(fields.get("example", ""))
    if example is not None:
        content = resources.files("cleaner.app.ui").joinpath("examples", example[0]).read_bytes()
        known = common.model_copy(update={"source_url": SITES[fields["example"]]})
        return maker.from_bytes(content, known, name=example[0], kind=example[1], charset="utf-8")
    if files:
        return maker.from_bytes(files[0].content.read(maker.max_bytes + 1), common, name=files[0].name)
    text = fields.get("input", "")
    if not text.strip():
        raise InputError("paste an address, a page's HTML or a text, or choose a file")
    address = _ADDRESS.fullmatch(text)
    if address:
        return maker.from_item(JobIn.model_validate({**common.model_dump(exclude_unset=True), "url": address[1]}))
    # As bytes of a file: what it is, is told from what it holds. Browsers send every line end as CR LF.
    content = BytesIO(text.replace("\r\n", "\n").encode("utf-8", "surrogatepass")).read()
    kind = {"html": JobKind.HTML, "text": JobKind.TEXT}.get(fields.get("kind", ""))
    return maker.from_bytes(content, common, kind=kind, charset="utf-8")
