"""The pages' own files: style, scripts, icon. Open to all; a browser asks each time whether they are the same."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from importlib import resources

from fastapi import APIRouter, Request
from starlette.responses import Response

from cleaner.app.api.service import matches
from cleaner.errors import NotFound

router = APIRouter(include_in_schema=False)
TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
# A sandboxed frame has no origin of its own, so that our style sheet counts as another site's there.
FOR_FRAMES = frozenset({"frame.css"})


@router.get("/static/{name}")
async def static(request: Request, name: str) -> Response:
    """One of the files."""
    found = files().get(name)
    if found is None:
        raise NotFound("no such file", subject=name[:80])
    content, tag = found
    headers = {"etag": tag, "cache-control": "no-cache"}
    if name in FOR_FRAMES:
        headers["cross-origin-resource-policy"] = "cross-origin"
    if matches(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers, media_type=f"{TYPES[name.rpartition('.')[2]]}; charset=utf-8")


@lru_cache(maxsize=1)
def files() -> dict[str, tuple[bytes, str]]:
    """Every file by its name: its content and its ETag."""
    found = {}
    for one in resources.files("cleaner.app.ui").joinpath("static").iterdir():
        if one.name.rpartition(".")[2] in TYPES:
            content = one.read_bytes()
            found[one.name] = content, f'"{sha256(content).hexdigest()[:32]}"'
    return found
