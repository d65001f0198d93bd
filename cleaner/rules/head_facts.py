"""Lines of facts about an article (BYL003), and the head of an article, its own or another's, around them (HED006)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.measure import Measures, fold
from cleaner.page.page import Page, derived, line_fact
from cleaner.page.shape import FIXED_KINDS, ends_open, extent, headline_like
from cleaner.rules.around import is_cut
from cleaner.rules.date_lines import FULL_YEAR, HOUR_OF_POST, date_like, date_words
from cleaner.rules.head_words import heads, read_head_line
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.samples import ARTICLE
from cleaner.rules.ways import LONGEST_WAY, is_long_line, may_be_way, says_place, starts_at_front
from cleaner.types import Block, Category, Kind, Stage

FACT_WORDS = 26  # of a line of facts
HEAD_LINES = 8  # of a head behind a text
DIGEST = 3  # so many lines of facts inside a text are of the works that it lists
SECTION_WORDS, TITLE_WORDS, SITE_WORDS = 3, 25, 5
NAME_CHARS = 40  # of a section's or a writer's name
TITLED = -4.4  # said of a title: it may look like the beginning of a broken sentence
REACH = 3  # lines between a part of a head and a sure one
_ISSUE = re.compile(r"[^\W\d_]{3,12} (?:n[º°o]?\.? ?|nr\.? ?|no\.? ?|#)?\d{1,6}$")
_SITE = re.compile(r"\s[|–—·»-]\s(?=[^|–—·»]{2,60}$)|[｜|](?=[^｜|]{2,30}$)")


@line_fact
def _told(_: Page, block: Block, m: Measures) -> str:
    """What a line of facts tells, or nothing."""
    if not 0 < m.words <= FACT_WORDS or block.kind in FIXED_KINDS or block.kind is Kind.ITEM:
        return ""
    facts = read_head_line(block.text)
    return f"says of an article: {facts.told}" if facts is not None and facts.is_told else ""


@derived
def told_lines(page: Page) -> tuple[int, ...]:
    """The lines at a text's edges that say of it when it came out, who wrote it and how long it takes to read."""
    found = tuple(index for index in sorted(set(extent(page).edges)) if _told(page, index))
    inner = [i for i, (_, m) in enumerate(page) if i not in found and m.digit_share and _told(page, i)]
    return found if len(inner) < DIGEST else ()


@rule(
    "BYL003",
    "told-facts",
    Category.BYLINE,
    -3.4,
    modes=TEXT,
    fires=(
        Example("Von Anna Keller 12.02.2024, 17:45 Uhr, Lesezeit: 3 Min.\nDer Rat tagte am Montag.", on=("Von",)),
        Example("Posted on September 4, 2019 by declan in Garden, Bees\n" + ARTICLE, on=("Posted",)),
        Example(ARTICLE + "7 Ottobre 2022 | 18:30 | Letture: 1241", on=("7 Ottobre",)),
        Example("Русе | 11.03.2020 | 18:20 | 7412 прочитания\nЧасовникът закъснява.", on=("Русе",)),
        Example("Ritstjórn skrifar 14. mars 2023 11:20\nLaugin verður opnuð.", on=("Ritstjórn",)),
        Example("Filed under: garden — declan @ 10:42 pm\n" + ARTICLE, on=("Filed",)),
        Example("Čas branja: 1 min\nMost je zaprt.", on=("Čas",)),
    ),
    silent=(
        Example("Letter from Anna Keller to the board, 3 May 2024\n" + ARTICLE),
        Example("Samstag, 12. Mai 2024, 19:30 Uhr, Stadtkirche\n" + ARTICLE),
        Example("Prep time: 10 min | Cook time: 20 min\n" + ARTICLE),
        Example(ARTICLE + "Released 3 May 2024 by Harbour Records, 42 minutes"),
        Example("Lisbon, 12 May 2024\n" + ARTICLE),
    ),
)
def told_facts(page: Page) -> Iterator[Finding]:
    """Finds lines that join a date with its label, a name, a section, minutes of reading or a number of comments.

    Why: they are facts about the text. Every word of such a line is one of theirs, or a name's.
    Example: `Veröffentlicht am 9. März 2021 von brotfee in Brot & Gebäck`
    Source: own observation in many languages; the words are data/heads.toml's and data/dates.toml's
    """
    for index in told_lines(page):
        yield Finding(index, _told(page, index))


@derived
def lines_behind(page: Page) -> tuple[int, ...]:
    """The lines behind a text's last sentence, if they are few."""
    size = len(page.blocks)
    at = size
    while at > 0 and size - at <= HEAD_LINES and not _is_written(page, at - 1):
        at -= 1
    return tuple(range(at, size)) if at > 0 and size - at <= HEAD_LINES else ()


def _is_written(page: Page, index: int) -> bool:
    m = page.measures[index]
    return (
        (m.prose or m.ends_sentence or is_long_line(page.blocks[index].text))
        and not _told(page, index)
        and not _dates(page, index)
    )


def _dates(page: Page, index: int) -> bool:
    """Whether a line is a date with a label, or with its hour and year: no letter and no diary is dated so."""
    m = page.measures[index]
    if not date_like(m.folded):
        return False
    labelled = not date_words().published.isdisjoint(m.tokens)
    return labelled or bool(FULL_YEAR.search(m.folded) and HOUR_OF_POST.search(m.folded))


@rule(
    "HED006",
    "head-behind-text",
    Category.NAVIGATION,
    -3.2,
    stage=Stage.CONTEXT,
    modes=TEXT,
    fires=(
        Example(
            ARTICLE + "Home » News » Local » Kirkby\nBaths to close for good | Kirkby Examiner\n"
            "Posted 12 Nov 2025 at 11:40",
            on=("Home", "Baths"),
        ),
        Example(ARTICLE + "Vorarlberg\nPublished 12 February 2024, 17:45\nAnna Keller", on=("Vorarlberg", "Anna")),
        Example(ARTICLE + "G1 > Minas Gerais > Triângulo\nAtualizado em 12/08/2021 10h31", on=("G1",)),
        Example(ARTICLE + "La soupe de mes parents - Le blogue de Solène\ndimanche 22 novembre 2015", on=("La soupe",)),
        Example(ARTICLE + "Moore the Merrier / Issue 41\nDec Moore\nSep 04, 2019\n∙ Paid", on=("Moore", "Dec", "Paid")),
    ),
    silent=(
        Example(ARTICLE + "Anna Keller\nLisbon, 12 May 2024"),
        Example(ARTICLE + "Mozart: Requiem\nSamstag, 12. Mai, 19.30 Uhr\nStadtkirche"),
        Example(ARTICLE + "Anna Keller\n12 May 2024"),
        Example(ARTICLE + "Sea > sky > stone"),
        Example(ARTICLE + "Home > Insert > Table"),
        Example(ARTICLE + "Open-air concert\n12 May 2024\nFree"),
        Example(ARTICLE + "The Old Ferry – Anna Keller\n12 May 2024"),
    ),
)
def head_behind_text(page: Page) -> Iterator[Finding]:
    """Finds what stands behind a text around a line of facts: a way through the site, a section, a title, a name.

    Why: it is the head of another article, or of this one, which the page shows below.
    Example: `Vorarlberg` over `12. Februar 2024, 17:45` and `12 Postings`
    Source: own observation on scraped news texts
    """
    lines = lines_behind(page)
    if not lines:
        return
    sure = {i for i in lines if _told(page, i) or _dates(page, i)}
    dated = {i for i in lines if date_like(page.measures[i].folded) or _numbers_issue(page.blocks[i].text)}
    for index in lines:
        text = page.blocks[index].text
        if not dated.isdisjoint((index - 1, index + 1)) and (_is_for_payers(text) or _names_house(text)):
            sure.add(index)
    ways = {i for i in lines if _is_way(page, i)}
    # Programs have ways, too: "Home > Insert > Table" alone is a step of a manual.
    if sure or any(says_place(page.blocks[i].text) for i in ways):
        sure |= ways
    if not sure:
        return
    for index in lines:
        block = page.blocks[index]
        if not page.tallies[index].kept or block.kind in FIXED_KINDS or block.kind is Kind.HEADING:
            continue
        if not any(abs(index - at) <= REACH for at in sure):
            continue
        what, category = _part_of_head(page, index)
        if what:
            evidence = f"behind the text, beside facts of an article: {what}"
            yield Finding(
                index, evidence, weight=TITLED if category is Category.TITLE_REPEAT else None, category=category
            )


def _part_of_head(page: Page, index: int) -> tuple[str, Category]:
    """What a line may be in a head, and its category; nothing where it may be none."""
    text, m = page.blocks[index].text.strip(), page.measures[index]
    if _is_way(page, index):
        return "a way through the site", Category.NAVIGATION
    if _numbers_issue(text):
        return "a date and the number of an issue", Category.BYLINE
    if _is_for_payers(text) or _bare(text) in heads("marks"):
        return "a mark of what the article is", Category.NAVIGATION
    facts = read_head_line(text)
    if facts is not None and (facts.published or facts.by or facts.counted or facts.filed or facts.dated):
        return "a fact of its own", Category.BYLINE
    if may_be_way(text):
        return "a way of short steps", Category.NAVIGATION
    if _site_name(text) and m.words <= TITLE_WORDS:
        return "a title and a site's name", Category.TITLE_REPEAT
    if _is_short_name(text, m.words):
        return "a section's, a place's or a writer's name", Category.NAVIGATION
    if is_cut(page, index - 1) and is_cut(page, index + 1) and headline_like(text, m.words):
        return "a title between them", Category.TITLE_REPEAT
    return "", Category.NAVIGATION


def _bare(text: str) -> str:
    return fold(text.strip("∙•·|–—- *"))


def _is_for_payers(text: str) -> bool:
    """Whether a line says that an article is for those who pay, and nothing else."""
    return _bare(text) in heads("payers")


def _site_name(text: str) -> str:
    """What stands behind a title and a bar or a dash, if it may be a site's name."""
    hit = _SITE.search(text)
    if hit is None or not ends_open(text):
        return ""
    name = text[hit.end() :].strip()
    return name if len(name.split()) <= SITE_WORDS and name[:1] == name[:1].upper() else ""


def _names_house(text: str) -> bool:
    """Whether a line is a title and the name of a newspaper or a blog."""
    return not heads("houses").isdisjoint(fold(_site_name(text)).split())


def _numbers_issue(text: str) -> bool:
    """Whether a line is a date and the number of a paper's issue."""
    date, mark, issue = text.partition(" - ")
    return bool(mark) and date_like(fold(date)) and _ISSUE.match(fold(issue)) is not None


def _is_short_name(text: str, words: int) -> bool:
    bare = text.rstrip(" –—-|")
    capital = bare[:1] != bare[:1].lower() or bare[:1] > "\u0590"
    return capital and words <= SECTION_WORDS and len(bare) <= NAME_CHARS and ends_open(bare)


@line_fact
def _is_way(_: Page, block: Block, m: Measures) -> bool:
    return 0 < m.words <= LONGEST_WAY and starts_at_front(block.text)


RULES = (told_facts, head_behind_text)
