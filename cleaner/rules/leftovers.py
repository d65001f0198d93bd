"""Lines that programs leave in a text (LFT): markup, values of nothing, addresses, embeds, lists of links."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.page.page import Page
from cleaner.page.shape import FIXED_KINDS, extent
from cleaner.rules.note_words import names_sound
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.samples import ARTICLE, MONDAY
from cleaner.rules.subject import speaks_of_sites
from cleaner.segment.decoded import is_markup
from cleaner.types import Category
from cleaner.types.members import ITEM, LINE

FEW = 4  # such lines; in a text with more they are its subject
_PROMPTS = (">>> ", ">> ", "> ", "In [", "irb(", "node> ", "$ ")  # of a session; what stands below is its answer
_NOTHING = frozenset(("undefined", "null", "nan", "[object object]", "[object htmlelement]", "(null)"))
# Nothing is given back once taken: a comma inside an address and one behind it would make 2**n ways to part a line.
_ADDRESS = (
    r"(?>https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.[\w.-]+|@\w{2,30}|#[^\W\d]\w{1,40}|pic\.twitter\.com/\w+|t\.co/\w+)"
)
_ADDRESSES = re.compile(rf"\W{{0,3}}{_ADDRESS}(?:[\s,·|]{{1,3}}{_ADDRESS})*\W{{0,2}}$")
_EMBEDDED = re.compile(r"(?:twitter|x|instagram|facebook|tiktok|threads|youtube|vimeo)\.com/|youtu\.be/|t\.co/|t\.me/")
_POSTED = re.compile(r"[—–-]{1,2}\s?[^@]{1,60}\(@\w{1,30}\)\s.{3,30}$")
_JSON = re.compile(r"(?:\[\{|\{)\".*[\]}]$")  # as programs print it; people put a space behind the brace
_PAIR = re.compile(r"\"[\w-]{1,40}\"\s?:")


@rule(
    "LFT001",
    "markup-left",
    Category.WIDGET,
    -4.0,
    modes=TEXT,
    fires=(
        Example(ARTICLE + "<!-- wp:paragraph -->\n{{ad_slot_3}}\n" + ARTICLE, on=("<!--", "{{ad")),
        Example(ARTICLE + "![](https://img.example/gate.jpg)\n[ad_1]\n" + ARTICLE, on=("![]", "[ad")),
        Example(
            ARTICLE + '[img]https://img.example/a.png[/img]\n{ "@context": "https://schema.org" }',
            on=("https://img", "{ "),
        ),
    ),
    silent=(
        Example(ARTICLE + "data: three boats and a gull"),
        Example("Q: You sang?\nA: I did.\n[laughter]\nQ: And then?\nA: I fell.\n[inaudible]\nQ: Why?\nA: The step."),
        Example(ARTICLE + "The template says {{name}} where the name will stand."),
    ),
)
def markup_left(page: Page) -> Iterator[Finding]:
    """Finds lines that are nothing but tags, comments and unfilled places of a template.

    Why: they were meant for a program. A text with many such lines is about them.
    Example: `<!-- wp:paragraph -->`, `{{ad_slot_3}}`
    Source: own observation on scraped texts
    """
    blocks = page.document.blocks
    found = [b.index for b in blocks if b.kind not in FIXED_KINDS and b.text[:1] in "<{[&$!d" and _is_left(b.text)]
    found = [index for index in found if not _is_sound(blocks[index].text)]
    if found and len(found) <= max(FEW, len(blocks) // 20) and not speaks_of_sites(page):
        for index in found:
            yield Finding(index, "nothing but markup")


def _is_sound(text: str) -> bool:
    """Whether a line in brackets is no plug-in's place but says what was heard, of which NOT010 knows."""
    return text[0] == "[" and "=" not in text and "_" not in text and names_sound(text.lower().strip("[]"))


_EMPTY_IMAGE = re.compile(
    r"!\[\]\([^()\s]{1,500}\)$|\[ad_\d\]$|data:[a-z]{4,11}/[\w.+-]{1,40};base64,[\w+/=]+$"
    r"|\[(img|attach|media|video|youtube|audio)(?:=[^\]\s]{0,80})?\]\s?\S{1,300}?\s?\[/\1\]$"
    r"|\[\[\{\"[^\n]{1,2000}\}\]\]$|<\?(?:php|=)[^\n]{1,400}\?>$|\{\s?\"@(?:context|type|graph|id)\"[^\n]{1,4000}\}$",
    re.IGNORECASE,
)


def _is_left(text: str) -> bool:
    """Whether a line is markup, a picture without words, a plug-in's place for an advertisement or encoded bytes."""
    return (text[0] in "![d{<" and _EMPTY_IMAGE.match(text) is not None) or (text[0] not in "!d" and is_markup(text))


@rule(
    "LFT002",
    "value-of-nothing",
    Category.WIDGET,
    -4.0,
    modes=TEXT,
    fires=(Example(ARTICLE + "undefined\n[object Object]\n" + ARTICLE, on=("undefined", "[object")),),
    silent=(
        Example(ARTICLE + "Undefined behaviour is not the same as null."),
        Example(ARTICLE + '>>> float("nan")\nnan\n' + ARTICLE),
        Example(ARTICLE + "> let boat\nundefined\n" + ARTICLE),
    ),
)
def value_of_nothing(page: Page) -> Iterator[Finding]:
    """Finds lines that are what a program prints for a value it does not have.

    Why: a template was filled with nothing.
    Example: `undefined`, `NaN`, `[object Object]`
    Source: own observation; the values of JavaScript, Python and PHP
    """
    found = [b.index for b, m in page if m.words <= 2 and b.kind not in FIXED_KINDS and m.folded in _NOTHING]
    if found and len(found) <= FEW and not speaks_of_sites(page):
        for index in found:
            if index and page.blocks[index - 1].text.startswith(_PROMPTS):
                continue
            yield Finding(index, f"a program's word for nothing: {page.blocks[index].text}")


@rule(
    "LFT003",
    "lone-address",
    Category.WIDGET,
    -3.0,
    modes=TEXT,
    fires=(
        Example(
            ARTICLE + "https://twitter.com/coast/status/123\n@coastherald\n#harbour #court", on=("https", "@", "#h")
        ),
        Example(ARTICLE + "— Tarn Valley Court (@tarncourt) March 4, 2024\n" + ARTICLE, on=("— Tarn",)),
    ),
    silent=(
        Example(ARTICLE + "\n".join(f"https://harbour.example/{n}" for n in range(9))),
        Example(ARTICLE + "The page is at https://harbour.example/ferry for those who want it."),
    ),
)
def lone_address(page: Page) -> Iterator[Finding]:
    """Finds lines that are an address, a handle or hashtags and nothing else, and the signatures of embedded posts.

    Why: an embedded post or player that did not come along. A list of addresses is the text's own.
    Example: `pic.twitter.com/aB3dE9xYz1`, `— Tarn Valley Court (@tarncourt) March 4, 2024`
    Source: own observation on scraped news texts
    """
    where = extent(page)
    found = []
    for block, m in page:
        if not 0 < m.words <= 40 or block.kind in FIXED_KINDS or block.kind is ITEM:
            continue
        text = block.text.strip(" <>")
        if len(text) < 300 and ("@" in text or "#" in text or "/" in text or text.startswith("www.")):
            posted = "(@" in text and _POSTED.match(text) is not None
            outside = not where.first < block.index < where.last
            plain = "/" in text and not _EMBEDDED.search(text)
            if posted or (_ADDRESSES.match(text) and not plain and (outside or "/" in text)):
                found.append((block.index, posted))
    if not found or len(found) > FEW + (where.count // 3) or speaks_of_sites(page):
        return
    for index, posted in found:
        if where.count >= 2:
            yield Finding(index, "the signature of a post" if posted else "an address and nothing else")


@rule(
    "LFT004",
    "data-line",
    Category.WIDGET,
    -3.6,
    modes=TEXT,
    fires=(Example(ARTICLE + '{"type":"external.v1","provider":"Clip","width":500}\n' + ARTICLE, on=('{"type',)),),
    silent=(Example(ARTICLE + 'He wrote {"a": 1} on the board and left.'),),
)
def data_line(page: Page) -> Iterator[Finding]:
    """Finds lines that are one object of JSON, in a text of paragraphs.

    Why: the settings of an embed, read as text. With more than two of them data is the subject.
    Example: `{"content_type":"external.v1","media_width":500}`
    Source: own observation on news archives
    """
    found = []
    for block, m in page:
        if m.words and block.kind is LINE and _JSON.match(block.text):
            pairs = len(_PAIR.findall(block.text[:5000]))
            if pairs >= 2:
                found.append((block.index, pairs))
    if found and len(found) <= 2 and extent(page).count >= 2 and not speaks_of_sites(page):
        for index, pairs in found:
            yield Finding(index, f"an object of {pairs} named values")


_LINKED = re.compile(r"\W{0,3}(?:\d+\. )?\[[^\[\]]{1,120}\]\([^()\s]{1,500}\)\W{0,2}$")
LINKS = 3  # lines in a row that are a link and nothing else


@rule(
    "LFT009",
    "list-of-links",
    Category.NAVIGATION,
    -2.8,
    modes=TEXT,
    fires=(Example("* [News](/n)\n* [Sport](/s)\n* [Opinion](/o)\n" + ARTICLE, on=("* News", "* Opinion")),),
    silent=(Example(MONDAY + "\n* [A](/a)\n* [B](/b)\n* [C](/c)\n" + ARTICLE),),
)  # fmt: skip
def list_of_links(page: Page) -> Iterator[Finding]:
    """Finds three lines or more in a row that are a Markdown link and nothing else, before the first prose.

    Why: a page's menu, kept as links.
    Example: `* [News](/news)` / `* [Sport](/sport)` / `* [Opinion](/opinion)`
    Source: own observation on pages saved as Markdown
    """
    first = extent(page).first
    row: list[int] = []
    for block in (*page.document.blocks[: max(0, first)], None):
        if block is not None and _LINKED.match(block.text):
            row.append(block.index)
            continue
        if len(row) >= LINKS:
            for index in row:
                yield Finding(index, f"one of {len(row)} links in a row over the text")
        row = []


RULES = (
    list_of_links,
    markup_left,
    value_of_nothing,
    lone_address,
    data_line,
)
