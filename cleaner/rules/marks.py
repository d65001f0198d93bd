"""Marks without words, marks of reference, leaked code (MRK)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.measure import Measures, word_count
from cleaner.page.broken import broken_sentences
from cleaner.page.lexicon import lexicon
from cleaner.page.literals import joined_text
from cleaner.page.outline import names_of
from cleaner.page.page import Page, lines_where
from cleaner.page.shape import extent, stands_below_colon
from cleaner.rules.registry import BOTH, HTML, TEXT, Example, Finding, rule
from cleaner.rules.samples import ARTICLE, MAYOR
from cleaner.rules.subject import holds_code
from cleaner.types import Block, Category, Kind, MarkKind, Mode
from cleaner.types.members import HEADING, PRE

_SCENE_BREAKS = frozenset(
    {"***", "* * *", "---", "- - -", "⁂", "###", "# # #", "~~~", "~ ~ ~", "* * * * *", "*****", "—", "• • •"}
)
_RATING = re.compile(r"[★☆⭐✩✪🌟●○◐½\s]{2,12}")  # a critic's stars
# The corners and joints of boxes and tables drawn with characters.
_CORNER = re.compile(r"[\u250c-\u254b\u2552-\u2570]|\+[-=]{2,}\+?|\|[-=:]{2,}\|")
MIN_CORNERS = 2  # lines: a drawing has a top and a bottom
_ANCHOR = re.compile(r"\s?[¶§🔗]$|(?<=\S)\s#$")
_MARK = re.compile(
    r"\[(?:\d{1,3}|edit|edit source|citation needed|note \d{1,3}"
    r"|clarification needed|who\?|when\?|by whom\?|according to whom\?)\]",
    re.IGNORECASE,
)
_BACK = re.compile(r"(?<=\S)\s*[↩⤴↵⏎↑][\ufe0e\ufe0f]?$")
_PUNCTUATED = re.compile(r"[{};=<>()\[\]\"'#/\\$&|]")
CAPTION_WORDS = 40
_COMMENT = "// "
MOST_CODE = 4  # lines; more make an article about code
SHOWN_CODE = 8  # other lines with marks of code, which do
_FIGURE = re.compile(r"[-+−▲▼↑↓(]{0,3} ?[$€£¥]?[-+−]?\d[\d.,]* ?%?\)?$")
_FRACTION = re.compile(r"\d[.,]\d|%")
_CHANGE = re.compile(r"\(?(?:[$€£¥]?[-+−▲▼↑↓])")
_EDITS = "mw-editsection"
EDIT_NEAR = 3  # elements around a link
TICK_WORDS, CHANGES = 4, 3  # words of a strip's lines, and how many changes make one
CODE_SHARE = 0.06  # share of characters that are code's marks; prose in the residue texts stays under 0.04


@rule(
    "MRK001",
    "lone-mark",
    Category.LONE_MARK,
    -2.6,
    modes=TEXT,
    fires=(Example("It rained.\n|\nThe council met.\n•", on=("|", "•")),),
    silent=(
        Example("It rained.\n***\nThe council met."),
        Example("He counted.\n7\nNobody spoke."),
        Example("It rained.\n★★★☆☆"),
        Example("The request:\n\n┌───\n\nname length\n\n└───\n\nIt rained."),
        Example("The tides:\n\n+------+------+\n\n| high | low |\n\n+------+------+"),
    ),
)
def lone_mark(page: Page) -> Iterator[Finding]:
    """Finds lines without a letter or a figure; a break between scenes stays inside the prose, a drawn box everywhere.

    Why: separators and empty bullets of a page's layout.
    Example: `|`
    Source: datatrove's SymbolLinesFormatter
    """
    where, broken = extent(page), broken_sentences(page)
    drawn = {block.index for block, m in page if not m.fingerprint and _CORNER.search(block.text)}
    if len(drawn) < MIN_CORNERS:
        drawn.clear()
    for block, m in page:
        if m.fingerprint or not block.text or block.kind in {Kind.PRE, Kind.CELL} or _RATING.fullmatch(block.text):
            continue
        if block.index in broken:
            continue
        inside = where.first < 0 or where.first < block.index < where.last
        if inside and (
            block.text in _SCENE_BREAKS or (len(set(block.text.replace(" ", ""))) == 1 and len(block.text) >= 3)
        ):
            continue
        if any(ord(char) > 0x2FFF for char in block.text) or block.index in drawn:
            continue
        yield Finding(block.index, f"no letter and no figure: '{block.text[:12]}'")


@rule(
    "MRK002",
    "reference-mark",
    Category.REFERENCE_MARK,
    -3.0,
    modes=BOTH,
    fires=(
        Example("The line was closed in 1921.[3] History[edit] says so.[citation needed]", on=("The line",)),
        Example("<h2>Options<a href='#options'>¶</a></h2>", on=("Options",), mode=Mode.HTML),
        Example(
            "<ol><li id='f1'>See the report of 1964. <a href='#r1'>↩︎</a></li></ol>", on=("See the",), mode=Mode.HTML
        ),
    ),
    silent=(
        Example("<p>Press the key <b>↩</b></p><p>Press <a href='/keys'>↩</a></p>", mode=Mode.HTML),
        Example("He took the array a[3] and wrote [sic] beside it."),
        Example("See [12] and [13] for the proof of this."),
    ),
)
def reference_mark(page: Page) -> Iterator[Finding]:
    """Finds `[1]`, `[edit]`, `[citation needed]` behind a word or a stop, as wikis set them, and `¶` behind a heading.

    Why: they point to notes that the text no longer has. Only these characters are cut.
    Example: `closed in 1921.[3]`
    Source: C4 removes the same marks (Raffel et al. 2020); numbers count only right behind a stop or a word
    """
    html = page.mode is Mode.HTML
    for block in page.blocks:
        anchor = _ANCHOR.search(block.text) if block.kind is HEADING or _ends_in_anchor(block) else None
        if anchor and html:
            evidence = "a heading's or a term's link to itself"
            yield Finding(block.index, evidence, span=anchor.span())
        # No sign of a way back is ASCII, and most blocks are.
        linked = html and block.marks and not block.text.isascii()
        back = _BACK.search(block.text) if linked else None
        if back and any(one.value.startswith("#") and one.end >= back.end() for one in block.marks):
            yield Finding(block.index, "a note's way back to its mark", span=back.span())
        if block.kind is PRE or "[" not in block.text:
            continue
        for found in _MARK.finditer(block.text):
            before = block.text[found.start() - 1 : found.start()]
            figure = block.text[found.start() + 1].isdigit()
            after = block.text[found.end() : found.end() + 1]
            # Behind a bare word a figure in brackets may be code: a[3].
            if figure and not (
                before in {".", ",", ";", '"', "”", ")", "]", "?", "!"} and (not after or after in " [,.;:)")
            ):
                continue
            if not figure and not before:
                continue
            evidence = f"'{found.group()}' behind '{before}'"
            yield Finding(block.index, evidence, span=found.span())


def _ends_in_anchor(block: Block) -> bool:
    """Whether a term's or a caption's last character is the sign of a link into the page."""
    last = block.marks[-1] if block.marks and block.text.endswith("¶") else None
    return last is not None and last.kind is MarkKind.LINK and last.value.startswith("#")


# A whole line of a style sheet or of a script.
_PAGE_CODE = re.compile(
    r"(?:[.#@][a-z][\w-]*(?:[ .>:#,][\w .>:#,()-]{0,120})?\{[^{}]{0,300}:[^{}]{0,300}\}"
    r"|(?:var|let|const) \w+ ?= ?[\[{\"'(\d].{0,400};"
    r"|!?\(?function ?\([\w, ]{0,40}\) ?\{.{0,600}\}\)?(?:\([\w., '\"]{0,80}\))?;?"
    r"|if ?\((?:typeof |window\.|document\.).{0,400}\}"
    r"|(?:document|window|jQuery|\$)(?:\.|\().{0,400}[;}])$"
)


@rule(
    "MRK003",
    "leaked-code",
    Category.WIDGET,
    -3.6,
    modes=TEXT,
    fires=(
        Example(
            "It rained.\nwindow.dataLayer = window.dataLayer || []; function g(){dataLayer.push(1);}\nIt snowed.",
            on=("window",),
        ),
        Example('It rained.\nvar zones = { "side": 14 };\nThe council met.', on=("var zones",)),
        Example("It rained.\n!function(){var d=document;d.head.x()}();\nIt snowed.", on=("!function",)),
        Example("It rained.\n.entry-title { font-size: 12px; margin: 0 }\nThe council met.", on=(".entry-title",)),
    ),
    silent=(
        Example("```\nvar x = {a: 1};\n```\nIt rained."),
        Example("Set it so:\nvar boat = { oars: 2 };\nThen row."),
        Example("Write var boat = 2; and run it.\nIt rained."),
        Example("The var keyword (as in var x) declares a variable in the function that holds it."),
    ),
)
def leaked_code(page: Page) -> Iterator[Finding]:
    """Finds lines of scripts, style sheets and templates that leaked into a text about something else.

    Why: they ran the page. In a text with several such lines, or with fenced code, code is the subject and stays.
    Example: `window.dataLayer = window.dataLayer || [];`
    Source: C4 drops whole documents on `{`; BigScience's clean.py lines 31-33; here by line and with a share
    """
    if any(block.kind is PRE for block in page.blocks):
        return
    found: list[tuple[int, str, float]] = []
    tokens = joined_text(page).present(lexicon("page-code"))
    for index in joined_text(page).lines_with(tokens):
        block, m = page.blocks[index], page.measures[index]
        marks = [token for token in tokens if token in m.folded] if _PUNCTUATED.search(m.folded) else []
        # A comment's mark stands in addresses too, and in code that a text shows.
        if marks and marks != [_COMMENT] and not stands_below_colon(page, index):
            share = len(_PUNCTUATED.findall(block.text)) / len(block.text)
            if share >= CODE_SHARE and (len(marks) >= 2 or share >= 2 * CODE_SHARE):
                found.append((block.index, marks[0], share))
    told = {index for index, _, _ in found}
    for block in page.blocks:
        text = block.text
        if text[-1] not in "};" or block.index in told or not _PAGE_CODE.match(text):
            continue
        if not stands_below_colon(page, block.index):
            found.append((block.index, text[:12], len(_PUNCTUATED.findall(text)) / len(text)))
    found.sort()
    if len(found) > MOST_CODE or sum(holds_code(page)) - len(found) >= SHOWN_CODE:
        return
    for index, token, share in found:
        evidence = f"holds '{token.strip()}', {share:.2f} of its characters are code's marks"
        yield Finding(index, evidence, span=_beside_prose(page.blocks[index].text))


_CODE_MARK = re.compile(r"[{};=<>\[\]\\|$]")
_SENTENCE_BEFORE = re.compile(r"^(.*[.!?…。][\"'”’»)]?)\s+(?=\S|$)", re.DOTALL)
_SENTENCE_BEHIND = re.compile(r"\s+(?=[^\W\d_a-z][^{}<>=\[\]]*[.!?…。][\"'”’»)]?$)")
PROSE_WORDS = 5  # of the sentence beside which code stands in one line


def _beside_prose(text: str) -> tuple[int, int] | None:
    """The characters of a line that are code where a sentence stands before or behind them; None for the whole line."""
    first = _CODE_MARK.search(text)
    if first is not None and (before := _SENTENCE_BEFORE.match(text[: first.start()])) is not None:
        return (before.end(1), len(text)) if word_count(before.group(1)) >= PROSE_WORDS else None
    last = max((found.end() for found in _CODE_MARK.finditer(text)), default=0)
    behind = _SENTENCE_BEHIND.search(text, last)
    if behind is not None and word_count(text[behind.end() :]) >= PROSE_WORDS:
        return 0, behind.end()
    return None


@rule(
    "MRK004",
    "caption-mark",
    Category.CAPTION,
    -3.0,
    modes=TEXT,
    fires=(Example("시의회는 월요일에 모였다.\n▲ 물안리 책방의 내부", on=("▲",)),),
    silent=(Example("The share rose.\n▲ 3.2 %"),),
)
def caption_mark(page: Page) -> Iterator[Finding]:
    """Finds lines that open with the triangle Korean, Japanese and Chinese papers set before captions.

    Why: a picture's caption without its picture.
    Example: `▲ 물안리 책방의 내부`
    Source: own observation on scraped news texts
    """
    for block, m in page:
        if (
            block.text[:1] in {"▲", "△", "▼"}
            and m.words <= CAPTION_WORDS
            and any(char >= "\u3040" for char in block.text)
        ):
            yield Finding(block.index, f"opens with '{block.text[0]}'")


@rule(
    "MRK005",
    "ticker",
    Category.TICKER,
    -3.4,
    modes=TEXT,
    fires=(
        Example(
            "S&P 500\n6,827.41\n-1.1%\n-73.59\nDJI\n48,458.05\n-0.5%\n-245.96\n" + ARTICLE,
            on=("S&P 500", "6,827.41", "-1.1%", "DJI"),
        ),
    ),
    silent=(
        Example(ARTICLE + "Wheat\n-1.1%\nRye\n-0.5%\nOats\n+2.0%\n" + MAYOR),
        Example("Flour\n500 g\nWater\n350 g\nSalt\n10 g\n" + ARTICLE),
        Example("Time zone\n+12\nSummer\n+13\nCalling code\n+64\nArea\n268\n" + ARTICLE),
    ),
)
def ticker(page: Page) -> Iterator[Finding]:
    """Finds strips of quotes before the first or behind the last prose: names, figures and three changes with a sign.

    Why: a site shows the markets on every page. A table between paragraphs is the article's.
    Example: `S&P 500` / `6,827.41` / `-1.1%` / `-73.59`
    Source: own observation on scraped news texts and on a broker's pages
    """
    where = extent(page)
    if where.first < 0 or len(_changes(page)) < CHANGES:
        return
    strip: list[int] = []
    for block, m in (*page, (None, None)):
        outside = block is not None and not where.first <= block.index <= where.last
        if block is not None and m is not None and outside and m.words <= TICK_WORDS and not m.ends_sentence:
            strip.append(block.index)
            continue
        yield from _ticker_findings(page, strip)
        strip = []


@lines_where
def _changes(_: Page, block: Block, m: Measures) -> bool:
    """Whether a short line is a figure with the sign of a change."""
    text = block.text
    return m.words <= TICK_WORDS and _FIGURE.match(text) is not None and _CHANGE.match(text) is not None


def _ticker_findings(page: Page, strip: list[int]) -> Iterator[Finding]:
    """The verdicts on those lines of a run of short lines that lie between its first name and its last figure."""
    figures = [i for i in strip if _FIGURE.match(page.blocks[i].text)]
    changes = [i for i in figures if _CHANGE.match(page.blocks[i].text)]
    # Quotes move by fractions; country codes and time zones have signs, too.
    if len(changes) < CHANGES or not any(_FRACTION.search(page.blocks[i].text) for i in changes):
        return
    inside = [i for i in strip if changes[0] - 3 <= i <= figures[-1]]
    if len(figures) < len(inside) / 2:
        return
    for index in inside:
        evidence = f"in a strip of {len(figures)} figures, {len(changes)} of them changes"
        yield Finding(index, evidence, weight=-3.4, category=Category.TICKER)


@rule(
    "MRK006",
    "section-edit",
    Category.READER_TOOLS,
    -3.0,
    modes=HTML,
    fires=(
        Example(
            "<h2>History</h2><span class='mw-editsection'>[<a href='/e'>Bearbeiten</a>]</span><p>The line.</p>",
            on=("[Bearbeiten",),
            mode=Mode.HTML,
        ),
    ),
    silent=(Example("<div><h2>History</h2><p class='edition'>[Second edition]</p></div>", mode=Mode.HTML),),
)
def section_edit(page: Page) -> Iterator[Finding]:
    """Finds a wiki's links to edit a section, in whatever language, by the name that MediaWiki gives their element.

    Why: they are controls of the page. Where they stand inside a heading the mark `[edit]` is cut out of it.
    Example: `[Bearbeiten | Quelltext bearbeiten]`
    Source: MediaWiki's markup of headings
    """
    if _EDITS not in names_of(page):
        return
    for block in page.blocks:
        if block.link_chars and any(_EDITS in element.tokens for element in block.path[-EDIT_NEAR:]):
            yield Finding(block.index, "a link to edit a section", final=True)


RULES = (lone_mark, reference_mark, leaked_code, ticker, caption_mark, section_edit)
