"""The article's title standing in its text (TTL): metadata, where something besides its place says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from cleaner.measure import fingerprint, fold
from cleaner.page.page import Page
from cleaner.page.shape import FIXED_KINDS, extent, headline_like, is_list
from cleaner.rules.registry import BOTH, HTML, TEXT, Example, Finding, rule
from cleaner.rules.samples import MONDAY, TUESDAY
from cleaner.types import Category, Mode
from cleaner.types.members import HEADING, ITEM

_SLUG_WORD = re.compile(r"[^\W_]+")
_SITE_TAIL = re.compile(r"\s[|–—»:·-]\s")
SLUG_WORDS = 3  # fewer words in a URL say too little
SLUG_SHARE, LINE_SHARE = 0.75, 0.5  # of the slug's words in the line, of the line's words in the slug
PREFIX_WORDS = 4  # words of a truncated title that must agree
LONGEST = 40  # words
NEAR = 2  # lines between a title and its copy in a text without prose


def slug_words(url: str | None) -> frozenset[str]:
    """The words of the last telling part of a URL's path; empty where it names no subject.

    >>> sorted(slug_words("https://example.com/news/old-ferry-line-closed-1234.html"))
    ['closed', 'ferry', 'line', 'old']
    """
    try:
        path = unquote(urlsplit(url or "").path)
    except ValueError:
        return frozenset()
    for part in reversed(path.strip("/").split("/")):
        bare = re.sub(r"\.\w{2,5}$", "", part)
        words = [w for w in _SLUG_WORD.findall(fold(bare)) if len(w) > 1 and not w.isdigit()]
        if len(words) >= SLUG_WORDS:
            return frozenset(words)
    return frozenset()


def same_title(line: str, title: str) -> str:
    """How a line repeats a title ("equal", "with the site's name", "truncated"); nothing where it does not."""
    one, other = fingerprint(line), fingerprint(title)
    if not one or not other:
        return ""
    if one == other:
        return "equal"
    parts = {fingerprint(part) for part in (*_SITE_TAIL.split(line)[:1], *_SITE_TAIL.split(title)[:1])}
    if (one in parts and other.startswith(one)) or (other in parts and one.startswith(other)):
        return "with the site's name" if len(min(one, other, key=len).split()) >= PREFIX_WORDS else ""
    cut = line.rstrip()
    if cut.endswith(("…", "...")) and other.startswith(one) and len(one.split()) >= PREFIX_WORDS:
        return "truncated"
    return ""


def matches_slug(folded: str, slug: frozenset[str]) -> bool:
    """Whether a folded line and a URL name the same subject."""
    words = {w for w in _SLUG_WORD.findall(folded) if len(w) > 1 and not w.isdigit()}
    if len(slug) < SLUG_WORDS or not words:
        return False
    shared = len(words & slug)
    return shared >= SLUG_WORDS and shared >= SLUG_SHARE * len(slug) and shared >= LINE_SHARE * len(words)


@rule(
    "TTL001",
    "title-in-text",
    Category.TITLE_REPEAT,
    -4.0,
    modes=TEXT,
    fires=(
        Example("Old ferry line closed\nThe council met on Monday.", on=("Old ferry",), title="Old ferry line closed"),
        Example("Old ferry line closed | Harbour Post\nThe council met.", on=("Old",), title="Old ferry line closed"),
        Example("Old ferry line…\nThe council met.", on=(), title="Old ferry line closed"),
        Example("Old ferry line closed for…\nThe council met.", on=("Old",), title="Old ferry line closed for good"),
        Example(
            f"Old ferry line is closed for good\n{MONDAY}\n{TUESDAY}",
            on=("Old",),
            url="https://example.com/news/old-ferry-line-closed",
        ),
    ),
    silent=(
        Example("Old ferry line closed\nThe council met on Monday."),
        Example(
            "Old Ferry Line Closed Sign\n$12.00\nEnamel, 30 x 20 cm",
            url="https://example.com/shop/old-ferry-line-closed-sign",
        ),
        Example("The ferry\nThe council met.", url="https://example.com/news/old-ferry-line-closed"),
    ),
)
def title_in_text(page: Page) -> Iterator[Finding]:
    """Finds the title before the first paragraph, where the given title or the URL supports it.

    Why: the title is metadata; as a line it repeats what the caller knows. Without two paragraphs below it the text is
    a product's or a list, and its name stands in it by right.
    Example: `Old ferry line closed | Harbour Post`
    Source: trafilatura #283 and goosepaper #134 ask for it; thresholds set on the residue texts
    """
    where, slug = extent(page), slug_words(page.url)
    written = False
    for block, m in page:
        # Behind the first paragraph a heading that names the subject is a section's.
        written = written or m.prose
        if block.kind in FIXED_KINDS or not 0 < m.words <= LONGEST:
            continue
        # "where.first" is -1 without prose: then the first lines only
        if not (block.index < 3 or block.index < where.first):
            continue
        how = same_title(block.text, page.title) if page.title else ""
        if how:
            yield Finding(block.index, f"the title, {how}")
        elif where.count >= HEADED_PROSE and not (written or m.ends_sentence) and matches_slug(m.folded, slug):
            yield Finding(block.index, "names what the URL names", weight=-3.6)


@rule(
    "TTL002",
    "title-twice",
    Category.TITLE_REPEAT,
    -3.8,
    modes=BOTH,
    fires=(
        Example(
            "Old ferry line closed\n\nOld ferry line closed\n\nThe council met on Monday and closed the line.",
            on=("Old ferry",),
        ),
    ),
    silent=(Example("Never again\nNever again\nThe crowd sang on and on."),),
)
def title_twice(page: Page) -> Iterator[Finding]:
    """Finds a headline that stands twice before the first paragraph.

    Why: a page carries its title in the head and above the text; a scraper took both.
    Example: the same headline on the first two lines
    Source: own observation on scraped news texts
    """
    where = extent(page)
    limit = where.first if where.first >= 0 else min(len(page.blocks), 6)
    seen: dict[str, list[int]] = {}
    for block, m in page:
        if block.index >= limit or m.words < PREFIX_WORDS - 1:
            continue
        if page.mode is Mode.TEXT and (block.kind is ITEM or m.digit_share >= FIGURES):
            continue
        cut = block.text.rstrip().endswith(("…", "..."))
        if cut or headline_like(block.text, m.words):
            others = seen if cut and m.fingerprint.count(" ") >= PREFIX_WORDS - 1 else ()
            whole = next((one for one in others if one.startswith(m.fingerprint)), m.fingerprint)
            seen.setdefault(whole, []).append(block.index)
    for indices in seen.values():
        # Without prose the text may be verse, whose first line comes again in a later stanza, or a list of entries.
        if (where.first < 0 or is_list(page)) and indices[-1] - indices[0] > NEAR:
            continue
        if len(indices) > 1 and (indices[0] <= 3 and page.measures[indices[0]].words > PREFIX_WORDS - 1):
            for index in indices:
                evidence = f"stands {len(indices)} times before the text"
                yield Finding(index, evidence)


FIGURES = 0.2  # share of digits; prices stand twice by right
HEADED_PROSE = 2  # paragraphs below a headline that it heads

_PROSE = (
    "<p>The council met on Tuesday to discuss the old ferry line, and the people who live behind the quay "
    "came to hear what would become of it.</p>"
)


@rule(
    "TTL003", "page-headline", Category.TITLE_REPEAT, -4.0, modes=HTML,
    fires=(
        Example(f"<h1>Old ferry line closed</h1>{_PROSE * HEADED_PROSE}", on=("Old ferry",), mode=Mode.HTML),
    ),
    silent=(
        Example(f"<h1>Old ferry line closed</h1>{_PROSE}", mode=Mode.HTML),
        Example(f"<h1>Spring</h1>{_PROSE * 3}<h1>Summer</h1>{_PROSE * 3}", mode=Mode.HTML),
    ),
)  # fmt: skip
def page_headline(page: Page) -> Iterator[Finding]:
    """Finds the headline of an article: the page's only heading of the first rank, above two paragraphs or more.

    Why: it is the title, which belongs to the metadata; the body begins below it.
    Example: `<h1>Old ferry line closed</h1>` above the article
    Source: on 499 annotated pages taking it out leaves word F1 as it is (0.9201); 94 % of articles' golds lack it
    """
    headlines = [block for block in page.blocks if block.kind is HEADING and block.level == 1]
    if len(headlines) != 1:
        return
    below = sum(1 for block, m in page if m.prose and block.index > headlines[0].index)
    if below >= HEADED_PROSE:
        evidence = f"the only first heading, over {below} paragraphs"
        yield Finding(headlines[0].index, evidence, final=True)


RULES = (page_headline, title_in_text, title_twice)
