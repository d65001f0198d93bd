"""What a page's head and its embedded data say of the page: read by pattern from the markup, never parsed as a tree."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

HEAD_CHARS = 200_000  # characters of markup searched for title and meta
DATA_CHARS = 400_000  # characters of one JSON-LD script
DATA_SCRIPTS = 20
_TITLE = re.compile(r"<title[^>]{0,200}>([^<]{1,1000})", re.IGNORECASE)
_META = re.compile(r"<meta\b[^>]{5,3000}", re.IGNORECASE)
_KEY = re.compile(r"""(?:name|property|itemprop)\s*=\s*["']?([\w:.-]{1,60})""", re.IGNORECASE)
_CONTENT = re.compile(r"""content\s*=\s*(?:"([^"]{0,2000})|'([^']{0,2000}))""", re.IGNORECASE)
_DATA = re.compile(r"""<script\b[^>]{0,300}ld\+json[^>]{0,300}>""", re.IGNORECASE)
_TYPE = re.compile(r'"@type"\s*:\s*\[?\s*"([A-Za-z:/.]{1,60})"')
_GENERATOR = re.compile(r"[a-z]+")
_WORD = re.compile(r"\w+")
_BODY_KEYS = frozenset({"articleBody", "text", "reviewBody", "recipeInstructions"})
_BLURB_KEYS = frozenset({"description", "abstract"})


@dataclass(frozen=True, slots=True)
class Head:
    """Words of the title and descriptions, words of the body as embedded data tells it, and kind marks.

    `marks` are tokens such as "og:article", "ld:product", "url:forum", "gen:wordpress".
    """

    title: tuple[str, ...] = ()
    blurb: tuple[str, ...] = ()
    body: tuple[str, ...] = ()  # of articleBody and the like
    marks: tuple[str, ...] = ()


def read_head(source: str, url: str | None) -> Head:
    """The page's head, from its markup and address."""
    top = source[:HEAD_CHARS]
    title = _TITLE.search(top)
    metas = dict(_metas(top))
    marks: dict[str, None] = dict.fromkeys(_url_marks(url))
    kind = metas.get("og:type", "").lower().strip()
    if kind:
        marks.setdefault(f"og:{kind[:30]}")
    generator = _GENERATOR.match(metas.get("generator", "").lower())
    if generator:
        marks.setdefault(f"gen:{generator.group()[:30]}")
    bodies: list[str] = []
    blurbs = [metas.get(key, "") for key in ("description", "og:description", "twitter:description")]
    for script in _scripts(source):
        for name in _TYPE.findall(script):
            marks.setdefault(f"ld:{name.rsplit('/', 1)[-1].lower()}")
        if any(f'"{key}"' in script for key in (*_BODY_KEYS, *_BLURB_KEYS)):
            _gather(script, bodies, blurbs)
    named = _words(html.unescape(title.group(1)) if title else "") or _words(metas.get("og:title", ""))
    return Head(
        title=tuple(named),
        blurb=tuple(_words(" \n ".join(blurbs))),
        body=tuple(_words(" \n ".join(bodies))),
        marks=tuple(marks),
    )


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _metas(top: str) -> Iterator[tuple[str, str]]:
    for tag in _META.findall(top)[:200]:
        key, content = _KEY.search(tag), _CONTENT.search(tag)
        if key and content:
            yield key.group(1).lower(), html.unescape(content.group(1) or content.group(2) or "")


def _scripts(source: str) -> Iterator[str]:
    at = 0
    for _ in range(DATA_SCRIPTS):
        found = _DATA.search(source, at)
        if found is None:
            return
        end = source.find("</script", found.end())
        if end < 0:
            return
        yield source[found.end() : min(end, found.end() + DATA_CHARS)]
        at = end


def _gather(script: str, bodies: list[str], blurbs: list[str]) -> None:
    """Strings under body and blurb keys, markup stripped."""
    try:
        waiting: list[Any] = [json.loads(script, strict=False)]
    except (ValueError, RecursionError):
        return
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting.extend(one)
        elif isinstance(one, dict):
            for key, value in one.items():
                if isinstance(value, str):
                    if key in _BODY_KEYS:
                        bodies.append(_plain(value))
                    elif key in _BLURB_KEYS:
                        blurbs.append(_plain(value))
                elif isinstance(value, list | dict):
                    waiting.append(value)


def _plain(value: str) -> str:
    value = html.unescape(value)
    return re.sub(r"<[^<>]{0,1000}>", " ", value) if "<" in value else value


def _url_marks(url: str | None) -> Iterator[str]:
    try:
        parts = urlsplit(url or "")
        host, path = parts.hostname or "", parts.path
    except ValueError:
        return
    if not host:
        return
    for label in host.split(".")[:-1][:4]:
        yield f"host:{label}"
    pieces = [piece for piece in path.lower().split("/") if piece]
    for piece in pieces[:4]:
        yield f"dir:{piece[:30]}"
    for piece in pieces[-2:]:
        for word in _WORD.findall(piece.replace("_", " "))[:12]:
            yield f"url:{word[:20]}"
    yield f"deep:{min(len(pieces), 6)}"
    if pieces:
        last = pieces[-1]
        yield f"slug:{min(last.count('-'), 6)}"
        if any(char.isdigit() for char in last):
            yield "slug:digits"
        if "." in last:
            yield f"ext:{last.rsplit('.', 1)[-1][:5]}"
    if parts.query:
        yield "url?query"
