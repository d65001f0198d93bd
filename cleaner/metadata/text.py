"""What a bare text says about itself: the lines that were cut from it as title, byline, tags and note of origin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from cleaner.measure import read
from cleaner.metadata.bylines import byline
from cleaner.metadata.moments import Moment, Role, line_moments
from cleaner.page.language import contradicting_language
from cleaner.page.page import Page
from cleaner.types import Category, Decision, Metadata, Mode
from cleaner.types.members import HEADING

TITLE_CHARS = 300
TAGS = 30
TAG_CHARS = 60
SITE_WORDS = 6
PARAGRAPH_CHARS = 60
SIGNED_WITHIN = 3  # blocks behind the last paragraph in which an author may sign

_URL = re.compile(r"https?://[^\s<>\"')\]]+")
_LABEL = re.compile(r"^[^\W\d_]{2,20}(?:\s[^\W\d_]{2,12})?\s*[:：]\s*")
_HASHTAG = re.compile(r"#(\w[\w-]*)")
# Prepositions in front of an outlet's name; articles may stand between.
_ON = frozenset(
    "on in at by from of via bei auf im von aus sur dans par en de del por em no na nos pelo su sul sulla nel nella da"
    " op bij på i hos w na в на u na v ve στο στη".split()
)
_ARTICLES = frozenset("the der die das dem den la le el il lo los las les o a os as het de den det".split())
_EAST = re.compile(r"(?:于|在|：|:)\s*[《「]?([^。，,《》「」]{2,30})[》」]?")
_CONNECTING = frozenset("of the and & de la le du des der und y e for".split())


def from_text(page: Page, decisions: Sequence[Decision]) -> Metadata:
    """The metadata of an input, from what was said of it before and from the lines that `decisions` cut.

    Fields that `page.metadata` already has are kept. Dates are read from the bylines of a text only: those of a page
    stand in its markup. Never raises.
    """
    known = page.metadata
    unknown = {
        Category.TITLE_REPEAT: not (known.title or page.title),
        Category.TAGS: not known.tags,
        Category.SYNDICATION: not known.first_published,
        Category.ABOUT_SITE: not known.site,
    }
    cut = _removed_texts(page, decisions, frozenset(category for category, asked in unknown.items() if asked))
    bylines = list(_bylines(page, decisions)) if page.mode is Mode.TEXT or not known.authors else []
    dates = _dates(bylines, page) if page.mode is Mode.TEXT else {}
    published = dates.get(Role.PUBLISHED) or dates.get(Role.UNNAMED)
    modified = dates.get(Role.MODIFIED)
    return replace(
        known,
        title=known.title or page.title or _title(cut.get(Category.TITLE_REPEAT, [])),
        authors=known.authors or next(filter(None, (byline(line, marked=False) for line in bylines)), ()),
        published=known.published or (published.iso if published else None),
        published_raw=known.published_raw or (published.raw if published else None),
        modified=known.modified or (modified.iso if modified else None),
        modified_raw=known.modified_raw or (modified.raw if modified else None),
        site=known.site or _site(cut.get(Category.ABOUT_SITE, [])),
        language=_language(page, decisions),
        tags=known.tags or _tags(cut.get(Category.TAGS, [])),
        first_published=known.first_published
        or next(filter(None, map(outlet, cut.get(Category.SYNDICATION, []))), None),
    )


def _language(page: Page, decisions: Sequence[Decision]) -> str | None:
    """What the page declares, unless the text kept of it is surely in another language."""
    declared = page.metadata.language or ""
    if not declared or declared.split("-")[0] == page.language or not page.language:
        return declared or page.language or None
    kept = [page.blocks[block].text for block in _paragraphs(page, decisions)]
    return contradicting_language(declared, ((text, read(text)) for text in kept)) or declared


def _paragraphs(page: Page, decisions: Sequence[Decision]) -> list[int]:
    """The blocks kept that are long enough to be paragraphs, whatever language they are in."""
    return [
        d.block
        for d in decisions
        if not d.cut and len(page.blocks[d.block].text) >= PARAGRAPH_CHARS and page.blocks[d.block].kind is not HEADING
    ]


def _bylines(page: Page, decisions: Sequence[Decision]) -> Iterator[str]:
    """The lines cut as bylines before the first paragraph kept or right behind the last one.

    Those of comments and of other articles stand elsewhere.
    """
    byline = Category.BYLINE
    kept = _paragraphs(page, decisions)
    first, last = (kept[0], kept[-1]) if kept else (len(decisions), len(decisions))
    for decision in decisions:
        if decision.cut and (decision.block < first or last < decision.block <= last + SIGNED_WITHIN):
            if any(v.weight < 0 and v.category is byline for v in decision.verdicts):
                yield from _removed_parts(page, decision)
        elif last < decision.block <= last + SIGNED_WITHIN:
            yield page.blocks[decision.block].text  # a signature that was kept


def _dates(lines: list[str], page: Page) -> dict[Role, Moment]:
    """The first date of each role in the bylines."""
    found: dict[Role, Moment] = {}
    for line in lines:
        for moment in line_moments(line, page.language, page.settings.max_date):
            found.setdefault(moment.role, moment)
    return found


def _removed_texts(
    page: Page, decisions: Sequence[Decision], categories: frozenset[Category]
) -> dict[Category, list[str]]:
    """The characters cut from each block that some verdict put into one of the `categories`, by category."""
    found: dict[Category, list[str]] = {}
    if not categories:
        return found
    for decision in decisions:
        if decision.cut:
            named = {v.category for v in decision.verdicts if v.weight < 0 and v.category in categories}
            for category in named:
                found.setdefault(category, []).extend(_removed_parts(page, decision))
    return found


def _removed_parts(page: Page, decision: Decision) -> Iterator[str]:
    text = page.blocks[decision.block].text
    for begin, end in decision.cut:
        part = text[begin:end].strip()
        if part:
            yield part


def _title(lines: list[str]) -> str | None:
    return next((line.lstrip("# ") for line in lines if len(line) <= TITLE_CHARS), None)


def _site(lines: list[str]) -> str | None:
    """The shortest line cut as the site's own words: its name standing alone."""
    short = [line for line in lines if len(line.split()) <= SITE_WORDS]
    return min((line for line in short if line[:1].isupper() and line[-1:].isalnum()), key=len, default=None)


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
