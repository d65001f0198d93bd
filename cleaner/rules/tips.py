"""Links to other texts that stand between the paragraphs of an article (TIP)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from cleaner.page.body import body_of, is_sentence
from cleaner.page.kind import IS_ARTICLE, page_kinds
from cleaner.page.page import Page
from cleaner.page.shape import FIXED_KINDS, ends_open
from cleaner.rules.registry import HTML, Example, Finding, rule
from cleaner.types import Category, MarkKind, Mode, PageKind, Stage
from cleaner.types.members import HEADING, ITEM, STRONG

LINKED, PARTLY_LINKED = 0.9, 0.4  # shares of characters
CAPITALS = 0.8  # of cased letters
HEADLINE_WORDS, TIP_WORDS = 4, 30
_URL = "https://x.example/2024/03/old-harbour-reopens-at-last"
_TEXT = "".join(
    f"<p>The council met on {day} to discuss the old harbour, and the people of the quay came to hear it.</p>"
    for day in ("Monday", "Tuesday", "Thursday", "Friday", "Sunday")
)


@rule(
    "TIP001", "linked-capitals", Category.RELATED, -4.0, modes=HTML,
    fires=(
        Example(
            f"<article>{_TEXT}<p><a href=/a>PUPILS FIND A CHEST AT THE MILL</a></p>{_TEXT}</article>", on=("PUPILS",),
            mode=Mode.HTML, url=_URL,
        ),
    ),
    silent=(
        Example(f"<article>{_TEXT}<h2><a href=#a>WHAT HAPPENS NEXT IN TOWN</a></h2>{_TEXT}</article>", mode=Mode.HTML),
        Example(f"<article>{_TEXT}<p>PUPILS FIND A CHEST AT THE MILL</p>{_TEXT}</article>", mode=Mode.HTML, url=_URL),
    ),
)  # fmt: skip
def linked_capitals(page: Page) -> Iterator[Finding]:
    """Finds paragraphs of an article that are one link in capitals.

    Why: this is how news sites set the headline of another article between two paragraphs.
    Example: `<p><a href="/a">CLOCK MUSEUM OPENS AFTER YEARS</a></p>`
    Source: own observation
    """
    for index in _blocks_within_article(page):
        block, m = page.blocks[index], page.measures[index]
        if block.kind is HEADING or m.link_density < LINKED or m.upper_share < CAPITALS:
            continue
        target = next((mark.value for mark in block.marks if mark.kind is MarkKind.LINK), "")
        if m.words >= HEADLINE_WORDS and ends_open(block.text) and not target.startswith("#"):
            yield Finding(index, f"one link in capitals, {m.words} words", final=True)


@rule(
    "TIP002", "read-more-line", Category.RELATED, -3.5, stage=Stage.CONTEXT, modes=HTML,
    fires=(
        Example(
            f"<article>{_TEXT}<p><b>Read more: </b><a href=/a>Pupils find a chest at the mill</a></p>{_TEXT}</article>",
            on=("Read more",), mode=Mode.HTML, url=_URL,
        ),
    ),
    silent=(Example(f"<article>{_TEXT}<p>Read more: it will do you good.</p>{_TEXT}</article>", mode=Mode.HTML),),
)  # fmt: skip
def read_more_line(page: Page) -> Iterator[Finding]:
    """Finds short lines of an article that start with a phrase such as `Read more` and lead on to another text.

    Why: phrase and link are two witnesses; the line is no part of the article between whose paragraphs it stands.
    Example: `Read more: Clock museum opens`, the headline a link; `WATCH | The mayor on the wall:`
    Source: own observation; annotators differ, so the fit weighs it
    """
    for index in _blocks_within_article(page):
        block, m = page.blocks[index], page.measures[index]
        if block.kind in FIXED_KINDS or not 0 < m.words <= TIP_WORDS:
            continue
        phrase = next((v for v in page.tallies[index].verdicts if _leads_on(v.rule, v.category, v.weight)), None)
        lead = any(
            mark.kind is STRONG and mark.start == 0 and block.text[: mark.end].rstrip().endswith((":", "|", "："))
            for mark in block.marks
        )
        if phrase is not None and (m.link_density >= PARTLY_LINKED or lead):
            yield Finding(index, f"{phrase.evidence}, and leads on")


LIST_LINKED = 0.5  # share of characters of an entry; the rest is a topic's name or a date
ENTRIES = 2
# A newspaper's page says so itself; blogs list what they recommend, and annotators keep it.
_NEWS = re.compile(r"\"@type\"\s{0,9}:\s{0,9}\[?\s{0,9}\"(?:Reportage|Analysis|Opinion|Background)?NewsArticle\"")
_HOST = re.compile(r"https?://([^/?#]+)", re.IGNORECASE)
_STATED = '<script type="application/ld+json">{"@type": "NewsArticle"}</script>'
_HEADLINES = "".join(
    f"<li><a href=/n/{i}>{title}</a></li>"
    for i, title in enumerate(("Bread to cost more in May", "Clock museum opens at last"))
)


@rule(
    "TIP003", "headlines-between", Category.RELATED, -5.0, modes=HTML,
    fires=(
        Example(
            f"{_STATED}<article>{_TEXT}<ul>{_HEADLINES}</ul>{_TEXT}</article>", on=("Bread to", "Clock museum"),
            mode=Mode.HTML, url=_URL,
        ),
    ),
    silent=(
        Example(f"<article>{_TEXT}<ul>{_HEADLINES}</ul>{_TEXT}</article>", mode=Mode.HTML, url=_URL),
        Example(
            f"{_STATED}<article>{_TEXT}<ul>{_HEADLINES.replace('/n/', 'https://y.example/')}</ul>{_TEXT}</article>",
            mode=Mode.HTML, url=_URL,
        ),
        Example(
            f"{_STATED}<article>{_TEXT}<ul>{_HEADLINES}<li>The bridge stays closed until May.</li></ul></article>",
            mode=Mode.HTML, url=_URL,
        ),
    ),
)  # fmt: skip
def headlines_between(page: Page) -> Iterator[Finding]:
    """Finds lists of linked headlines of the same site between the paragraphs of a news article, or right behind them.

    Why: they lead to other articles. On the annotated pages that state that they are a news article none of their
    words were main content; on other pages, of blogs above all, half of them were.
    Example: `<ul><li><a>Statistics: Police see a trend</a></li>...</ul>`
    Source: own observation on regional newspapers of two countries
    """
    body = body_of(page)
    if body is None or page_kinds(page)[PageKind.ARTICLE] < IS_ARTICLE:
        return
    lists: defaultdict[int, list[int]] = defaultdict(list)
    for index in range(body.first, body.end):
        block = page.blocks[index]
        if block.kind is ITEM and block.group is not None:
            lists[block.group].append(index)
    found = [members for members in lists.values() if _are_headlines(page, members)]
    if found and _NEWS.search(page.source):
        for members in found:
            for index in members:
                yield Finding(index, f"one of {len(members)} linked headlines in a news article", final=True)


def _are_headlines(page: Page, members: Sequence[int]) -> bool:
    words = sum(page.measures[index].words for index in members)
    if len(members) < ENTRIES or words < HEADLINE_WORDS * len(members):
        return False
    return all(_is_headline(page, index) for index in members)


def _is_headline(page: Page, index: int) -> bool:
    """Whether an item of a list is a link to another page of this site, with next to nothing beside it."""
    block, m = page.blocks[index], page.measures[index]
    target = next((mark.value for mark in block.marks if mark.kind is MarkKind.LINK), "")
    host = _HOST.match(target)
    same_site = host is None or host[1].lower().removeprefix("www.") == page.host
    return m.link_density >= LIST_LINKED and bool(target) and not target.startswith("#") and same_site


def _leads_on(code: str, category: Category, weight: float) -> bool:
    return code.startswith("PHR") and category is Category.RELATED and weight <= -2


def _blocks_within_article(page: Page) -> Iterator[int]:
    """The blocks of an article between its first and its last sentence."""
    body = body_of(page)
    if body is None or page_kinds(page)[PageKind.ARTICLE] < IS_ARTICLE:
        return
    sentences = [i for i in range(body.first, body.end) if is_sentence(page.measures[i])]
    yield from range(sentences[0], sentences[-1])


RULES = (linked_capitals, read_more_line, headlines_between)
