"""Pages with gold as a naive scraper saves them: the lines of the body's own container, and of one three wider.

The pages of the further sets, and WCXB's documentation and pages of services, which read like articles. A line of which
it is not certain whether it is body has no label: a short one that the gold holds somewhere, a title, a heading that
annotators take or leave, one of several copies.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree, html

WIDER = 3  # containers
OWN_SHARE = 0.95  # of the words found stand in the body's own container
COVERED, LEAST_WORDS = 0.9, 60  # share of the gold's words that must be found, and how many a gold must have
SHORT = 5  # words: a shorter line may stand in the gold by chance
LIKE, UNLIKE = 0.7, 0.3  # share of a line's runs of four words that the gold holds
MOST_LINES = 3_000
KINDS = frozenset({"documentation", "service"})  # of WCXB's pages; articles have a set of their own
POSTS = "harvest"  # its gold is posts with their markup
_SKIPPED = frozenset("script style noscript template svg head iframe object select textarea".split())
_BREAKS = frozenset(
    "address article aside blockquote body br caption center dd details div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_SCRIPTS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_WORD = re.compile(rf"[{_SCRIPTS}]|[^\W{_SCRIPTS}]+")
_OWN_URL = re.compile(r"""(?:rel=["']?canonical["']?[^>]*href|property=["']og:url["'][^>]*content)=["'](http[^"']+)""")

Label = bool | None  # whether a line is body; None where that is not certain


@dataclass(frozen=True, slots=True)
class Saved:
    """One page as a scraper saves it, a label a line."""

    id: str
    url: str
    wide: bool
    gold: str
    lines: tuple[str, ...]
    labels: tuple[Label, ...]


def saved(folder: Path) -> Iterator[Saved]:
    """Both cuts of all pages that have gold, one where they are the same."""
    for record, data in _pages(folder):
        yield from cuts(record, data.decode("utf-8", "replace"))


def _pages(folder: Path) -> Iterator[tuple[dict[str, Any], bytes]]:
    for path in sorted((folder / "wcxb-dev/ground-truth").glob("*.json")):
        one = json.loads(path.read_text("utf-8"))
        kind = ((one.get("_internal") or {}).get("page_type") or {}).get("primary")
        if kind in KINDS:
            data = gzip.decompress((folder / f"wcxb-dev/html/{path.stem}.html.gz").read_bytes())
            gold = one["ground_truth"].get("main_content") or ""
            yield {"id": f"{kind}-{path.stem}", "url": one.get("url"), "gold": gold}, data
    for path in sorted(folder.glob("more/*/gold.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as rows:
            for one in map(json.loads, rows):
                if one.get("gold") and path.parent.name != POSTS:
                    data = (path.parent / f"html/{one['id']}.html.gz").read_bytes()
                    yield one | {"id": f"{path.parent.name}-{one['id']}"}, gzip.decompress(data)


def cuts(record: dict[str, Any], page: str) -> Iterator[Saved]:
    """The cuts of one page; none where its gold is short or much of it is not found."""
    gold = record["gold"]
    size = len(_words(gold))
    found = _lines(page) if size >= LEAST_WORDS else []
    if not 0 < len(found) <= MOST_LINES:
        return
    contested = [record.get("title") or "", *(text for _, text in record.get("contested") or [])]
    labels = label([line for line, _ in found], gold, contested)
    held = Counter[Any]()  # words of the body by element
    for (line, place), body in zip(found, labels, strict=True):
        held.update(dict.fromkeys(place, len(_words(line)) if body else 0))
    total = held[found[0][1][0]]
    if total < COVERED * size:
        return
    own = max(([e for e in place if held[e] >= OWN_SHARE * total] for _, place in found), key=len)
    url = record.get("url") or next(iter(_OWN_URL.findall(page)), "")
    before = 0
    for wide in (False, True):
        container = own[max(0, len(own) - 1 - WIDER * wide)]
        inside = [at for at, (_, place) in enumerate(found) if container in place]
        if len(inside) == before:
            return
        before = len(inside)
        lines, known = tuple(found[at][0] for at in inside), tuple(labels[at] for at in inside)
        yield Saved(f"saved-{record['id']}-{'wide' if wide else 'tight'}", url, wide, gold, lines, known)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _lines(page: str) -> list[tuple[str, tuple[Any, ...]]]:
    """The lines of a page, each with the elements it stands in, outermost first."""
    try:
        tree = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*>", "", page))
    except (ValueError, etree.ParserError):
        return []
    lines: list[tuple[str, tuple[Any, ...]]] = []
    pieces: list[str] = []
    path: list[Any] = [tree]

    def flush() -> None:
        line = " ".join("".join(pieces).split())
        pieces.clear()
        if line:
            lines.append((line, tuple(path)))

    def walk(element: Any) -> None:
        if not isinstance(element.tag, str) or element.tag in _SKIPPED:
            return
        breaks = element.tag in _BREAKS
        if breaks:
            flush()
            path.append(element)
        pieces.append(element.text or "")
        for child in element:
            walk(child)
            pieces.append(child.tail or "")
        if breaks:
            flush()
            path.pop()

    walk(tree)
    flush()
    return lines


def label(lines: Sequence[str], gold: str, contested: Iterable[str]) -> list[Label]:
    """For each line whether it is body; None where that is not certain."""
    keys = [" ".join(_words(line)) for line in lines]
    doubtful = {" ".join(_words(text)) for text in contested}
    own = Counter(" ".join(_words(line)) for line in gold.split("\n"))
    tokens = _words(gold)
    runs, whole = set(_runs(tokens)), f" {' '.join(tokens)} "
    labels = [None if not key or key in doubtful else _label(key, runs, whole) for key in keys]
    times = Counter(key for key, body in zip(keys, labels, strict=True) if body)
    labels = [None if body and times[key] > max(1, own[key]) else body for key, body in zip(keys, labels, strict=True)]
    body = [at for at, known in enumerate(labels) if known]
    for at in range(body[0], body[-1]) if body else ():
        # Between lines of the body a short line that is one of the gold's is that line.
        if labels[at] is None and keys[at] in own and keys[at] not in doubtful and len(keys[at].split()) < SHORT:
            labels[at] = True
    return labels


def _label(key: str, runs: set[tuple[str, ...]], whole: str) -> Label:
    words = key.split(" ")
    held = f" {key} " in whole
    if len(words) < SHORT:
        return None if held else False
    each = _runs(words)
    share = 1.0 if held else sum(run in runs for run in each) / len(each)
    return True if share >= LIKE else False if share < UNLIKE else None


def _runs(words: Sequence[str]) -> list[tuple[str, ...]]:
    return list(zip(words, words[1:], words[2:], words[3:], strict=False))
