"""A stored document looked at: what stayed, what went and why; corrected; taken in every form."""

from __future__ import annotations

import json
import re
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from cleaner.app.api import stored
from cleaner.app.api.documents import Opened, open_document, report_of
from cleaner.app.api.feedback import accept
from cleaner.app.api.models import FeedbackIn
from cleaner.app.api.reports import wish
from cleaner.app.api.service import in_thread, service_of, tenant_of
from cleaner.app.ui import forms
from cleaner.app.ui.look import MAX_SHIFT, Choice, Look, cuts, look_at
from cleaner.app.ui.pages import PageRoute, page, redirect, visible_controls
from cleaner.errors import InputError, NotFound
from cleaner.ledger import feedback
from cleaner.settings import Profile
from cleaner.types import Mode

router = APIRouter(route_class=PageRoute, include_in_schema=False)
PART = 1_000  # blocks on one page; what follows is fetched while a reader scrolls, or by a link
VIEWS = ("inline", "side", "page")
SHOWS = ("all", "gone", "kept", "nearly", "hand")
_PLACE = re.compile(r"(\d{1,8})(?::(\d{1,9})-(\d{1,9}))?", re.ASCII)  # a block, or characters of one
FRAME_POLICY = (
    "default-src 'none'; style-src 'self'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)


class Asked(BaseModel):
    """What of a document is asked for, as it stands in an address."""

    profile: Profile | None = None
    shift: float = Field(default=0.0, ge=-MAX_SHIFT, le=MAX_SHIFT)
    view: str = Field(default="inline", pattern=f"^({'|'.join(VIEWS)})$")
    show: str = Field(default="all", pattern=f"^({'|'.join(SHOWS)})$")
    category: str = Field(default="", max_length=40)
    rule: str = Field(default="", max_length=10)
    below: str = Field(default="", max_length=20)
    first: int = Field(default=0, ge=0, le=10**7)
    block: int | None = Field(default=None, ge=0, le=10**7)

    def choice(self, profile: str) -> Choice:
        """The choice under a profile: the one asked for, or the document's own."""
        below = _limit(self.below)
        return Choice(
            profile, self.shift, self.view, self.show, self.category, self.rule, below, self.first, self.block
        )


Wanted = Annotated[Asked, Query()]


@router.get("/documents/{name}")
async def look(request: Request, name: str, asked: Wanted) -> Response:
    """What was done to a document, as the choice says."""
    opened = await open_document(request, name)
    choice = asked.choice(_profile(opened, asked.profile))
    report, redone, found = await _look_at_document(request, opened, choice)
    versions = await in_thread(service_of(request).context.store.versions, opened.source)
    return await page(
        request,
        "document.html",
        document=opened.source,
        job=opened.job,
        report=report,
        facts=_facts(report),
        redone=redone,
        look=found,
        choice=choice,
        profiles=list(Profile),
        framed=report["mode"] == Mode.HTML.value and redone,
        versions=versions,
        max_shift=MAX_SHIFT,
        query=_query(choice, _profile(opened, None)),
    )


@router.get("/documents/{name}/evidence")
async def evidence(request: Request, name: str, asked: Wanted) -> Response:
    """The evidence on each block of a part, for the script that shows it where a reader points."""
    opened = await open_document(request, name)
    choice = asked.choice(_profile(opened, asked.profile))
    _, _, found = await _look_at_document(request, opened, choice)
    query = _query(choice, _profile(opened, None))
    return await page(request, "evidence.html", look=found, name=name, query=query)


@router.get("/documents/{name}/frame")
async def frame(request: Request, name: str, asked: Wanted) -> Response:
    """The page itself, harmless, with what went marked: for a sandboxed frame."""
    opened = await open_document(request, name)
    if opened.content is None:
        raise NotFound("its original was not kept", subject=name)
    result = await _view_of(request, opened, asked, page=True)
    answer = await page(request, "frame.html", content=result.get("page"), title=opened.source.title or "")
    answer.headers["content-security-policy"] = FRAME_POLICY
    return answer


FORMATS = {"text": "text/plain", "markdown": "text/markdown", "html": "text/html", "json": "application/json"}
ENDS = {"text": "txt", "markdown": "md", "html": "html", "json": "json"}


@router.get("/documents/{name}/as/{form}")
async def output(request: Request, name: str, form: str, asked: Wanted) -> Response:
    """The clean body as it is corrected and as the threshold stands, to copy or to download."""
    if form not in FORMATS:
        raise NotFound(f"there is {', '.join(FORMATS)}", subject=form)
    opened = await open_document(request, name)
    if opened.content is None:
        store = service_of(request).context.store
        result: dict[str, Any] = await in_thread(stored.stored_result, store, opened.source)
    else:
        result = await _view_of(request, opened, asked)
    content = json.dumps(result, ensure_ascii=False, indent=1) if form == "json" else result[form]
    headers = {"content-disposition": f'attachment; filename="{name}.{ENDS[form]}"', "cache-control": "no-store"}
    headers["content-security-policy"] = "default-src 'none'; sandbox; frame-ancestors 'none'"
    return Response(content.encode("utf-8", "replace"), headers=headers, media_type=f"{FORMATS[form]}; charset=utf-8")


@router.post("/documents/{name}/feedback")
async def judge(request: Request, name: str) -> Response:
    """Keep a judgement on one block or a part of it, or take it back; then the document again."""
    store, tenant = service_of(request).context.store, tenant_of(request)
    fields = await forms.read_fields(request)
    act, _, which = fields.get("act", "").partition(":")
    if act == "undo":
        await in_thread(feedback.undo, store.engine, which, tenant, store.clock())
    elif act in {"keep", "remove"} and (place := _PLACE.fullmatch(which)):
        start, end = await _span(request, name, place, counted=fields.get("counted", ""))
        reason = fields.get("reason", "").strip()[:1_000]
        judgement = feedback.Judgement(act)
        given = FeedbackIn(
            source_id=name, block=int(place[1]), judgement=judgement, start=start, end=end, reason=reason
        )
        await accept(request, given)
    else:
        raise InputError("nothing was chosen")
    back = fields.get("back", "")
    return redirect(request, f"documents/{name}{back if back.startswith('?') else ''}")


async def _span(request: Request, name: str, place: re.Match[str], *, counted: str) -> tuple[int | None, int | None]:
    """The characters of a block that a form means; a script counts those that are shown."""
    if not place[2]:
        return None, None
    start, end = int(place[2]), int(place[3])
    if counted != "shown":
        return start, end
    opened = await open_document(request, name)
    report, _ = await report_of(request, opened, _profile(opened, None))
    texts = [one["text"] for one in report["blocks"] if one["index"] == int(place[1])]
    places = [at for text in texts for at, character in enumerate(text) if visible_controls(character)]
    if not 0 <= start < end <= len(places):
        raise InputError("the words that were chosen do not stand there")
    return places[start], places[end - 1] + 1


async def _look_at_document(request: Request, opened: Opened, choice: Choice) -> tuple[dict[str, Any], bool, Look]:
    """The document's report, whether it was made anew, and how it looks under a choice with what was judged by hand."""
    name, service = opened.source.id, service_of(request)
    judged = await in_thread(feedback.by_block, service.context.store.engine, name, tenant_of(request))
    report, redone = await report_of(request, opened, choice.profile)
    return report, redone, look_at(report["blocks"], judged, choice, PART)


async def _view_of(request: Request, opened: Opened, asked: Asked, *, page: bool = False) -> dict[str, Any]:
    assert opened.content is not None
    profile = _profile(opened, asked.profile)
    engine = service_of(request).context.store.engine
    judged = await in_thread(feedback.by_block, engine, opened.source.id, tenant_of(request))
    report, _ = await report_of(request, opened, profile)
    mode = opened.mode.value if opened.mode else None
    wanted = wish(cuts(report["blocks"], judged, asked.shift), page=page)
    found: dict[str, Any] = await request.app.state.reports.clean(
        opened.content, mode, opened.options | {"profile": profile}, wanted
    )
    return found


def _profile(opened: Opened, asked: Profile | None) -> str:
    return asked.value if asked else str(opened.options.get("profile", Profile.BALANCED.value))


def _limit(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) < 1_000 else None


def _query(choice: Choice, own: str) -> dict[str, str]:
    """What of the choice stands in links: all that is not what a document opens with."""
    given = {
        "profile": "" if choice.profile == own else choice.profile,
        "shift": f"{choice.shift:g}" if choice.shift else "",
        "view": "" if choice.view == "inline" else choice.view,
        "show": "" if choice.show == "all" else choice.show,
        "category": choice.category,
        "rule": choice.rule,
        "below": "" if choice.below is None else f"{choice.below:g}",
    }
    return {key: value for key, value in given.items() if value}


def _facts(report: dict[str, Any]) -> list[str]:
    """What a result says of the whole input besides its status, where it says it: kind, how much stayed, how sure."""
    found = []
    kind = report.get("page_kind")
    if isinstance(kind, dict) and kind.get("kind"):
        odds = (kind.get("odds") or {}).get(kind["kind"])
        found.append(f"{kind['kind']} ({odds:.0%})" if odds else str(kind["kind"]))
    coverage = report.get("coverage")
    if isinstance(coverage, dict) and isinstance(coverage.get("sentences"), int | float):
        found.append(f"{coverage['sentences']:.0%} of the sentences stay")
    if isinstance(report.get("confidence"), int | float):
        found.append(f"confidence {report['confidence']:.0%}")
    return found
