"""Pointers to other articles (STK): a label or an arrow, and a headline."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice, pairwise
from typing import NamedTuple

from cleaner.measure import Measures
from cleaner.page.page import Page, by_line
from cleaner.page.shape import FIXED_KINDS, ends_open, extent, headline_like
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.related import article_words, likeness, written_lines
from cleaner.rules.samples import ARTICLE
from cleaner.rules.site_lines import LABEL, LINE, OWN, SAME, SENTENCE, has_code_marks, stock_lines
from cleaner.rules.stock_words import Lexicon, lexicon_for, read_line, stock_vocabulary
from cleaner.sentences import sentence_spans
from cleaner.types import Block, Category

# A reference to another place of the same text.
_WITHIN = re.compile(
    r"\W*(?:see|siehe|vgl\.?|voir|véase|ver|vedi|zie)\b.*\b(?:above|below|section|chapter|table|figure|appendix|page"
    r"|clause|oben|unten|abschnitt|kapitel|tabelle|ci-dessus|ci-dessous|arriba|abajo|sopra|sotto|hierboven|hieronder)\b"
)
ENOUGH = 2  # paragraphs or sentences of a text about something
# A session's prompt before code, a comment of it or a value; a headline begins with a capital or a quotation mark.
_PROMPT = re.compile(r">>>? (?:[#@(\[{_]|[^\W\d_A-Z])")
# What the author adds about their own work, no call of the site.
_OF_THE_AUTHOR = re.compile(
    r"[\[(【]\s*(?:see|siehe|vgl\.?|voir|cf\.?|véase|ver|vedi|zie|se|zob\.?|см\.?|див\.?)\b.*"
    r"\b(?:my|mein\w*|mon|ma|mes|mi|mis|mio|mia|miei|meu|minha|mijn|min|mitt|mój|moje\w*|мо[йюяеи]\w*)\b"
)
FEW_ARROWS = 3  # more lines that open with an arrow are a list
_SEPARATOR = re.compile(r"\s?[:：|»›→▶►]\s?|\s[-–—]\s|(?<=[】\]])\s?|[.。]\s|\s(?=['‘“\"«„「『])")
_WRITTEN = re.compile(r"\S+")
_POINTS = re.compile(r"(?:>>+(?!>)|≫|»+|→|▶|►|➡️?|👉|☞|⇒|❯)\s*(?=[^\s>])")


def pointer(text: str, lexicon: Lexicon) -> str:
    """The label by which a line points to another article, or nothing."""
    found = _SEPARATOR.search(text, 1, 60)
    if found is None or not text[found.end() :].strip():
        return ""
    label = text[: found.start()]
    said = read_line(label, lexicon)
    if said.unknown or said.names or not 0 < said.size <= LABEL:
        return ""
    if said.stock == 1:
        return label if said.opens and _bare(label) in lexicon.labels else ""
    related = Category.RELATED in said.kinds
    return label if said.call or (related and said.also) else ""


class _Opening(NamedTuple):
    """How a line may begin that points to another article."""

    arrow: bool
    label: str
    call: str  # that a headline follows without a mark between, where the line has no label


_PLAIN, _ARROW = _Opening(arrow=False, label="", call=""), _Opening(arrow=True, label="", call="")


@by_line
def _openings(page: Page, block: Block, m: Measures) -> _Opening | None:
    """How a short line begins, or None for a line that is none or code."""
    text = block.text
    if not 0 < m.words <= SENTENCE or block.kind in FIXED_KINDS or has_code_marks(text):
        return None
    if stock_vocabulary(page).isdisjoint(m.tokens):
        return _ARROW if _points(text) else _PLAIN
    lexicon = lexicon_for(page)
    label = pointer(text, lexicon)
    call = "" if label or not ends_open(text) else _opens_headline(text, lexicon)
    return _Opening(_points(text), label, call)


def _points(text: str) -> bool:
    """Whether a line begins with an arrow, and not with a quotation or the prompt of a Python session."""
    quoted = text[0] == "»" and "«" in text
    return _POINTS.match(text) is not None and not (quoted or _PROMPT.match(text))


def _holds_mail(page: Page) -> bool:
    """Whether a text quotes a mail: a line that opens with one angle stands beside one that opens with two."""
    texts = [block.text[:2] for block in page.blocks]
    return any({"> ", ">>"} == {one, other} for one, other in pairwise(texts))


def _bare(label: str) -> str:
    return label.strip(" \t[]【】()*#_").casefold()


def _opens_headline(text: str, lexicon: Lexicon) -> str:
    """The call and relation that a headline follows without a mark between, or nothing."""
    words = list(islice(_WRITTEN.finditer(text), 4))
    for count in (2, 3):
        if len(words) <= count or not words[count].group()[0].isupper():
            continue
        head = text[: words[count].start()].strip()
        said = read_line(head, lexicon)
        if said.opens == "call" and said.also and not (said.unknown or said.names or said.thing):
            return head
    return ""


def _in_list(page: Page, index: int, labels: Mapping[int, str]) -> bool:
    """Whether a headline without a label stands above or below a line before the last prose: a list."""
    around = [at for at in (index - 1, index + 1) if 0 <= at < len(page.blocks) and not labels.get(at)]
    listed = any(headline_like(page.blocks[at].text, page.measures[at].words) for at in around)
    return listed and index < extent(page).last


@rule(
    "STK003",
    "pointer",
    Category.RELATED,
    -3.0,
    modes=TEXT,
    fires=(
        Example(
            "Meclis bu pazartesi ve salı çok uzun bir toplantı için bir araya geldi.\n"
            "Okumadan geçme: Altın fiyatları ikinci gün de düştü",
            on=("Okumadan",),
        ),
        Example(ARTICLE + ">> Gold falls for a second day\n" + ARTICLE, on=(">> Gold",)),
    ),
    silent=(
        Example(ARTICLE + "The story: it was told by a sailor who had never been to sea."),
        Example(ARTICLE + "See the table: it has four legs."),
        Example(ARTICLE + "(See the WITH clause below.)\n" + ARTICLE),
        Example(ARTICLE + '>>> fruit.name = "Pear"\n>>> import this'),
    ),
)
def pointer_line(page: Page) -> Iterator[Finding]:
    """Finds headlines of other articles behind a label of site words, or behind an arrow.

    Why: a link to another article set between the paragraphs; what follows the label is no sentence.
    Example: `Okumadan geçme: Altın fiyatları düştü`, `>> Gold falls for a second day`
    Source: own observation; the words are data/stock.toml's
    """
    lexicon = lexicon_for(page)
    said = stock_lines(page)
    read = _openings(page)
    lines = [(block, m) for (block, m), opening in zip(page, read, strict=True) if opening is not None]
    where = extent(page)
    told = where.count >= ENOUGH or len(written_lines(page)) >= ENOUGH
    few = (
        told and not _holds_mail(page) and sum(opening is not None and opening.arrow for opening in read) <= FEW_ARROWS
    )
    labels = {at: opening.label for at, opening in enumerate(read) if opening is not None}
    times = Counter(labels.values())
    for block, m in lines:
        index = block.index
        opening = read[index]
        if opening is not None and few and opening.arrow:
            mine = index in said and bool(said[index].stock)
            if len(sentence_spans(block.text)) > 1:
                continue
            if mine or (ends_open(block.text) and likeness(m.folded, article_words(page)) < OWN):
                yield Finding(index, f"opens with '{block.text[:2]}'", weight=-2.8)
            continue
        label = labels[index]
        if block.text[0] in "[(" and block.text[-1] in "])" and read_line(block.text[1:].split()[0], lexicon).call:
            if (
                m.words <= LINE
                and not where.first < 0
                and not (_WITHIN.match(m.folded) or _OF_THE_AUTHOR.match(m.folded))
            ):
                yield Finding(index, "a call in brackets", weight=-2.8)
            continue
        if label and times[label] < SAME and not _in_list(page, index, labels):
            rest = block.text[len(label) :].lstrip(" :：|»›→▶►-–—.】]")
            if ends_open(rest) and (headline_like(rest, m.words) or m.words <= SENTENCE):
                yield Finding(index, f"the label '{label.strip()[:40]}'", weight=-3.2)
                continue
        head = "" if opening is None else opening.call
        # Behind the text a call and a headline lead to the text itself, whole.
        if head and (index > where.last >= 0 or likeness(m.folded, article_words(page)) < OWN):
            yield Finding(index, f"'{head}' and a headline", weight=-2.8)


RULES = (pointer_line,)
