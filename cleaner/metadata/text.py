"""What a bare text says about itself: the lines that were cut from it as title, byline, tags and note of origin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from cleaner.metadata.dates import normalise
from cleaner.metadata.names import people
from cleaner.page.page import Page
from cleaner.types import Category, Decision, Metadata

TITLE_CHARS = 300
TAGS = 30
TAG_CHARS = 60
SITE_WORDS = 6
BYLINE_WORDS = 12  # a longer line tells more than a name

_URL = re.compile(r"https?://[^\s<>\"')\]]+")
_WORD = re.compile(r"[^\s]+")
_LABEL = re.compile(r"^[^\W\d_]{2,20}(?:\s[^\W\d_]{2,12})?\s*[:：]\s*")
_SIGNED = re.compile(r"(?:作者|记者|記者)\s*[:：]\s*([^\s：:|，,]{2,20})")
_HASHTAG = re.compile(r"#(\w[\w-]*)")
_DASHES = re.compile(r"\s+[|•·–—-]\s+|\s*[|•·]\s*")
# Prepositions in front of an outlet's name; articles may stand between.
_ON = frozenset(
    "on in at by from of via bei auf im von aus sur dans par en de del por em no na nos pelo su sul sulla nel nella da"
    " op bij på i hos w na в на u na v ve στο στη".split()
)
_ARTICLES = frozenset("the der die das dem den la le el il lo los las les o a os as het de den det".split())
_EAST = re.compile(r"(?:于|在|：|:)\s*[《「]?([^。，,《》「」]{2,30})[》」]?")
_CONNECTING = frozenset("of the and & de la le du des der und y e for".split())


def from_text(page: Page, decisions: Sequence[Decision]) -> Metadata:
    """The metadata of a text, from what was told with it and from the lines that `decisions` cut.

    Fields that `page.metadata` already has are kept. Never raises.
    """
    told = page.metadata
    cut = {category: list(_cut(page, decisions, category)) for category in _READ}
    dates = [
        (line, normalise(part, page.settings.max_date, page.language)) for line, part in _parts(cut[Category.BYLINE])
    ]
    raw, published = next(((line, found) for line, found in dates if found), (None, None))
    return replace(
        told,
        title=told.title or page.title or _title(cut[Category.TITLE_REPEAT]),
        author=told.author or _author(cut[Category.BYLINE], page),
        published=told.published or published,
        published_raw=told.published_raw or raw,
        site=told.site or _site(page, decisions),
        language=told.language or page.language or None,
        tags=told.tags or _tags(cut[Category.TAGS]),
        first_published=told.first_published or next(filter(None, map(outlet, cut[Category.SYNDICATION])), None),
    )


_READ = (Category.TITLE_REPEAT, Category.BYLINE, Category.TAGS, Category.SYNDICATION)


def _cut(page: Page, decisions: Sequence[Decision], category: Category) -> Iterator[str]:
    """The characters cut from each block that some verdict put into `category`."""
    for decision in decisions:
        if not decision.cut or not any(v.category is category and v.weight < 0 for v in decision.verdicts):
            continue
        text = page.blocks[decision.block].text
        for begin, end in decision.cut:
            part = text[begin:end].strip()
            if part:
                yield part


def _title(lines: list[str]) -> str | None:
    return next((line.lstrip("# ") for line in lines if len(line) <= TITLE_CHARS), None)


def _site(page: Page, decisions: Sequence[Decision]) -> str | None:
    """The shortest line cut as the site's own words: its name standing alone."""
    lines = [line for line in _cut(page, decisions, Category.ABOUT_SITE) if len(line.split()) <= SITE_WORDS]
    return min((line for line in lines if line[:1].isupper() and line[-1:].isalnum()), key=len, default=None)


def _parts(lines: list[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        for part in (line, *_DASHES.split(line)):
            yield line, part


def _author(lines: list[str], page: Page) -> str | None:
    for line in lines:
        signed = _SIGNED.search(line)
        if signed:
            return signed[1]
        for part in _DASHES.split(line):
            if len(part.split()) > BYLINE_WORDS or normalise(part, page.settings.max_date, page.language):
                continue
            names = people([_LABEL.sub("", part)])
            if names and not any(map(str.isdigit, names[0])):
                return ", ".join(names)
    return None


def _tags(lines: list[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for line in lines:
        marked = _HASHTAG.findall(line)
        for tag in marked or re.split(r"[,;|•·、，/]", _LABEL.sub("", line)):
            text = tag.strip(" .#")
            if 0 < len(text) <= TAG_CHARS:
                found.setdefault(text.casefold(), text)
    return tuple(found.values())[:TAGS]


def outlet(note: str) -> str | None:
    """The outlet or the address that a note of origin names, or None.

    >>> outlet("This article first appeared on New York Times")
    'New York Times'
    >>> outlet("The post Old ferry line closed appeared first on Harbour Post.")
    'Harbour Post'
    """
    address = _URL.search(note)
    if address:
        return address[0].rstrip(".,;:")
    runs = list(_runs(note.strip().rstrip(".!)]_*\"'”»").split()))
    if not runs:
        east = _EAST.search(note)
        return east[1].strip() if east else None
    after = [run for before, run in runs if before in _ON]
    return (after or [runs[-1][1]])[0] or None


def _runs(words: list[str]) -> Iterator[tuple[str, str]]:
    """Runs of capitalised words behind the first word, each with the word in front of it (articles stepped over)."""
    at = 1
    while at < len(words):
        if not _capital(words[at]):
            at += 1
            continue
        end = at + 1
        while end < len(words) and (
            _capital(words[end])
            or (words[end].lower() in _CONNECTING and end + 1 < len(words) and _capital(words[end + 1]))
        ):
            if words[end - 1][-1] in ",;:":
                break
            end += 1
        front = at - 1
        while front > 0 and words[front].lower() in _ARTICLES and words[front].lower() not in _ON:
            front -= 1
        yield words[front].lower(), " ".join(words[at:end]).strip(" ,;:\"'“”«»*_[]()")
        at = end


def _capital(word: str) -> bool:
    bare = word.lstrip("\"'“”«»(*_[")
    return bool(bare) and (bare[0].isupper() or ("." in bare[1:-1] and bare[0].isalnum()))
