"""Text that a page carries as data: for pages that render on the client and show little without it.

Read are JSON-LD (`articleBody`, `description`), the state of Next, Nuxt, Gatsby, Remix, Apollo and the like in scripts
of type JSON or as assignments to `window.`, and the readable copy that forum software puts into `<noscript>`. What
is not prose (addresses, identifiers, markup of styles, labels of buttons) is left out. Bounded in size.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from cleaner.measure import word_count
from cleaner.segment import linked_data
from cleaner.segment.strip import strip_tags
from cleaner.segment.tidy import tidy

SCRIPT_CHARS = 3_000_000  # of a script; longer ones are left alone
NOSCRIPT_CHARS = 2_000_000  # in all: each of many that stand in one another holds all further ones
STATE_VALUES = 100_000  # values of a state that are looked at
LEAST_WORDS = 12  # of a string that is prose
MOST_BLOCKS = 2_000
ARTICLE_WORDS = 50  # an articleBody shorter than this is a description

_STATE_ID = re.compile(r"^__\w+__$|state|data|props|hydrat", re.IGNORECASE)
_ASSIGNED = re.compile(r"(?:window|self|globalThis)(?:\.[\w$]+|\[[\"'][\w$]+[\"']\])\s*=\s*(?=[{\[])")
_PARSED = re.compile(r"JSON\.parse\(\s*(?=[\"'])")
BROKEN_ROWS = 50  # of a payload, each read to its end in vain
_FLIGHT = "__next_f"
_PUSH = re.compile(r"__next_f(?:\s{0,9}=[^;]{0,80})?\)?\.push\(\s{0,9}(?=\[\s{0,9}1\s{0,9},)")
_ROW = re.compile(r"(?:^|(?<=\n)|(?<=[\w>.]))[0-9a-f]{1,6}:(?:T([0-9a-f]{1,8}),|(?=[\[{\"]))")
_TAG = re.compile(r"<(?:p|div|br|h[1-6]|ul|ol|li|span|a|strong|em|figure|blockquote)\b[^>]{0,500}>", re.IGNORECASE)
_NOT_PROSE = re.compile(
    r"^\s*(?:https?://|[{\[#.@/]|data:|function\b|var\b|import\b|SELECT\b)|(?:[{}]|(?<!&gt);)\s*$|\w+:\w+;"
)
# Keys whose strings are about the page, the site or its controls and not its text.
_ASIDE_KEYS = re.compile(
    r"url|href|src|css|style|class|html?head|script|query|token|hash|cookie|consent|legal|privacy|seo|meta|keywords|alt"
    r"|translation|i18n|messages|locale|config|settings|footer|navigation|menu|schema|tracking|analytics|disclaimer|error",
    re.IGNORECASE,
)


def embedded_blocks(tree: LexborHTMLParser) -> list[str]:
    """The paragraphs that the page carries as data, in order, without repeats; empty where it carries none.

    The richest of the three places wins: mixing them would tell the text twice. Never raises.
    """
    places = (_from_linked_data(tree), _from_noscript(tree), _from_state(tree))
    best: list[str] = []
    most = 0
    for place in places:
        blocks = list(dict.fromkeys(place))[:MOST_BLOCKS]
        words = sum(map(word_count, blocks))
        if words > most:
            best, most = blocks, words
    return best


def _from_linked_data(tree: LexborHTMLParser) -> list[str]:
    scripts = [node.text(deep=True) or "" for node in tree.css('script[type="application/ld+json"]')]
    found: list[str] = []
    for node in linked_data.read(scripts).nodes:
        if linked_data.rank(node) > linked_data.PAGE:
            continue
        for key in ("articleBody", "reviewBody", "text", "recipeInstructions", "description"):
            texts = list(_strings(node.get(key), 200))
            if key != "description" or not found:
                found += [block for text in texts for block in paragraphs(text)]
    return found


def _strings(value: Any, most: int) -> Iterator[str]:
    """The strings in a value of JSON-LD, steps of a recipe by their `text`."""
    waiting, seen = [value], 0
    while waiting and seen < most:
        one = waiting.pop()
        seen += 1
        if isinstance(one, str):
            yield one
        elif isinstance(one, list):
            waiting += reversed(one)
        elif isinstance(one, dict):
            waiting.append(one.get("text") or one.get("itemListElement") or one.get("acceptedAnswer"))


def _from_noscript(tree: LexborHTMLParser) -> list[str]:
    found: list[str] = []
    left = NOSCRIPT_CHARS
    for node in tree.css("noscript"):
        if left <= 0:
            break
        inner = node.text(deep=True) or ""
        left -= len(inner)
        if "<" in inner and _TAG.search(inner) and len(inner) <= SCRIPT_CHARS:
            found += [tidy(text)[0] for text in strip_tags(inner)]
        elif node.css_first("p,div,li,h1,h2,article") is not None:
            markup = node.inner_html or ""
            left -= len(markup)
            found += [tidy(text)[0] for text in strip_tags(markup)]
    return found if sum(map(word_count, found)) >= ARTICLE_WORDS else []


def _from_state(tree: LexborHTMLParser) -> list[str]:
    found: list[str] = []
    left = STATE_VALUES
    pushed: list[str] = []
    for node in tree.css("script"):
        attributes = node.attributes
        kind, name = attributes.get("type") or "", attributes.get("id") or ""
        if attributes.get("src") or kind == "application/ld+json" or left <= 0:
            continue
        text = node.text(deep=True) or ""
        if not LEAST_WORDS * 5 <= len(text) <= SCRIPT_CHARS:
            continue
        if _FLIGHT in text:
            pushed += _flight_pieces(text)
            continue
        for state in _states(text, kind.endswith("json") or bool(_STATE_ID.match(name) and text.lstrip()[:1] in "{[")):
            blocks, looked = _prose(state, left)
            found += blocks
            left -= looked
    for state in _flight_rows("".join(pushed)):
        blocks, looked = _prose(state, left)
        found += blocks
        left -= looked
    return found


def _flight_pieces(text: str) -> Iterator[str]:
    """The pieces of a Next.js flight payload in one script: the strings of its calls `push([1, "..."])`."""
    decoder = json.JSONDecoder(strict=False)
    for found in _PUSH.finditer(text):
        try:
            value = decoder.raw_decode(text, found.end())[0]
        except (ValueError, RecursionError):
            continue
        if isinstance(value, list) and len(value) > 1 and isinstance(value[1], str):
            yield value[1]


def _flight_rows(payload: str) -> Iterator[Any]:
    """The values of a flight payload: rows `id:JSON`, and texts `id:T` with their length in bytes, in hexadecimal.

    Source: react-server, ReactFlightClient (processFullStringRow)
    """
    at = broken = 0
    decoder = json.JSONDecoder(strict=False)
    while broken < BROKEN_ROWS and (found := _ROW.search(payload, at)):
        at = found.end()
        if found[1]:
            size = int(found[1][:8], 16)
            # The length counts bytes: characters beyond ASCII take two to four of them.
            text = payload[at : at + size].encode("utf-8", "surrogatepass")[:size].decode("utf-8", "ignore")
            at += len(text)
            yield text
            continue
        try:
            value, at = decoder.raw_decode(payload, at)
        except (ValueError, RecursionError):
            broken += 1
            continue
        yield value


def _states(text: str, is_json: bool) -> Iterator[Any]:
    """The JSON values in a script: the whole of it, or what is assigned to a global."""
    decoder = json.JSONDecoder(strict=False)
    starts = [0] if is_json else [found.end() for found in _ASSIGNED.finditer(text)][:5]
    for start in starts:
        try:
            yield decoder.raw_decode(text[start:].lstrip() if is_json else text, 0 if is_json else start)[0]
        except (ValueError, RecursionError):
            continue
    if not is_json:
        for found in list(_PARSED.finditer(text))[:3]:
            try:
                yield json.loads(decoder.raw_decode(text, found.end())[0], strict=False)
            except (ValueError, RecursionError, TypeError):
                continue


def _prose(state: Any, most: int) -> tuple[list[str], int]:
    """The paragraphs of prose among the strings of a state, in document order, and how many values were looked at."""
    found: list[str] = []
    looked = 0
    waiting: list[Any] = [state]
    while waiting and looked < most and len(found) < MOST_BLOCKS:
        one = waiting.pop()
        looked += 1
        if isinstance(one, str):
            if len(one) > LEAST_WORDS * 2 and not _NOT_PROSE.search(one[:300]):
                found += [block for block in paragraphs(one) if _is_prose(block)]
        elif isinstance(one, list):
            waiting += reversed(one)
        elif isinstance(one, dict):
            waiting += reversed([value for key, value in one.items() if not _ASIDE_KEYS.search(str(key)[:60])])
    return found, looked


def paragraphs(text: str) -> list[str]:
    """`text`, with or without markup, as tidy paragraphs; markup that was escaped once more is markup too."""
    if "&lt;" in text and "<" not in text and _TAG.search(unescaped := html.unescape(text)):
        text = unescaped
    lines = strip_tags(text) if _TAG.search(text) else strip_tags(text.replace("<", "&lt;").replace("\n", "<br>"))
    return [block for block in (tidy(one)[0].strip() for one in lines) if block]


def _is_prose(text: str) -> bool:
    """Whether a string is a sentence somebody wrote for readers."""
    words = word_count(text)
    return words >= (LEAST_WORDS if " " in text.strip() else 2 * LEAST_WORDS)
